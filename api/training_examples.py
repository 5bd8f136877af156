"""Examples of trainings in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, DAY, HEX
from api.examples import NAME, USCC
from huixin.types.training import (
    Attend,
    Examine,
    Excuse,
    Invited,
    InviteRequest,
    MarkAbsent,
    Schedule,
    SeatPage,
    SeatView,
    TrainingPage,
    TrainingRate,
    TrainingRequest,
    TrainingView,
)

_LAST = date(2026, 11, 20)
TRAINING = TrainingRequest(
    title="电子商务诚信教育培训（第一期）",
    contents="电子商务法、反不正当竞争法，信用修复的条件与程序",
    lists=("brushing_black", "ecommerce_black", "ecommerce_watch"),
    place="惠州市商务局三楼会议室",
    first_day=DAY,
    last_day=_LAST,
    pass_mark=60,
)
TRAINING_VIEW = TrainingView(
    id=f"trn_{HEX}",
    **TRAINING.model_dump(),
    by="惠州市商务局",
    created_at=AT,
    rates=[TrainingRate(unit="huicheng", invited=12, excused=1, attended=9, passed=8, failed=1)],
)
TRAINING_PAGE = TrainingPage(items=[TRAINING_VIEW], next=None)
INVITED = Invited(invited=12)
INVITE = InviteRequest(uscc=USCC, role="legal_representative", name="张三", resident_id="11010519491231002X")
SEAT = SeatView(
    id=f"sea_{HEX}",
    training_id=TRAINING_VIEW.id,
    uscc=USCC,
    merchant=NAME,
    role="legal_representative",
    name="张*",
    unit="huicheng",
    state="invited",
    invited_on=DAY,
    scheduled_on=None,
    attended_on=None,
    examined_on=None,
    mark=None,
    note=None,
)
SEAT_PAGE = SeatPage(items=[SEAT], next=None)
ACTIONS = {
    "schedule": Schedule(on=DAY),
    "attend": Attend(on=DAY),
    "examine": Examine(on=DAY, mark=85),
    "absent": MarkAbsent(note="未到"),
    "excuse": Excuse(note="住院，改下期"),
}

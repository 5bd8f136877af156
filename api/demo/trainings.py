"""Training of the demo: one round that is over, with what became of it, and one to come."""

from datetime import timedelta

from sqlmodel import col, select

from api.demo.cast import CENTRE
from api.demo.office import Office
from huixin.types.training import Attend, Examine, MarkAbsent, TrainingRequest
from models.trainings.rounds import hold, invite_listed
from models.trainings.seats import mark
from models.trainings.tables import TrainingSeat

_HELD, _OVER = -30, -20
"""Days on which the first round began and ended."""
_MARKS = (92, 75, 48)
"""Of the exam, one after the other; every fourth is absent."""


def train(office: Office) -> None:
    """Both rounds are for all three lists."""
    past = _hold(office, _HELD, _OVER, "电子商务诚信教育培训（第一期）")
    own = select(TrainingSeat.id).where(TrainingSeat.training_id == past).order_by(col(TrainingSeat.name))
    for number, seat in enumerate(office.session.exec(own).all()):
        work = office.work(CENTRE, _OVER)
        if number % 4 == 3:
            mark(work, past, seat, MarkAbsent())
            continue
        mark(work, past, seat, Attend(on=work.today))
        mark(work, past, seat, Examine(on=work.today, mark=_MARKS[number % 4]))
    _hold(office, 0, 10, "电子商务诚信教育培训（第二期）")


def _hold(office: Office, first: int, last: int, title: str) -> str:
    work = office.work(CENTRE, first)
    contents = "电子商务法、反不正当竞争法，以及信用修复的条件与程序"
    body = TrainingRequest(
        title=title,
        contents=contents,
        lists=("brushing_black", "ecommerce_black", "ecommerce_watch"),
        place="惠州市商务局三楼会议室",
        first_day=work.today,
        last_day=work.today + timedelta(days=last - first),
        pass_mark=60,
    )
    row = hold(work, body)
    invite_listed(work, row.id)
    return row.id

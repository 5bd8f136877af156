"""Examples of tasks and prompts of joint punishment, fictional as the others."""

from datetime import UTC, date, datetime

from api.examples import NAME, SUBJECT, USCC
from huixin.core.vocabulary import Binding, Rank
from huixin.types.base import Label
from huixin.types.prompt import (
    PromptAbout,
    PromptAnswerView,
    PromptAppealed,
    PromptApplied,
    PromptDetail,
    PromptLifted,
    PromptNotApplied,
    PromptPage,
    PromptState,
    PromptView,
)
from huixin.types.record import GroundView
from huixin.types.task import (
    PunishmentEventView,
    PunishmentTaskDetail,
    PunishmentTaskPage,
    PunishmentTaskView,
    TaskAnswerView,
    TaskAssigned,
    TaskDone,
    TaskLifted,
    TaskNotApplicable,
    TaskState,
    TaskUrged,
)

_LISTING = "lst_7c6f5f0b1d5e4d5a9b7e3c2a1f0d9e8b"
_RULESET = "sha256:2f6c0c7a5c1b4b0f8d3e9a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d"
_OPENED = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
_ACTED = datetime(2026, 11, 5, 2, 30, tzinfo=UTC)
_DAY = date(2026, 11, 5)
_GROUND = GroundView(
    instrument="ndrc-716-2018",
    title=Label(zh="关于加强对电子商务领域失信问题专项治理工作的通知", en="Notice on the special campaign"),
    number="发改财金〔2018〕716号",
    article=None,
    rank=Rank.NORMATIVE_DOCUMENT,
    verified=True,
)

_DONE = TaskDone(on=_DAY, officer="李四", document_number="惠城市监约〔2026〕7号")
TASK = PunishmentTaskDetail(
    id="ptk_5d4c3b2a1f0e4d9c8b7a6f5e4d3c2b1a",
    state=TaskState.DONE,
    unit="huicheng",
    department="market_supervision",
    named=None,
    problem_types=("false_advertising",),
    measure="interview",
    measure_title=Label(zh="约谈经营者", en="Interview of the merchant"),
    binding=Binding.STATUTORY,
    rule="department-interview",
    grounds=[_GROUND],
    ruleset=_RULESET,
    sequence=4711,
    subject_id=SUBJECT,
    subject_name=NAME,
    uscc=USCC,
    listing_id=_LISTING,
    list="ecommerce_joint",
    until=date(2027, 3, 1),
    opened_at=_OPENED,
    urged_at=None,
    answer=TaskAnswerView(answer="done", on=_DAY, officer="李四", document_number="惠城市监约〔2026〕7号"),
    lifted_on=None,
    history=[
        PunishmentEventView(
            number=1,
            at=_OPENED,
            by="huixin",
            action="open",
            data={"rule": "department-interview", "binding": "statutory", "sequence": 4711},
        ),
        PunishmentEventView(
            number=2,
            at=_ACTED,
            by="惠城区市场监督管理局",
            action="done",
            data=_DONE.model_dump(mode="json", exclude_none=True),
        ),
    ],
)
TASK_PAGE = PunishmentTaskPage(items=[PunishmentTaskView(**TASK.model_dump(exclude={"history"}))], next=None)
TASK_ACTIONS = {
    "done": _DONE,
    "not_applicable": TaskNotApplicable(on=_DAY, officer="李四", reason="经营者已注销"),
    "lifted": TaskLifted(on=_DAY, officer="李四"),
    "urged_by_the_city": TaskUrged(basis="逾期未反馈"),
    "assigned_by_the_centre": TaskAssigned(unit="huicheng", department="commerce", basis="职责划转"),
}

_APPLIED = PromptApplied(
    applied_on=_DAY,
    clause="cls_3f2e1d0c9b8a4f7e6d5c4b3a2f1e0d9c",
    merchant_notified_on=_DAY,
    reasons_given="列入联合惩戒名单，依平台规则第十二条",
    published_at="https://rules.platform.example/decisions/2026-118",
    by="a-17",
)
PROMPT = PromptDetail(
    id="pmt_1a2b3c4d5e6f4a7b8c9d0e1f2a3b4c5d",
    member_id="mem_8f7e6d5c4b3a4f2e1d0c9b8a7f6e5d4c",
    state=PromptState.APPLIED,
    measure="promotion_limit",
    measure_title=Label(zh="限制参加网络促销和推广", en="Exclusion from online promotions"),
    about=PromptAbout(
        subject_id=SUBJECT,
        subject_name=NAME,
        uscc=USCC,
        listing_id=_LISTING,
        scenes=("promotion", "review"),
        binding=Binding.BY_OWN_CLAUSE,
        rule="joint-promotion",
        grounds=[_GROUND],
        list="ecommerce_joint",
        ruleset=_RULESET,
        sequence=4711,
        until=date(2027, 3, 1),
    ),
    withheld=None,
    opened_at=_OPENED,
    answer=PromptAnswerView(answer="applied", **_APPLIED.model_dump(exclude={"action"})),
    appeal=None,
    lifted_on=None,
    history=[
        PunishmentEventView(
            number=1,
            at=_OPENED,
            by="huixin",
            action="open",
            data={"rule": "joint-promotion", "binding": "by_own_clause", "sequence": 4711},
        ),
        PunishmentEventView(
            number=2,
            at=_ACTED,
            by="示例平台",
            action="apply",
            data=_APPLIED.model_dump(mode="json", exclude_none=True),
        ),
    ],
)
PROMPT_PAGE = PromptPage(items=[PromptView(**PROMPT.model_dump(exclude={"history"}))], next=None)
PROMPT_ACTIONS = {
    "applied": _APPLIED,
    "not_applied": PromptNotApplied(why="非本平台商户", by="a-17"),
    "appeal_rejected": PromptAppealed(on=_DAY, result="rejected", result_on=date(2026, 11, 9), by="a-17"),
    "lifted": PromptLifted(on=_DAY, by="a-17"),
}

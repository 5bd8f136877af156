"""Examples of the action plan of joint punishment, fictional as the others."""

from datetime import date

from api.example_case import AT, DAY, HEX, LISTING, SUBJECT
from api.examples import NAME, USCC
from huixin.core.vocabulary import Rank
from huixin.types.base import Label
from huixin.types.plan import (
    GapPage,
    GapView,
    PlanEnding,
    PlanList,
    PlanMeasure,
    PlanMeasureView,
    PlanPart,
    PlanPartView,
    PlanRequest,
    PlanSignature,
    PlanView,
)
from huixin.types.record import GroundView

_FIRST = date(2026, 12, 1)
_GROUND = "huizhou-notice-2018/三(二)2"
_INTERVIEW = PlanMeasure(measure="interview", grounds=("ndrc-716-2018",))
_TITLE = Label(zh="约谈经营者", en="Interview of the merchant")

PLAN = PlanRequest(
    title="惠州市“炒信”联合惩戒行动计划",
    document_number="惠市信用办〔2026〕9号",
    ground=_GROUND,
    effective_from=_FIRST,
    signatories=(PlanPart(department="market_supervision", measures=(_INTERVIEW,)),),
)
SIGNATURE = PlanSignature(on=DAY, by="李四")
ENDING = PlanEnding(on=date(2027, 12, 1), reason="行动计划期满，另行签署。")
PLAN_VIEW = PlanView(
    id=f"pln_{HEX}",
    number=2,
    title=PLAN.title,
    document_number=PLAN.document_number,
    ground=_GROUND,
    effective_from=_FIRST,
    effective_to=None,
    in_force=False,
    reason=None,
    signatories=[
        PlanPartView(
            department="market_supervision",
            department_title=Label(zh="市场监督管理局", en="Market Supervision Administration"),
            today="market_supervision",
            measures=[PlanMeasureView(measure_title=_TITLE, **_INTERVIEW.model_dump())],
            signed_on=DAY,
            signed_by="李四",
        )
    ],
)
PLANS = PlanList(items=[PLAN_VIEW])
GAP = GapView(
    id=f"gap_{HEX}",
    reason="not_a_signatory",
    because=Label(
        zh="该部门不是联合惩戒行动计划的签署部门，也没有法律法规指明该部门。",
        en="The department is no signatory of the action plan, and no law names it.",
    ),
    unit="huicheng",
    department="commerce",
    problem_types=("brushing",),
    measure="interview",
    measure_title=_TITLE,
    rule="department-interview",
    grounds=[
        GroundView(
            instrument="ndrc-716-2018",
            title=Label(zh="关于加强对电子商务领域失信问题专项治理工作的通知", en="Notice on the special campaign"),
            number="发改财金〔2018〕716号",
            article=None,
            rank=Rank.NORMATIVE_DOCUMENT,
            verified=True,
        )
    ],
    subject_id=SUBJECT,
    subject_name=NAME,
    uscc=USCC,
    listing_id=LISTING,
    list="ecommerce_joint",
    created_at=AT,
)
GAP_PAGE = GapPage(items=[GAP], next=None)

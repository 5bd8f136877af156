"""The action plan of the demo: signed by the departments that answer for problem types, before any story begins."""

from api.demo.cast import CENTRE, COMMERCE, MARKET, POLICE
from api.demo.office import Office
from huixin.core.windows import day_of
from huixin.types.plan import PlanMeasure, PlanPart, PlanRequest, PlanSignature
from models.plans.keeping import enter_plan, sign_plan

SIGNATORIES = {MARKET: "梁建国", COMMERCE: "苏敏", POLICE: "叶志强", "industry_information": "邱文"}
"""Who signed for each."""
_GROUNDS = {
    "interview": ("ndrc-1798-2017", "ndrc-716-2018"),
    "notify_authority": ("ndrc-1798-2017", "ndrc-716-2018"),
    "closer_inspection": ("ndrc-1798-2017", "ndrc-716-2018"),
    "public_exposure": ("ndrc-716-2018", "ecommerce-law/86"),
}


def sign(office: Office, offset: int) -> None:
    """Market supervision signs by itself, the others on paper."""
    measures = tuple(PlanMeasure(measure=measure, grounds=grounds) for measure, grounds in _GROUNDS.items())
    day = day_of(office.at(offset))
    body = PlanRequest(
        title="惠州市“炒信”联合惩戒行动计划",
        document_number=f"惠市信用办〔{day.year}〕3号",
        ground="huizhou-notice-2018/三(二)2",
        effective_from=day,
        signatories=tuple(PlanPart(department=code, measures=measures) for code in SIGNATORIES),
    )
    plan = enter_plan(office.work(CENTRE, offset), body)
    for code, name in SIGNATORIES.items():
        who = f"huizhou/{MARKET}" if code == MARKET else CENTRE
        sign_plan(office.work(who, offset), plan.id, PlanSignature(on=day, by=name, department=code))

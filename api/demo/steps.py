"""Steps of the main track: how a case gets from the pushed name to the end of its rectification."""

from collections.abc import Iterable

from api.demo.cast import CENTRE
from api.demo.office import Day, Step
from huixin.core.vocabulary import EndKind
from huixin.types.case import CaseAction, RoutingRequest
from huixin.types.case_actions import (
    CaseAct,
    CaseActionRequest,
    Confirm,
    Evidence,
    ExtendOrder,
    HandToProvince,
    Inspect,
    IssueOrder,
    ReportRectification,
    ServeOrder,
    WithdrawOrder,
)
from models.cases.acting import act
from models.cases.closing import close_ended
from models.cases.reopening import lead_again, verify_anew
from models.cases.routing import route_cases
from models.cases.verification import EVIDENCE
from models.cases.views import case_detail
from models.listings import change_listing, end_listing, records_by_id

_SHOWN = {
    "on_site_record": "现场核查记录",
    "register_extract": "登记信息摘录",
    "photo": "门头照片",
    "document": "整改凭证",
}
OFFICERS = ("陈志强", "李慧敏")


def evidence(*kinds: str) -> tuple[Evidence, ...]:
    return tuple(Evidence.model_validate({"kind": kind, "description": _SHOWN[kind]}) for kind in kinds)


def do(day: Day, who: str, body: CaseAct) -> None:
    act(day.work(who), day.case.id, body)


def route(unit: str, basis: str) -> Step:
    def step(day: Day) -> None:
        route_cases(day.work(CENTRE), RoutingRequest(cases=(day.case.id,), unit=unit, basis=basis))

    return step


def hand_to_province(to: str, basis: str) -> Step:
    return lambda day: do(day, CENTRE, HandToProvince(to=to, basis=basis))


def confirm(*problem_types: str, severity: str = "general", basis: str = "现场核查属实。") -> Step:
    said = {"action": "confirm", "problem_types": problem_types, "severity": severity, "basis": basis}
    shown = evidence(*EVIDENCE[CaseAction.CONFIRM])
    return lambda day: do(day, day.unit, Confirm.model_validate(said | {"evidence": shown}))


def find(result: CaseAction, basis: str, **names: str) -> Step:
    """One of the eight other results, with the evidence on which it rests."""
    said = {"action": result, "basis": basis, "evidence": evidence(*EVIDENCE[result]), **names}
    return lambda day: do(day, day.unit, CaseActionRequest.model_validate(said).root)


def duplicate_of(brand: str) -> Step:
    def step(day: Day) -> None:
        find(CaseAction.FIND_DUPLICATE, "与另案为同一店铺。", duplicate_of=day.office.case(brand).id)(day)

    return step


def then(action: CaseAction, basis: str, *, by_unit: bool = False) -> Step:
    """The next step of a result, or the end of a case."""
    body = CaseActionRequest.model_validate({"action": action, "basis": basis}).root
    return lambda day: do(day, day.unit if by_unit else CENTRE, body)


def ended_upstream(day: Day) -> None:
    """Upstream says that the name has left its list."""
    end_listing(day.office.session, day.case.listing_id, day.today, EndKind.REMOVED, "国家平台核实后移出")
    close_ended(day.office.session, [day.case.listing_id], day.now)


def named_again(day: Day) -> None:
    """Upstream names it anew, and a person has let it in: it is verified from the beginning."""
    session, listing_id = day.office.session, day.case.listing_id
    record = records_by_id(session, [listing_id])[listing_id]
    change_listing(session, listing_id, **lead_again(session, record))
    verify_anew(session, [listing_id], day.now, day.office.ruleset)


def order(requirements: str, last_day: int | None = None) -> Step:
    """责令限期整改通知书; `last_day`: the one that it names, counted from the loading."""

    def step(day: Day) -> None:
        number = day.number(day.unit, "责改")
        due = None if last_day is None else day.after_loading(last_day)
        do(day, day.unit, IssueOrder(number=number, requirements=requirements, issued_on=day.today, due=due))

    return step


def serve(proof: str = "送达回证") -> Step:
    return lambda day: do(day, day.unit, ServeOrder(mode="direct", on=day.today, proof=proof))


def extend(last_day: int, basis: str) -> Step:
    return lambda day: do(day, day.unit, ExtendOrder(due=day.after_loading(last_day), basis=basis))


def withdraw_order(basis: str) -> Step:
    return lambda day: do(day, day.unit, WithdrawOrder(on=day.today, basis=basis))


def report(statement: str) -> Step:
    return lambda day: do(day, day.unit, ReportRectification(on=day.today, statement=statement))


def inspect(rejected_by: Iterable[str] = ()) -> Step:
    """Each department looks at its problem types; those named reject."""
    rejecting = frozenset(rejected_by)

    def step(day: Day) -> None:
        for task in case_detail(day.work(CENTRE), day.case).tasks:
            accepted = task.department not in rejecting
            body = Inspect(
                task_id=task.id,
                on=day.today,
                officers=OFFICERS,
                results=dict.fromkeys(task.results, accepted),
                opinion="已整改到位。" if accepted else "仍有虚假评价未清理。",
            )
            do(day, f"{task.unit}/{task.department}", body)

    return step

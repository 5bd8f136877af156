"""Whose case it is: to a county or zone, on to another, to another city through the province. The history stays."""

from collections.abc import Iterable

from sqlmodel import col, select

from huixin.types.case import CaseAction, RoutingRequest
from huixin.types.case_actions import Act, Step
from models.cases.opening import addressee
from models.cases.seen import seen_by
from models.cases.tables import Case, CaseAddressee
from models.cases.work import Work, record_move, wrong
from models.errors import NotFound


def route_cases(work: Work, request: RoutingRequest) -> list[Case]:
    """All of these cases to one unit, or none of them. Raises NotFound, Invalid, CaseActionRefused."""
    if request.unit not in work.catalogue.units:
        known = ", ".join(sorted(work.catalogue.units))
        raise wrong("/unit", "unknown_unit", f"There is no unit {request.unit}; the units are {known}.")
    copies = [_body(work, index, body) for index, body in enumerate(request.copies)]
    wanted = sorted(set(request.cases))
    found = work.session.exec(
        select(Case).where(col(Case.id).in_(wanted), seen_by(work.caller)).order_by(col(Case.id)).with_for_update()
    ).all()
    if len(found) < len(wanted):
        missing = ", ".join(sorted(set(wanted) - {case.id for case in found}))
        raise NotFound(f"There is no case {missing}.")
    for case in found:
        _route(work, case, request, copies)
    return list(found)


def _route(work: Work, case: Case, request: RoutingRequest, copies: list[tuple[str, str | None]]) -> None:
    before, case.unit, case.routed_by = case.unit, request.unit, "person"
    case.result = None
    data = {"from_unit": before, "unit": request.unit, "copies": list(request.copies)}
    record_move(work, case, CaseAction.ROUTE, Act(basis=request.basis), data)
    if before is not None and before != request.unit:
        withdraw_handling(work, case)
    send(work, case, [(request.unit, None)], "handling")
    send(work, case, copies, "copy")


def _body(work: Work, index: int, body: str) -> tuple[str, str | None]:
    unit, _, department = body.partition("/")
    if unit not in work.catalogue.units or (department and department not in work.catalogue.departments):
        raise wrong(f"/copies/{index}", "unknown_body", "Write the code of a unit, or unit/department.")
    return unit, department or None


def send(work: Work, case: Case, bodies: Iterable[tuple[str, str | None]], role: str) -> None:
    """Puts the case before these bodies; one that had it withdrawn gets it anew."""
    for unit, department in bodies:
        columns = addressee(case.id, unit, department, role, work.now)
        known = work.session.get(CaseAddressee, (case.id, columns["body"]))
        if known is None:
            work.session.add(CaseAddressee(**columns))
        elif known.withdrawn_at is not None or known.role != role:
            known.role, known.sent_at, known.withdrawn_at = role, work.now, None
            known.received_at = known.received_by = known.feedback = known.feedback_at = None
    work.session.flush()


def withdraw_handling(work: Work, case: Case) -> None:
    """Whoever had the case to handle has it no longer."""
    handling = select(CaseAddressee).where(
        CaseAddressee.case_id == case.id,
        CaseAddressee.role == "handling",
        col(CaseAddressee.withdrawn_at).is_(None),
        CaseAddressee.unit != case.unit,
    )
    if case.unit is None:
        handling = select(CaseAddressee).where(CaseAddressee.case_id == case.id, CaseAddressee.role == "handling")
    for row in work.session.exec(handling):
        row.withdrawn_at = row.withdrawn_at or work.now
    work.session.flush()


def step_to_province(work: Work, case: Case, act: Step) -> None:
    """Handed to the province the case is nobody's here; handed back it waits in the centre's queue."""
    before, case.unit, case.routed_by = case.unit, None, None
    case.result = None
    record_move(work, case, CaseAction(act.action), act, {"from_unit": before} if before else {})
    withdraw_handling(work, case)

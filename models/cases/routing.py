"""Whose case it is: to a county or zone, on to another, to another city through the province. The history stays."""

from collections.abc import Iterable

from sqlmodel import col, select

from huixin.types.case import CaseAction, RoutingRequest
from huixin.types.case_actions import Act, HandToProvince, SendCopy
from models.cases.opening import addressee, send_anew
from models.cases.passing import pass_on
from models.cases.seen import seen_by
from models.cases.tables import Case, CaseAddressee
from models.cases.work import Work, record_move, wrong
from models.errors import NotFound
from models.personal import refuse_personal
from rules.routing import handling_units


def route_cases(work: Work, request: RoutingRequest) -> list[Case]:
    """All of these cases to one unit, or none of them. Raises NotFound, Invalid, CaseActionRefused."""
    handling = handling_units(work.catalogue)
    if request.unit not in handling:
        known = ", ".join(sorted(handling))
        raise wrong("/unit", "unknown_unit", f"There is no unit {request.unit}; the units are {known}.")
    refuse_personal(request)
    copies = bodies_of(work, "/copies", request.copies)
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
    act = Act(basis=request.basis, document_number=request.document_number)
    record_move(work, case, CaseAction.ROUTE, act, data)
    if before is not None and before != request.unit:
        # the next unit has the whole time that the one before had
        case.entered_state_on = work.today
        withdraw_handling(work, case)
    pass_on(work, case, before)
    send(work, case, [(request.unit, None)], "handling")
    send(work, case, copies, "copy")


def bodies_of(work: Work, pointer: str, named: Iterable[str]) -> list[tuple[str, str | None]]:
    """Unit and department of each. Raises Invalid for what is none."""
    found = []
    for index, body in enumerate(named):
        unit, _, department = body.partition("/")
        if unit not in work.catalogue.units or (department and department not in work.catalogue.departments):
            raise wrong(f"{pointer}/{index}", "unknown_body", "Write the code of a unit, or unit/department.")
        found.append((unit, department or None))
    return found


def send(work: Work, case: Case, bodies: Iterable[tuple[str, str | None]], role: str) -> None:
    """Puts the case before these bodies; one that had it withdrawn gets it anew. Who handles it needs no copy."""
    for unit, department in bodies:
        columns = addressee(case.id, unit, department, role, work.now)
        known = work.session.get(CaseAddressee, (case.id, columns["body"]))
        if known is None:
            work.session.add(CaseAddressee(**columns))
        elif known.withdrawn_at is not None or (known.role, role) == ("copy", "handling"):
            send_anew(known, role, work.now)
    work.session.flush()


def send_copy(work: Work, case: Case, act: SendCopy) -> None:
    """抄送. A member body of the working group whose successor a person has named waits no longer."""
    bodies = bodies_of(work, "/bodies", act.bodies)
    waiting = case.not_copied.split()
    if act.instead_of is not None and act.instead_of not in waiting:
        raise wrong("/instead_of", "not_waiting", f"Waiting for a successor: {', '.join(waiting) or 'nobody'}.")
    data = {"bodies": list(act.bodies)} | ({"instead_of": act.instead_of} if act.instead_of else {})
    record_move(work, case, CaseAction.SEND_COPY, act, data)
    case.not_copied = " ".join(code for code in waiting if code != act.instead_of)
    send(work, case, bodies, "copy")


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


def hand_to_province(work: Work, case: Case, act: HandToProvince) -> None:
    """From then on the case is nobody's here."""
    before, case.unit, case.routed_by = case.unit, None, None
    case.result = None
    data = {"to": act.to} | ({"from_unit": before} if before else {})
    record_move(work, case, CaseAction.HAND_TO_PROVINCE, act, data)
    pass_on(work, case, before)
    withdraw_handling(work, case)

"""Enters versions of the plan, signs them, ends them. After each, all merchants are looked at anew."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, false, true
from sqlmodel import func, select

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import Window
from huixin.types.plan import PlanEnding, PlanMeasure, PlanRequest, PlanSignature
from models.base import new_id
from models.caller import Caller
from models.cases.seen import SEES_ALL, is_city
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.personal import refuse_personal
from models.plans.tables import Plan, PlanSignatory
from models.punishments.cursor import sweep_anew
from rules.entries import split_ground


def enter_plan(work: Work, body: PlanRequest) -> Plan:
    """A new version, by the centre. Raises Forbidden, Invalid, Conflict where one begins on that day or later."""
    _require_centre(work)
    refuse_personal(body)
    if faults := list(_faults(work, body)):
        raise Invalid("The plan cannot be taken.", *faults)
    _refuse_overtaken(work, body)
    last = work.session.exec(select(func.max(Plan.number))).one()
    row = Plan(
        id=new_id("pln"),
        number=(last or 0) + 1,
        effective_to=Window.inclusive(None, body.effective_to).end,
        member_id=work.caller.member_id or None,
        created_at=work.now,
        **body.model_dump(exclude={"signatories", "effective_to"}),
    )
    work.session.add(row)
    work.session.flush()
    for part in body.signatories:
        measures = [measure.model_dump(mode="json") for measure in part.measures]
        said = part.model_dump(exclude={"measures"})
        work.session.add(PlanSignatory(plan_id=row.id, measures=measures, **said))
    work.session.flush()
    sweep_anew(work.session)
    return row


def _require_centre(work: Work) -> None:
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre keeps the plan; a department signs it.", zh="行动计划由信用中心登记，部门签署。")


def _refuse_overtaken(work: Work, body: PlanRequest) -> None:
    """Versions follow one another; one that never held is none."""
    later = select(Plan).where(Plan.effective_from >= body.effective_from)
    for other in work.session.exec(later):
        if other.effective_to is None or other.effective_to > other.effective_from:
            raise Conflict(f"Version {other.number} holds from {other.effective_from}; a new one begins after that.")


def _faults(work: Work, body: PlanRequest) -> Iterator[Fault]:
    if body.effective_to is not None and body.effective_to < body.effective_from:
        yield Fault("/effective_to", "ends_before_it_starts", "The last day lies before the first.")
    yield from _ground_faults(work, "/ground", body.ground)
    seen = set[str]()
    for index, part in enumerate(body.signatories):
        at = f"/signatories/{index}"
        if part.department not in work.catalogue.departments:
            yield Fault(f"{at}/department", "unknown_department", f"There is no department {part.department}.")
        if part.department in seen:
            yield Fault(f"{at}/department", "named_twice", f"{part.department} signs once, for all its measures.")
        seen.add(part.department)
        if (part.signed_on is None) != (part.signed_by is None):
            yield Fault(f"{at}/signed_on", "incomplete_signature", "A signature has its day, and who gave it.")
        if part.signed_on is not None and part.signed_on > work.today:
            yield Fault(f"{at}/signed_on", "in_the_future", f"This day has not come yet; today is {work.today}.")
        for place, measure in enumerate(part.measures):
            yield from _measure_faults(work, f"{at}/measures/{place}", measure)


def _measure_faults(work: Work, at: str, said: PlanMeasure) -> Iterator[Fault]:
    measure = work.catalogue.measures.get(said.measure)
    if measure is None or MemberKind.DEPARTMENT not in measure.actors:
        yield Fault(f"{at}/measure", "not_a_departments_measure", f"No department takes a measure '{said.measure}'.")
    for place, ground in enumerate(said.grounds):
        yield from _ground_faults(work, f"{at}/grounds/{place}", ground)


def _ground_faults(work: Work, pointer: str, ground: str) -> Iterator[Fault]:
    code, article = split_ground(ground)
    instrument = work.catalogue.instruments.get(code)
    if instrument is None:
        yield Fault(pointer, "unknown_instrument", f"There is no instrument {code}.")
    elif article is not None and article not in instrument.articles:
        yield Fault(pointer, "unknown_article", f"{code} has no article {article} here.")


AUTHORITIES = SEES_ALL | {MemberKind.UNIT, MemberKind.DEPARTMENT}


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """It is for those whom it binds, and who watch over it."""
    return true() if caller.kind in AUTHORITIES else false()


def find_plan(work: Work, plan_id: str, *, for_update: bool = False) -> Plan:
    """Raises NotFound."""
    statement = select(Plan).where(Plan.id == plan_id, seen_by(work.caller))
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no version {plan_id} of the plan.")
    return found


def sign_plan(work: Work, plan_id: str, body: PlanSignature) -> Plan:
    """By the city's department itself, or the centre for what comes on paper. Raises NotFound, Forbidden, Conflict."""
    row = find_plan(work, plan_id, for_update=True)
    refuse_personal(body)
    department = body.department or work.caller.department
    if not _may_sign(work, department):
        raise Forbidden("A department of the city signs for itself; the centre enters what comes on paper.")
    part = work.session.get(PlanSignatory, (row.id, department))
    if part is None:
        raise wrong("/department", "not_a_signatory", f"Version {row.number} has no part for {department}.")
    if part.signed_on is not None:
        raise Conflict(f"{department} signed it on {part.signed_on}.")
    refuse_future(work, "/on", body.on)
    part.signed_on, part.signed_by = body.on, body.by
    work.session.flush()
    sweep_anew(work.session)
    return row


def _may_sign(work: Work, department: str | None) -> bool:
    if work.caller.kind is MemberKind.CENTRE:
        return True
    own = work.caller.kind is MemberKind.DEPARTMENT and work.caller.department == department
    return own and work.session.exec(select(is_city(str(work.caller.unit)))).one()


def end_plan(work: Work, plan_id: str, body: PlanEnding) -> Plan:
    """Without another in its place, by the centre. Raises Forbidden, NotFound, Conflict where it has ended before."""
    row = find_plan(work, plan_id, for_update=True)
    _require_centre(work)
    refuse_personal(body)
    if row.effective_to is not None and row.effective_to <= body.on:
        raise Conflict(f"It holds no more from {row.effective_to}.")
    row.effective_to, row.reason = body.on, body.reason
    work.session.flush()
    sweep_anew(work.session)
    return row

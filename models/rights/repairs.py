"""信用修复: explained, registered and checked here; decided here only for internal lists."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from huixin.core.display import display_ends_on, repair_possible_from, severity_of
from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.repair import (
    Grant,
    HandDown,
    Refuse,
    RepairAct,
    RepairGuide,
    RepairRequest,
    RepairView,
    Report,
)
from models.base import new_id
from models.caller import Caller
from models.cases.work import Work, refuse_before_periods, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.exits.ends import (
    Decided,
    bring_to_end,
    decider,
    has_come_to,
    record_to_decide_on,
    refuse_before_it_began,
    refuse_withdrawal,
)
from models.exits.owed import refuse_while_owed
from models.exits.reach import knows, named_record
from models.exits.requests import subject_record
from models.listings import records_by_id
from models.merchants import told_to_it
from models.personal import refuse_personal
from models.rights.periods import repair_due
from models.rights.repair_texts import how_to_repair, repair_link, repair_route
from models.rights.tables import Repair
from models.subjects import Subject
from rules.catalogue import Catalogue

_APPLY = frozenset({MemberKind.MERCHANT, MemberKind.CENTRE, MemberKind.UNIT})


def seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit what it checks or entered; a department what is on its records."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return (col(Repair.check_unit) == caller.unit) | (col(Repair.member_id) == caller.member_id)
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        return col(Repair.recogniser_code) == caller.body
    return told_to_it(session, caller, Repair)


def find_repair(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Repair:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Repair).where(Repair.id == key, seen_by(session, caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no repair {key}.")
    return found


def guide(work: Work, listing_id: str) -> RepairGuide:
    """Where and when this record can be repaired, for its merchant and the authorities that know of it."""
    subject_id, record = named_record(work.session, listing_id)
    for_it = work.caller.kind in (*_APPLY, MemberKind.DEPARTMENT, MemberKind.AUDITOR)
    if not for_it or not knows(work, subject_id, record):
        raise NotFound(f"There is no record {listing_id}.")
    end = display_ends_on(work.catalogue.terms, record)
    return RepairGuide(
        listing_id=record.id,
        route=repair_route(work.catalogue, record.list),
        severity=severity_of(work.catalogue.terms, record, work.today),
        explanation=how_to_repair(work.catalogue, record.list),
        link=repair_link(work.catalogue, record.list, work.today),
        possible_from=repair_possible_from(work.catalogue.terms, record, work.today),
        display_until=None if end is None else end - timedelta(days=1),
    )


def apply_for(work: Work, body: RepairRequest) -> Repair:
    """Registers an application made elsewhere by its number, or takes one for an internal list."""
    if work.caller.kind not in _APPLY:
        raise Forbidden("Repair is applied for by the merchant, or entered for it by its unit or the centre.")
    refuse_personal(body)
    refuse_future(work, "/applied_on", body.applied_on)
    subject_id, record = subject_record(work, body.listing_id)
    route = repair_route(work.catalogue, record.list)
    if route is None:
        raise Conflict("There is nothing to repair on this list.")
    if record.ended_on is not None:
        raise Conflict(f"The record ended on {record.ended_on}.")
    refuse_before_it_began(record, body.applied_on, "/applied_on")
    _check_terms(work, record, route, body)
    _refuse_another(work, subject_id, record)
    _refuse_same(work, subject_id, route, body.application_number)
    refuse_before_periods(work, "/applied_on", body.applied_on, "repair_decision_workdays")
    row = Repair(
        id=new_id("rpr"),
        listing_id=record.id,
        list=record.list,
        subject_id=subject_id,
        recogniser_code=record.recogniser_code,
        member_id=work.caller.member_id,
        route=route,
        application_number=body.application_number,
        applied_on=body.applied_on,
        commitment=body.commitment,
        performed=body.performed,
        state="applied",
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _check_terms(work: Work, record: Record, route: str, body: RepairRequest) -> None:
    if route != "internal":
        if body.application_number is None:
            where = how_to_repair(work.catalogue, record.list).en
            raise wrong("/application_number", "applied_elsewhere", f"It is not applied for here. {where}")
        return
    if not body.commitment:
        raise wrong("/commitment", "commitment_needed", "A public credit commitment is a condition of repair.")
    earliest = repair_possible_from(work.catalogue.terms, record, body.applied_on)
    if earliest is not None and body.applied_on < earliest:
        raise wrong("/applied_on", "too_early", f"The shortest display lasts until then: possible from {earliest}.")


def _refuse_another(work: Work, subject_id: str, record: Record) -> None:
    """One of a record at a time from whoever enters it, so that nobody stands in another's way."""
    work.session.exec(select(Subject.id).where(Subject.id == subject_id).with_for_update()).one()
    ours = (Repair.listing_id == record.id, Repair.member_id == work.caller.member_id)
    open_id = work.session.exec(select(Repair.id).where(*ours, col(Repair.decided_on).is_(None))).first()
    if open_id is not None:
        raise Conflict(
            f"The repair {open_id} of this record is open; its result comes first.",
            zh=f"对该记录的修复申请{open_id}正在办理，请等待办理结果。",
        )


def _refuse_same(work: Work, subject_id: str, route: str, number: str | None) -> None:
    """Each application made elsewhere once."""
    if number is None or route == "internal":
        return
    same = (Repair.subject_id == subject_id, Repair.route == route, Repair.application_number == number)
    known_id = work.session.exec(select(Repair.id).where(*same)).first()
    if known_id is not None:
        raise Conflict(
            f"This application is registered already, as {known_id}.", zh=f"该申请已登记，编号为{known_id}。"
        )


def take_step(work: Work, key: str, body: RepairAct) -> Repair:
    """One step. Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    row = find_repair(work.session, work.caller, key, for_update=True)
    refuse_personal(body)
    if row.decided_on is not None:
        raise Conflict(f"This repair is '{row.state}' since {row.decided_on}.")
    match body:
        case HandDown():
            _hand_down(work, row, body)
        case Report():
            _report(work, row, body)
        case Grant():
            _grant(work, row, body)
        case Refuse():
            _close(work, row, "refused", body)
    work.session.flush()
    return row


def _hand_down(work: Work, row: Repair, body: HandDown) -> None:
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre hands checking tasks down.")
    if body.unit not in work.catalogue.units:
        raise wrong("/unit", "unknown_unit", f"There is no unit {body.unit}.")
    row.check_unit, row.state = body.unit, "checking"


def _report(work: Work, row: Repair, body: Report) -> None:
    if row.state != "checking":
        raise Conflict("There is no checking task that waits for a report.")
    if work.caller.kind is not MemberKind.CENTRE and work.caller.unit != row.check_unit:
        raise Forbidden("The unit that checks reports.")
    refuse_future(work, "/on", body.on)
    _refuse_before(row.applied_on, body.on)
    row.report, row.reported_on, row.found_performed, row.state = body.report, body.on, body.performed, "reported"


def _grant(work: Work, row: Repair, body: Grant) -> None:
    """The ends that the repair brings, in one go: display, sharing and measures; less those that have come already.

    Raises Conflict where a rectification is owed: here nothing is repaired that is not corrected. What is decided
    elsewhere is taken as it is, but for a removal, which comes with what upstream sends.
    """
    if row.route == "internal" and row.found_performed is not True:
        raise Conflict("A repair here is granted once the check has found everything performed.")
    for index, kind in enumerate(body.ends):
        refuse_withdrawal(kind, f"/ends/{index}")
    refuse_before_it_began(records_by_id(work.session, [row.listing_id])[row.listing_id], body.on)
    _close(work, row, "granted", body)
    decided = Decided(str(row.decided_by), body.document_number, body.on, body.reasons)
    for kind in dict.fromkeys(body.ends):
        record = records_by_id(work.session, [row.listing_id])[row.listing_id]
        if not has_come_to(record, kind, work.today):
            if row.route == "internal" or kind is EndKind.REMOVED:
                refuse_while_owed(work, record)
            bring_to_end(work, record, kind, body.on, decided)


def _close(work: Work, row: Repair, state: str, body: Grant | Refuse) -> None:
    """What was applied for elsewhere is decided there: the centre takes the outcome from upstream."""
    if row.route != "internal" and work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("This is decided elsewhere; the centre takes the outcome from there.")
    refuse_future(work, "/on", body.on)
    checked_on = row.reported_on if row.route == "internal" else None
    _refuse_before(checked_on or row.applied_on, body.on)
    row.decided_by = decider(work, record_to_decide_on(work, row.listing_id), body.decided_by)
    row.state, row.decided_on = state, body.on
    row.document_number, row.reasons = body.document_number, body.reasons


def _refuse_before(since: date, on: date) -> None:
    """What comes of an application is no older than that, nor a decision here than its check."""
    if on < since:
        raise wrong("/on", "too_early", f"Not before {since}.")


def repair_view(catalogue: Catalogue, row: Repair) -> RepairView:
    due, provisional = repair_due(catalogue, row)
    return RepairView.model_validate(row.model_dump() | {"due": due, "provisional": provisional})

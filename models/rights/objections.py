"""异议: marks the record at once; an upheld one corrects as far as the error spread, and never to the worse."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.visibility import told_to_its_merchant
from huixin.core.vocabulary import EndKind, MemberKind, Severity
from huixin.core.windows import Window
from huixin.types.objection import (
    Correction,
    Extend,
    ObjectionAct,
    ObjectionRequest,
    ObjectionView,
    Reject,
    TellSubject,
    Uphold,
)
from models.base import new_id
from models.cases.place import place_of
from models.cases.work import Work, refuse_future, wrong
from models.disputes import put_mark
from models.errors import Conflict, Forbidden
from models.evidence import attach
from models.exits.ends import Decided, decider, end_decision, first_end, has_come_to, record_to_decide_on
from models.exits.requests import subject_record
from models.exits.twins import twins_of
from models.graver import refuse_graver
from models.listings import Listing, change_listing, records_by_id, records_of_many
from models.merchants import logins_of_merchant, subjects_of_merchant
from models.outbox import put
from models.personal import refuse_personal
from models.rights.periods import objection_periods
from models.rights.seen import find_objection
from models.rights.tables import Objection
from models.subjects import SubjectVersion
from models.versions import in_force
from rules.catalogue import Catalogue

RESULT = "objection.decided"
_RAISE = {MemberKind.MERCHANT: "merchant", MemberKind.CENTRE: "centre", MemberKind.UNIT: "unit"}


def raise_objection(work: Work, body: ObjectionRequest) -> Objection:
    """From this moment on the record is disputed, for everybody who asks."""
    raised_by = _RAISE.get(work.caller.kind)
    if raised_by is None:
        raise Forbidden("An objection is raised by the merchant, or on its behalf by the centre or its unit.")
    refuse_personal(body)
    subject_id, record = subject_record(work, body.listing_id)
    if has_come_to(record, EndKind.ANNULLED, work.today):
        raise Conflict("The record is annulled; there is nothing left to object to.")
    _refuse_another(work, record.id, raised_by)
    row = Objection(
        id=new_id("obj"),
        listing_id=record.id,
        list=record.list,
        subject_id=subject_id,
        recogniser_code=record.recogniser_code,
        raised_by=raised_by,
        member_id=work.caller.member_id,
        unit=work.caller.unit or place_of(work.session, work.catalogue, subject_id, record.id),
        statement=body.statement,
        evidence=[one.model_dump(mode="json") for one in body.evidence],
        raised_on=work.today,
        state="open",
        corrected=[],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    put_mark(work.session, record.id, "disputed")
    attach(work, body, objection_id=row.id)
    return row


def _refuse_another(work: Work, listing_id: str, raised_by: str) -> None:
    """One at a time from each side, so that what the unit enters never stands in the merchant's way; and so many a
    year, since every one marks the record for everybody."""
    work.session.exec(select(Listing.id).where(Listing.id == listing_id).with_for_update()).one()
    ours = (col(Objection.listing_id) == listing_id, col(Objection.raised_by) == raised_by)
    is_open = work.session.exec(select(Objection).where(*ours, Objection.state == "open")).first()
    if is_open is not None:
        due = objection_periods(work.catalogue, is_open).due
        raise Conflict(
            f"The objection {is_open.id} to this record is open, and due on {due}; add to it what else is to "
            "be said through whoever decides it, or wait for the result.",
            zh=f"对该记录的异议{is_open.id}正在办理（{due}前办结），请等待处理结果或向办理单位补充材料。",
        )
    most = work.days("objections_most_a_year", work.today)
    since = work.today - timedelta(days=365)
    raised = work.session.exec(select(Objection).where(*ours, col(Objection.raised_on) > since)).all()
    if len(raised) >= most:
        again = sorted(one.raised_on for one in raised)[-most] + timedelta(days=365)
        raise Conflict(
            f"{most} objections to this record have been raised within a year; the next is possible from {again} on. "
            "Against an official decision apply for review or bring an action.",
            zh=f"一年内对该记录的异议已达{most}次，{again}起方可再次提出；对行政决定可依法申请行政复议或提起行政诉讼。",
        )


def take_step(work: Work, key: str, body: ObjectionAct) -> Objection:
    """One step. Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    row = find_objection(work.session, work.caller, key, for_update=True)
    refuse_personal(body)
    if isinstance(body, TellSubject):
        _tell(work, row, body)
        return row
    if row.state != "open":
        raise Conflict(f"This objection is '{row.state}'.")
    record = record_to_decide_on(work, row.listing_id)
    if isinstance(body, Extend):
        _extend(row)
    else:
        _decide(work, row, record, body)
    work.session.flush()
    return row


def _extend(row: Objection) -> None:
    """Once, by the approved working days."""
    if row.extended:
        raise Conflict("It has been extended already.")
    row.extended = True


def _decide(work: Work, row: Objection, record: Record, body: Uphold | Reject) -> None:
    """Takes the mark off, unless something else keeps the record disputed, and tells the merchant that has
    access and was told of the record."""
    by = decider(work, record, body.decided_by)
    corrected = _correct(work, row, record, body, by) if isinstance(body, Uphold) else []
    row.state = "upheld" if isinstance(body, Uphold) else "rejected"
    row.decided_on, row.decided_by, row.corrected = work.today, by, corrected
    row.document_number, row.reasons = body.document_number, body.reasons
    work.session.flush()
    for listing_id in {row.listing_id, *row.corrected}:
        put_mark(work.session, listing_id, "disputed")
    if told_to_its_merchant(record):
        told = objection_view(work.session, work.catalogue, row).model_dump(mode="json")
        for login in logins_of_merchant(work.session, row.subject_id):
            put(work.session, login, RESULT, told, work.now, subject=row.id)


def _correct(work: Work, row: Objection, record: Record, body: Uphold, by: str) -> list[str]:
    """The record, those of the merchant that state the same decision, and those named. Gives their ids."""
    theirs = records_of_many(work.session, subjects_of_merchant(work.session, row.subject_id))
    known = {one.id: one for records in theirs.values() for one in records}
    for index, listing_id in enumerate(body.correction.also):
        if listing_id not in known:
            raise wrong(f"/correction/also/{index}", "not_of_this_subject", "This is no record of the merchant.")
        _check_own(work, index, known[listing_id])
    named = [record, *(known[one] for one in body.correction.also)]
    spread = sorted({one.id for each in named for one in (each, *_spread_to(work, each, body))})
    for listing_id in spread:
        _correct_one(work, records_by_id(work.session, [listing_id])[listing_id], body, by)
    return spread


def _spread_to(work: Work, record: Record, body: Uphold) -> list[Record]:
    """An annulment is one of the decision; what else was wrong was so in the records of the very same document."""
    twins = twins_of(work.session, record)
    return [one for one in twins if body.correction.annul or one.decided_on == record.decided_on]


def _check_own(work: Work, index: int, record: Record) -> None:
    """A department corrects beside what it recognised only what it recognised too."""
    if work.caller.kind is not MemberKind.CENTRE and record.recogniser_code != work.caller.body:
        raise wrong(f"/correction/also/{index}", "not_of_this_subject", "This is no record of the merchant.")


def _correct_one(work: Work, record: Record, body: Uphold, by: str) -> None:
    if body.correction.annul:
        if not has_come_to(record, EndKind.ANNULLED, work.today):
            decided_on = None if body.document_number is None else work.today
            decided = Decided(by, body.document_number, decided_on, body.reasons)
            end_decision(work, record, EndKind.ANNULLED, work.today, decided)
        return
    changes = _changes(work, body.correction, record)
    if not changes:
        raise wrong("/correction", "nothing_corrected", "Say what the record should say, or annul it.")
    refuse_graver(work.catalogue.terms, record, replace(record, **changes), work.today, "/correction")
    change_listing(work.session, record.id, **changes)


def _changes(work: Work, correction: Correction, record: Record) -> dict[str, Any]:
    changes: dict[str, Any] = correction.model_dump(
        exclude_none=True, include={"reason", "document_number", "decided_on"}
    )
    if correction.decided_on is not None:
        refuse_future(work, "/correction/decided_on", correction.decided_on)
        end = first_end(work.session, record)
        if end is not None and end < correction.decided_on:
            raise wrong("/correction/decided_on", "after_its_end", f"The record {record.id} has an end of {end}.")
    if correction.severity is not None:
        changes["severity"] = Severity(correction.severity)
    if correction.problem_types is not None:
        for index, code in enumerate(correction.problem_types):
            if code not in work.catalogue.problem_types:
                pointer = f"/correction/problem_types/{index}"
                raise wrong(pointer, "unknown_problem_type", f"There is no problem type '{code}'.")
        changes["problem_types"] = frozenset(correction.problem_types)
    if correction.valid_to is not None:
        start = record.window.start
        if start is not None and correction.valid_to < start:
            raise wrong("/correction/valid_to", "ends_before_it_starts", f"The record begins on {start}.")
        changes["window"] = Window.inclusive(start, correction.valid_to)
    return changes


def _tell(work: Work, row: Objection, body: TellSubject) -> None:
    if work.caller.kind not in (MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT):
        raise Forbidden("Whoever decides or enters an objection says that the merchant was told.")
    if row.decided_on is None:
        raise Conflict("Nothing has been decided yet.")
    refuse_future(work, "/on", body.on)
    if body.on < row.decided_on:
        raise wrong("/on", "before_decision", f"The decision is of {row.decided_on}.")
    row.told_on, row.told_how = body.on, body.how
    work.session.flush()


def objection_view(session: Session, catalogue: Catalogue, row: Objection) -> ObjectionView:
    return objection_views(session, catalogue, [row])[0]


def objection_views(session: Session, catalogue: Catalogue, rows: Sequence[Objection]) -> list[ObjectionView]:
    """With the names of the merchants, read at once."""
    ids = {row.subject_id for row in rows}
    current = select(SubjectVersion).where(col(SubjectVersion.subject_id).in_(ids), in_force(SubjectVersion, None))
    subjects = {version.subject_id: version for version in session.exec(current)}
    return [
        ObjectionView(
            subject_name=subjects[row.subject_id].name,
            uscc=subjects[row.subject_id].uscc,
            **row.model_dump(),
            **asdict(objection_periods(catalogue, row)),
        )
        for row in rows
    ]

"""移出: asked for once corrected, with evidence and the unit's opinion, and decided by whoever recognised."""

from sqlmodel import col, select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.exit import ExitAct, ExitRequest, ExitView, GiveOpinion, Remove, Return, SendToRecogniser
from models.base import new_id
from models.cases.place import place_of
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden
from models.evidence import attach
from models.exits.ends import (
    Decided,
    decider,
    end_decision,
    end_twins,
    has_come_to,
    record_to_decide_on,
    refuse_before_it_began,
)
from models.exits.owed import refuse_while_others_owe, refuse_while_owed
from models.exits.reach import named_record, refuse, speaks_for
from models.exits.seen import find_request
from models.exits.tables import RemovalRequest
from models.personal import refuse_personal

_ASK = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.MERCHANT})


def subject_record(work: Work, listing_id: str) -> tuple[str, Record]:
    """A record with its subject, for whoever speaks for that. Forbidden where the caller knows of it, else NotFound."""
    subject_id, record = named_record(work.session, listing_id)
    if not speaks_for(work, subject_id, record):
        refuse(work, subject_id, record, "A unit speaks for the merchants of its own place.")
    return subject_id, record


def request_removal(work: Work, body: ExitRequest) -> RemovalRequest:
    """Raises Conflict where a rectification is still owed, the record has ended, or a request is open."""
    if work.caller.kind not in _ASK:
        raise Forbidden("A removal is asked for by the merchant, its unit, or the centre on its behalf.")
    refuse_personal(body)
    subject_id, record = subject_record(work, body.listing_id)
    if record.ended_on is not None:
        raise Conflict(f"The record ended on {record.ended_on}.")
    refuse_while_owed(work, record)
    _refuse_second(work, body.listing_id)
    row = RemovalRequest(
        id=new_id("exr"),
        listing_id=record.id,
        list=record.list,
        subject_id=subject_id,
        recogniser=record.recogniser,
        recogniser_code=record.recogniser_code,
        requested_by=work.caller.member_id,
        unit=work.caller.unit or place_of(work.session, work.catalogue, subject_id, record.id),
        state="requested",
        reasons=body.reasons,
        evidence=[one.model_dump(mode="json") for one in body.evidence],
        opinion=None if work.caller.kind is MemberKind.MERCHANT else body.opinion,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    attach(work, body, removal_request_id=row.id)
    return row


def _refuse_second(work: Work, listing_id: str) -> None:
    is_open = select(RemovalRequest.id).where(
        RemovalRequest.listing_id == listing_id, col(RemovalRequest.decided_on).is_(None)
    )
    if work.session.exec(is_open).first() is not None:
        raise Conflict("A removal of this record has been asked for already.")


def take_step(work: Work, key: str, body: ExitAct) -> RemovalRequest:
    """One step. Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    row = find_request(work.session, work.caller, key, for_update=True)
    refuse_personal(body)
    match body:
        case GiveOpinion():
            _expect(row, "requested")
            _require_unit(work)
            row.opinion = body.opinion
        case SendToRecogniser():
            _expect(row, "requested")
            _require_unit(work)
            refuse_future(work, "/on", body.on)
            if row.opinion is None:
                raise Conflict("The unit's opinion goes with it: give it first.")
            refuse_before_it_began(named_record(work.session, row.listing_id)[1], body.on)
            row.sent_on, row.state = body.on, "sent"
        case Remove():
            _remove(work, row, body)
        case Return():
            _return(work, row, body)
    work.session.flush()
    return row


def _expect(row: RemovalRequest, state: str) -> None:
    if row.state != state:
        raise Conflict(f"This request is '{row.state}', and takes no such step.")


def _require_unit(work: Work) -> None:
    if work.caller.kind not in (MemberKind.UNIT, MemberKind.CENTRE):
        raise Forbidden("The unit gives its opinion and sends the request on.")


def _remove(work: Work, row: RemovalRequest, body: Remove) -> None:
    _expect(row, "sent")
    record = record_to_decide_on(work, row.listing_id)
    by = decider(work, record, body.decided_by)
    refuse_future(work, "/document_on", body.document_on)
    decided = Decided(by, body.document_number, body.document_on, row.reasons, body.channel)
    if not has_come_to(record, EndKind.REMOVED, max(body.on, work.today)):
        refuse_while_owed(work, record)
        refuse_before_it_began(record, body.on)
        refuse_before_it_began(record, body.document_on, "/document_on")
        end_decision(work, record, EndKind.REMOVED, body.on, decided)
    else:
        # upstream has removed it meanwhile: left are the request and the other listings of the decision
        refuse_while_others_owe(work, record)
        end_twins(work, record, EndKind.REMOVED, body.on, decided)
    row.state, row.decided_on, row.decided_by = "removed", work.today, by
    row.document_number = body.document_number


def _return(work: Work, row: RemovalRequest, body: Return) -> None:
    _expect(row, "sent")
    refuse_future(work, "/on", body.on)
    if row.sent_on is not None and body.on < row.sent_on:
        raise wrong("/on", "before_sending", f"It was sent on {row.sent_on}.")
    row.decided_by = decider(work, record_to_decide_on(work, row.listing_id), body.decided_by)
    row.state, row.decided_on, row.decision_reasons = "returned", body.on, body.reasons
    row.document_number = body.document_number


def exit_view(row: RemovalRequest) -> ExitView:
    return ExitView.model_validate(row.model_dump())

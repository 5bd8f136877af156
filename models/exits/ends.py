"""The four ends as they were decided, each a fact of its own, and the wrong publication taken back in one step.

Taking a publication back is no end of the decision: only its recogniser or a court annuls that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.visibility import has_ended, has_standing
from huixin.core.vocabulary import EndKind, MemberKind, Provenance
from huixin.types.exit import EndRequest, EndView, WithdrawalRequest
from models.base import new_id
from models.cases.closing import close_ended, follow_ends
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden
from models.exits.announcing import channel_of
from models.exits.notices import Telling, tell_recogniser
from models.exits.owed import refuse_while_owed
from models.exits.reach import named_record, refuse
from models.exits.tables import ListingEnd
from models.exits.twins import twins_of
from models.listings import end_listing, records_by_id
from models.personal import refuse_personal

GONE = frozenset({EndKind.REMOVED, EndKind.ANNULLED, EndKind.WITHDRAWN})
"""After these the record counts for nobody; the others leave it to the authorities."""
_OF_THE_DECISION = (EndKind.REMOVED, EndKind.ANNULLED)
"""The others are of one list: how long it displays, and what it has follow."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, in which document, and why."""

    by: str
    document_number: str | None
    document_on: date | None
    reason: str
    channel: str | None = None


def record_to_decide_on(work: Work, listing_id: str) -> Record:
    """A record that the caller recognised, or any for the centre. Forbidden for others that it knows, else NotFound."""
    subject_id, record = named_record(work.session, listing_id)
    body = work.caller.body
    own = work.caller.kind is MemberKind.DEPARTMENT and body is not None and record.recogniser_code == body
    if work.caller.kind is not MemberKind.CENTRE and not own:
        refuse(work, subject_id, record, "Only its recogniser decides on a record; the centre enters what it decided.")
    return record


def decider(work: Work, record: Record, named: str | None) -> str:
    """A department decides as itself; the centre says who did, for it decides nothing."""
    if work.caller.kind is MemberKind.CENTRE:
        if named is None:
            raise wrong("/decided_by", "missing_field", "Say which body decided; the centre only enters it.")
        return named
    if record.provenance is not Provenance.AUTHORITY:
        raise Forbidden("No department decides on what an association or a platform keeps.")
    return record.recogniser or work.caller.name


def record_end(work: Work, body: EndRequest) -> ListingEnd:
    """Enters one of the four ends. Conflict where the record has come to it already, or is removed while a
    rectification is owed: what upstream has removed comes with what upstream sends."""
    record = record_to_decide_on(work, body.listing_id)
    refuse_personal(body)
    refuse_withdrawal(body.kind, "/kind")
    by = decider(work, record, body.decided_by)
    if body.kind is EndKind.REMOVED and not has_come_to(record, body.kind, max(body.on, work.today)):
        refuse_while_owed(work, record)
    if body.kind is EndKind.ANNULLED:
        refuse_future(work, "/on", body.on)  # what is annulled is wrong already, and nothing else could end it before
    if body.document_on > work.today:
        raise wrong("/document_on", "in_the_future", f"This day has not come yet; today is {work.today}.")
    refuse_before_it_began(record, body.on)
    refuse_before_it_began(record, body.document_on, "/document_on")
    decided = Decided(by, body.document_number, body.document_on, body.reason, body.channel)
    return end_decision(work, record, body.kind, body.on, decided)


def refuse_before_it_began(record: Record, on: date, pointer: str = "/on") -> None:
    """Nothing ends, and nothing is applied for or decided about it, before it was decided or else began."""
    began = record.began_on
    if began is not None and on < began:
        raise wrong(pointer, "before_its_beginning", f"The record is of {began}; this day lies before.")


def refuse_withdrawal(kind: EndKind, pointer: str) -> None:
    """What is decided is one of the four."""
    if kind is EndKind.WITHDRAWN:
        raise wrong(pointer, "not_decided", "A wrong publication is taken back at /v1/ends/withdrawals.")


def withdraw(work: Work, body: WithdrawalRequest) -> ListingEnd:
    """A wrong publication: gone as of today, by whoever published or recognised it, without more ado. The decision
    stands, and its recogniser is told. Raises Conflict where nothing is published."""
    record = record_to_decide_on(work, body.listing_id)
    refuse_personal(body)
    refuse_future(work, "/document_on", body.document_on)
    refuse_before_it_began(record, body.document_on, "/document_on")
    if has_ended(record, work.today):
        raise Conflict("The record has ended; nothing of it is published any more.")
    if not has_standing(record, work.today):
        raise Conflict("Nothing of this record has been published: no member has seen it.")
    decided = Decided(work.caller.name, body.document_number, body.document_on, body.reason)
    end = bring_to_end(work, record, EndKind.WITHDRAWN, work.today, decided)
    tell_recogniser(Telling(work.session, work.catalogue, work.now, work.today), record, work.caller.body)
    return end


def end_decision(work: Work, record: Record, kind: EndKind, on: date, decided: Decided) -> ListingEnd:
    """The end of a record and, where the decision itself ends, of the merchant's others that state it."""
    row = bring_to_end(work, record, kind, on, decided)
    end_twins(work, record, kind, on, decided)
    return row


def end_twins(work: Work, record: Record, kind: EndKind, on: date, decided: Decided) -> None:
    """One removal or annulment is that of every listing of the decision, on whichever list and by whichever source it
    stands. None ends before it began."""
    if kind not in _OF_THE_DECISION:
        return
    for twin in twins_of(work.session, record):
        # the end of one may have brought another with it
        now = records_by_id(work.session, [twin.id])[twin.id]
        day = max(on, now.began_on or on)
        over = any(has_come_to(now, end, max(day, work.today)) for end in _OF_THE_DECISION)
        if not over:
            bring_to_end(work, now, kind, day, replace(decided, channel=None))


def bring_to_end(work: Work, record: Record, kind: EndKind, on: date, decided: Decided) -> ListingEnd:
    """The end in the record, so that every answer follows, and the fact beside it. An earlier day goes before one of
    the same end that is still to come."""
    by = max(on, work.today)
    if has_come_to(record, kind, by):
        raise Conflict(f"The record comes to this end already, on {_day_of_end(record, kind)}.")
    if kind is EndKind.REMOVED and has_come_to(record, EndKind.ANNULLED, by):
        raise Conflict("The record is annulled; there is nothing left to remove.")
    end_listing(work.session, record.id, _first(record, kind, on), kind, decided.reason)
    row = ListingEnd(
        id=new_id("end"),
        listing_id=record.id,
        kind=kind,
        on=on,
        decided_by=decided.by,
        document_number=decided.document_number,
        document_on=decided.document_on,
        reason=decided.reason,
        channel=decided.channel or channel_of(work.session, record.id),
        member_id=work.caller.member_id or None,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    if kind in GONE:
        follow_ends(work.session, [record.id], work.today)
        if on <= work.today:
            close_ended(work.session, [record.id], work.now)
    return row


def _first(record: Record, kind: EndKind, on: date) -> date:
    """What is gone has been gone since the first of its ends: no later one brings it back for a while."""
    return min(on, record.ended_on) if kind in GONE and record.ended_on is not None else on


def has_come_to(record: Record, kind: EndKind, by: date) -> bool:
    """Whether the record comes to this end on that day or before."""
    known = _day_of_end(record, kind)
    return known is not None and known <= by


def _day_of_end(record: Record, kind: EndKind) -> date | None:
    """From when on the record has come to this end; None where nobody has said so."""
    if kind is EndKind.DISPLAY_ENDED:
        return record.display_ended_on
    if kind is EndKind.MEASURES_LIFTED:
        return record.measures_lifted_on
    return record.ended_on if record.end_kind is kind else None


def first_end(session: Session, record: Record) -> date | None:
    """The earliest day of its ends and of the documents that decided them; None where it has come to none."""
    documents = select(col(ListingEnd.document_on)).where(ListingEnd.listing_id == record.id)
    days = (record.ended_on, record.display_ended_on, record.measures_lifted_on, *session.exec(documents).all())
    return min((day for day in days if day is not None), default=None)


def ends_of(work: Work, listing_id: str) -> Sequence[ListingEnd]:
    """The ends of one record, in the order in which they were entered. For the centre and the recogniser."""
    record_to_decide_on(work, listing_id)
    own = select(ListingEnd).where(ListingEnd.listing_id == listing_id)
    return work.session.exec(own.order_by(col(ListingEnd.recorded_at), col(ListingEnd.id))).all()


def end_view(row: ListingEnd) -> EndView:
    return EndView.model_validate(row.model_dump())

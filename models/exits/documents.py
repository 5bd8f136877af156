"""The documents of a removal, and the notices that a record has come to an end, for the channel where it was shown."""

from collections.abc import Callable
from datetime import date

from sqlmodel import col, select

from huixin.core.vocabulary import EndKind
from huixin.types.document import ExitDocument, PrintableView
from models.cases.work import Work
from models.errors import NotFound
from models.exits.tables import ListingEnd, RemovalRequest
from models.listings import Listing
from models.printing import Known, numbered, printed
from models.subjects import current_version


def document_of(work: Work, row: RemovalRequest, which: ExitDocument) -> PrintableView:
    """Of a request that the caller sees. NotFound for a document that has not been made."""
    number, day, further = _CONTENTS[which](work, row)
    unit = None if row.unit is None else work.catalogue.units[row.unit]
    known: Known = {
        **_about(work, row.list, row.subject_id),
        "recogniser": row.recogniser,
        "unit_body": None if unit is None else (unit.body or unit.title).zh,
        "centre_body": str(work.catalogue.parameter_or("centre_body", work.today, "")),
        "reasons": row.reasons,
        "opinion": row.opinion,
        "evidence": numbered(str(item["description"]) for item in row.evidence),
        "decided_by": row.decided_by,
    }
    return printed(work.catalogue, f"exit_{which}", number, day, {**known, **further})


def end_notice(work: Work, row: ListingEnd) -> PrintableView:
    """To publish where the record had been; of an end that the caller sees."""
    listing = work.session.get_one(Listing, row.listing_id)
    known: Known = {
        **_about(work, listing.list, listing.subject_id),
        "decided_by": row.decided_by,
        "document_number": row.document_number,
        "document_on": row.document_on,
        "ended_on": row.on,
        "reason": row.reason,
        "channel": row.channel,
    }
    return printed(work.catalogue, f"end_{row.kind}", row.document_number, row.document_on, known)


def _about(work: Work, list_code: str, subject_id: str) -> Known:
    subject = current_version(work.session, subject_id)
    return {
        "merchant": None if subject is None else subject.name,
        "uscc": None if subject is None else subject.uscc,
        "list": work.catalogue.list_title(list_code).zh,
    }


_Content = tuple[str | None, date | None, Known]


def _submission(_: Work, row: RemovalRequest) -> _Content:
    return None, row.sent_on, {}


def _removal(work: Work, row: RemovalRequest) -> _Content:
    if row.state != "removed":
        raise NotFound("The removal has not been decided.")
    end = work.session.exec(
        select(ListingEnd)
        .where(ListingEnd.listing_id == row.listing_id, ListingEnd.kind == EndKind.REMOVED)
        .order_by(col(ListingEnd.recorded_at).desc())
    ).first()
    day, on = (None, None) if end is None else (end.document_on, end.on)
    return row.document_number, day, {"ended_on": on}


def _return(_: Work, row: RemovalRequest) -> _Content:
    if row.state != "returned":
        raise NotFound("The request has not been returned.")
    return row.document_number, row.decided_on, {"decision_reasons": row.decision_reasons}


_CONTENTS: dict[ExitDocument, Callable[[Work, RemovalRequest], _Content]] = {
    "submission": _submission,
    "removal": _removal,
    "return": _return,
}

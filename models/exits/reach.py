"""Which records a caller may name. One of which it may not know is as if it were not there; of one that it knows, it is
told what is not for it to do."""

from typing import NoReturn

from sqlmodel import Session

from huixin.core.records import Record
from huixin.core.visibility import has_standing, told_to_its_merchant
from huixin.core.vocabulary import MemberKind
from models.cases.place import place_of
from models.cases.work import Work
from models.checks.eyes import Eyes
from models.errors import Forbidden, NotFound
from models.listings import Listing, records_by_id
from models.merchants import is_its_own


def named_record(session: Session, listing_id: str) -> tuple[str, Record]:
    """A record with the id of its subject, whoever asks. Raises NotFound."""
    listing = session.get(Listing, listing_id)
    if listing is None:
        raise NotFound(f"There is no record {listing_id}.")
    return listing.subject_id, records_by_id(session, [listing_id])[listing_id]


def refuse(work: Work, subject_id: str, record: Record, why: str) -> NoReturn:
    """Raises Forbidden, or NotFound where the caller may not know that there is such a record."""
    if not knows(work, subject_id, record):
        raise NotFound(f"There is no record {record.id}.")
    raise Forbidden(why)


def knows(work: Work, subject_id: str, record: Record) -> bool:
    """Whether the caller sees the record, has recognised it, or speaks for its merchant."""
    recognised = work.caller.body is not None and record.recogniser_code == work.caller.body
    return recognised or _eyes(work).see(record) or speaks_for(work, subject_id, record)


def speaks_for(work: Work, subject_id: str, record: Record) -> bool:
    """The merchant of what it has been told; the unit of its place of what is a listing for everybody, and of its own
    cases and recognitions; the centre of everything."""
    caller = work.caller
    if caller.kind is MemberKind.MERCHANT:
        return told_to_its_merchant(record) and is_its_own(work.session, caller, subject_id)
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        known = has_standing(record, work.today) or _eyes(work).handles(record.id)
        return known and record.inside is None and _is_of_place(work, subject_id, record, caller.unit)
    return caller.kind is MemberKind.CENTRE


def _is_of_place(work: Work, subject_id: str, record: Record, unit: str) -> bool:
    """Where nobody knows the place, it may be any; beside it stands the unit whose department recognised."""
    place = place_of(work.session, work.catalogue, subject_id, record.id)
    return place is None or unit in (place, (record.recogniser_code or "").partition("/")[0])


def _eyes(work: Work) -> Eyes:
    return Eyes(work.caller, work.caller.kind, work.catalogue, work.today, work.session)

"""The further records of a merchant that state the decision of one: what ends the decision ends all of them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.vocabulary import Provenance, Standing
from models.listings import Listing, records_of_many
from models.merchants import subjects_of_merchant
from models.recognitions.tables import Recognition
from models.same_decision import Stated, bears_its_year, is_one

_NAMES = frozenset({Standing.LEAD, Standing.CONFIRMED})


def twins_of(session: Session, record: Record) -> list[Record]:
    """The other listings that surely state the decision of a listing: same body, same number, and the same day unless
    the number bears its year; as recognised by the same side, and under whichever code of the merchant. A pushed name
    has none: what ends it is its case's to say."""
    if record.recogniser is None or record.document_number is None or record.standing in _NAMES:
        return []
    listing = session.get_one(Listing, record.id)
    known = records_of_many(session, subjects_of_merchant(session, listing.subject_id))
    found = [one for records in known.values() for one in records if _is_twin(one, record)]
    anew = _published_anew(session, found)
    return [one for one in found if one.id != record.id and one.id not in anew]


def _published_anew(session: Session, records: Iterable[Record]) -> set[str]:
    """Ids of what was withdrawn and stands in another record since: it stays as it was."""
    own = select(Recognition.corrections).where(col(Recognition.listing_id).in_([one.id for one in records]))
    return {each["withdrawn_id"] for corrections in session.exec(own) for each in corrections}


def _is_twin(one: Record, record: Record) -> bool:
    same_side = one.provenance is record.provenance and one.inside == record.inside
    if not same_side or one.recogniser is None or one.standing in _NAMES:
        return False
    if record.provenance is not Provenance.AUTHORITY and one.source != record.source:
        return False
    same_day = one.decided_on == record.decided_on or bears_its_year(record.document_number or "")
    return same_day and is_one(Stated.by(record), Stated.by(one))

"""What an association calls whom it keeps inside. Of a merchant that never stood on a list for others it reads its own
words alone: the name that the merchant is kept under may be another association's, or that of a lead."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.vocabulary import Standing
from models.associations.tables import Nomination
from models.listings import Listing, ListingVersion
from models.subjects import Subject, has_stood


def words_inside(
    session: Session, seen: Mapping[str, Sequence[Record]], at_sequence: int | None = None
) -> dict[str, str]:
    """By subject, of those of whom somebody sees just these records, and none but what one association keeps inside.
    Who is not in it goes by the name that is known to all."""
    holders = {key: {record.inside for record in records} for key, records in seen.items()}
    inside = {key: holder for key, of in holders.items() if len(of) == 1 and (holder := next(iter(of))) is not None}
    if not inside:
        return {}
    open_ones = has_stood(Standing.EFFECTIVE, Standing.CONFIRMED, by=at_sequence)
    listed = select(Subject.id, Subject.key).where(col(Subject.id).in_(inside), ~open_ones)
    found = dict[str, str]()
    for subject_id, key in session.exec(listed).all():
        said = _nominated(session, seen[subject_id])
        if said is None and _kept_by_another(session, subject_id, inside[subject_id]):
            said = key.partition(":")[2]
        if said is not None:
            found[subject_id] = said
    return found


def _nominated(session: Session, records: Sequence[Record]) -> str | None:
    """As its newest entry inside calls it; none where it came by a file, which has named the merchant itself."""
    own = select(Nomination.name).where(col(Nomination.listing_id).in_([record.id for record in records]))
    return session.exec(own.order_by(col(Nomination.created_at).desc(), col(Nomination.id))).first()


def _kept_by_another(session: Session, subject_id: str, holder: str) -> bool:
    """Whose file may have named it since: then it goes by its code."""
    other = (
        select(ListingVersion.listing_id)
        .join(Listing, col(Listing.id) == col(ListingVersion.listing_id))
        .where(Listing.subject_id == subject_id, col(ListingVersion.inside) != holder)
    )
    return session.exec(other.limit(1)).first() is not None


def kept_as(session: Session, member_id: str, name: str) -> list[str]:
    """Whom an association keeps, or kept, inside under just this name."""
    entries = (
        select(Listing.subject_id)
        .join(Nomination, col(Nomination.listing_id) == col(Listing.id))
        .where(Nomination.member_id == member_id, Nomination.name == name)
    )
    return [*dict.fromkeys(session.exec(entries.order_by(Listing.subject_id)))]

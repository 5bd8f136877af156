"""Orders that fell overdue: their date says so, and once it has come a version of the record tells it to the feed."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from huixin.core.vocabulary import Rectification, Standing
from models.listings import Listing, ListingVersion, enter_anew


def tell_overdue(session: Session, today: date) -> int:
    """Writes each confirmed record whose order fell overdue anew, once, so that the feed tells it; how many."""
    late = session.exec(
        select(Listing, ListingVersion)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(fallen_overdue(today))
        .order_by(col(Listing.id))
    ).all()
    for listing, version in late:
        enter_anew(session, listing, version, overdue_told=version.due)
    return len(late)


def fallen_overdue(today: date) -> ColumnElement[bool]:
    """The versions that hold now, are overdue by their date alone, and of which that has not been told."""
    told = col(ListingVersion.overdue_told)
    return and_(
        col(ListingVersion.seq_to).is_(None),
        col(ListingVersion.standing) == Standing.CONFIRMED,
        col(ListingVersion.rectification) == Rectification.ORDERED,
        col(ListingVersion.due) < today,
        or_(told.is_(None), told != col(ListingVersion.due)),
    )

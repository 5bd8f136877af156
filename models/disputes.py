"""Whether a record is disputed: an objection or a mark on its case, and either alone keeps the mark on the record.
Whether it is stayed: its case is suspended or under relief. A case's marks reach what its name was recognised as."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models.cases.tables import Case
from models.rights.tables import Objection


def is_disputed(session: Session, listing_id: str) -> bool:
    """Whether an objection is open or the case is marked as disputed; what is to count has been flushed."""
    open_objection = select(Objection.id).where(Objection.listing_id == listing_id, Objection.state == "open")
    return session.exec(open_objection).first() is not None or _has_case(
        session, listing_id, col(Case.disputed_on).is_not(None)
    )


def objected_among(session: Session, listing_ids: Iterable[str]) -> Sequence[str]:
    """Those of these listings to which an objection is open."""
    is_open = select(Objection.listing_id).where(Objection.state == "open")
    own = is_open.where(col(Objection.listing_id).in_(list(listing_ids)))
    return session.exec(own.distinct().order_by(Objection.listing_id)).all()


def is_stayed(session: Session, listing_id: str) -> bool:
    """Whether its case is suspended by court or review, or under relief."""
    stayed = or_(col(Case.suspended_on).is_not(None), col(Case.relief_on).is_not(None))
    return _has_case(session, listing_id, stayed)


def _has_case(session: Session, listing_id: str, marked: ColumnElement[bool]) -> bool:
    own = or_(col(Case.listing_id) == listing_id, col(Case.recognised_as) == listing_id)
    return session.exec(select(Case.id).where(own, marked)).first() is not None

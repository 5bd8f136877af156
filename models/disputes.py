"""Whether a record is disputed: an objection or a mark on its case, and either alone keeps the mark on the record."""

from sqlmodel import Session, col, select

from models.cases.tables import Case
from models.rights.tables import Objection


def is_disputed(session: Session, listing_id: str) -> bool:
    """Whether an objection is open or the case is marked as disputed; what is to count has been flushed."""
    open_objection = select(Objection.id).where(Objection.listing_id == listing_id, Objection.state == "open")
    marked_case = select(Case.id).where(Case.listing_id == listing_id, col(Case.disputed_on).is_not(None))
    return session.exec(open_objection).first() is not None or session.exec(marked_case).first() is not None

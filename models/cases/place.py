"""Which county or zone a record belongs to: where its case stands, also that of the name as which it was pushed
before, else where its merchant does."""

from sqlmodel import Session, col, or_, select

from models.cases.tables import Case
from models.subjects import current_version
from rules.catalogue import Catalogue
from rules.routing import Place, route


def place_of(session: Session, catalogue: Catalogue, subject_id: str, listing_id: str) -> str | None:
    """Code of the unit; None where that is unclear."""
    about = or_(col(Case.listing_id) == listing_id, col(Case.recognised_as) == listing_id)
    routed = session.exec(select(Case.unit).where(about, col(Case.unit).is_not(None)).order_by(col(Case.id))).first()
    if routed is not None:
        return routed
    version = current_version(session, subject_id)
    return None if version is None else route(catalogue, Place(division=version.unit)).unit

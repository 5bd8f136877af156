"""Which county or zone a record belongs to: where its case stands, else where its merchant does."""

from sqlmodel import Session, select

from models.cases.tables import Case
from models.subjects import current_version
from rules.catalogue import Catalogue
from rules.routing import Place, route


def place_of(session: Session, catalogue: Catalogue, subject_id: str, listing_id: str) -> str | None:
    """Code of the unit; None where that is unclear."""
    routed = session.exec(select(Case.unit).where(Case.listing_id == listing_id)).first()
    if routed is not None:
        return routed
    version = current_version(session, subject_id)
    return None if version is None else route(catalogue, Place(division=version.unit)).unit

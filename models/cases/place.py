"""Which county or zone a record belongs to: where its case stands, or that of the name as which it was pushed before;
else where another case about its merchant stands, or the merchant is known to belong."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.cases.beside import is_about
from models.cases.tables import Case
from models.subjects import current_version
from rules.catalogue import Catalogue
from rules.routing import Place, route


def place_of(session: Session, catalogue: Catalogue, subject_id: str, listing_id: str) -> str | None:
    """Code of the unit; None where that is unclear."""
    routed = _routed(session, is_about([listing_id])) or _routed(session, col(Case.subject_id) == subject_id)
    if routed is not None:
        return routed
    version = current_version(session, subject_id)
    return None if version is None else route(catalogue, Place(division=version.unit)).unit


def _routed(session: Session, which: ColumnElement[bool]) -> str | None:
    """The newest of these cases that stands with a unit says it."""
    units = select(Case.unit).where(which, col(Case.unit).is_not(None))
    return session.exec(units.order_by(col(Case.opened_at).desc(), col(Case.id).desc())).first()

"""As which listings upstream has recognised the name of a case since: it goes on beside them, one or several, as where
two departments recognise what was one name."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, col, or_, select

from models.base import Instant, MainTable
from models.cases.tables import Case


class CaseRecognition(MainTable, table=True):
    """Until the case is verified anew, also where the recognition has ended."""

    __tablename__ = "case_recognition"
    case_id: str = Field(primary_key=True, foreign_key="case.id", max_length=40)
    listing_id: str = Field(primary_key=True, foreign_key="listing.id", max_length=40, index=True)
    since: datetime = Field(sa_type=Instant)


def is_about(listing_ids: Iterable[str]) -> ColumnElement[bool]:
    """Of cases: whose name is one of these listings, or has been recognised as one of them."""
    ids = list(listing_ids)
    return or_(col(Case.listing_id).in_(ids), goes_beside(ids))


def goes_beside(listing_ids: Iterable[str]) -> ColumnElement[bool]:
    """Of cases: whose name has been recognised as one of these listings."""
    beside = select(CaseRecognition.case_id).where(col(CaseRecognition.listing_id).in_(list(listing_ids)))
    return col(Case.id).in_(beside)


def recognitions_of(session: Session, case_ids: Iterable[str]) -> dict[str, list[str]]:
    """By id of the case, the listings as which its name has been recognised, the oldest first; none has no entry."""
    rows = select(CaseRecognition).where(col(CaseRecognition.case_id).in_(list(case_ids)))
    found: dict[str, list[str]] = {}
    for row in session.exec(rows.order_by(col(CaseRecognition.since), col(CaseRecognition.listing_id))):
        found.setdefault(row.case_id, []).append(row.listing_id)
    return found


def listings_of(session: Session, case: Case) -> tuple[str, ...]:
    """The pushed name first."""
    return (case.listing_id, *recognitions_of(session, [case.id]).get(case.id, ()))

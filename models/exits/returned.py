"""Whether the recogniser has returned the removal that a case had led to."""

from sqlmodel import col, select

from models.cases.marks import listings_of
from models.cases.tables import Case
from models.cases.work import Work
from models.exits.tables import RemovalRequest


def was_returned(work: Work, case: Case) -> bool:
    """The last that was asked for since the case was opened, of the name or of what it was recognised as."""
    request = RemovalRequest
    asked = select(request).where(
        col(request.listing_id).in_(listings_of(case)), col(request.created_at) >= case.opened_at
    )
    rows = sorted(work.session.exec(asked), key=lambda row: (row.created_at, row.decided_on is None))
    last = {row.listing_id: row.state for row in rows}
    return "returned" in last.values()

"""What is open about a merchant goes with its case to the unit that has that now: objections, requests for removal."""

from sqlmodel import col, select

from models.cases.place import place_of
from models.cases.tables import Case
from models.cases.work import Work
from models.exits.tables import RemovalRequest
from models.rights.tables import Objection


def pass_on(work: Work, case: Case, before: str | None) -> None:
    """From the unit that had the case; None: from nobody. On a record that its own department recognised that unit
    goes on speaking for the merchant."""
    rows: list[RemovalRequest | Objection] = [*_open_requests(work, case), *_open_objections(work, case)]
    for row in rows:
        recognised_by = (row.recogniser_code or "").partition("/")[0]
        if row.unit == before and (before is None or recognised_by != before):
            row.unit = place_of(work.session, work.catalogue, row.subject_id, row.listing_id)
    work.session.flush()


def _open_requests(work: Work, case: Case) -> list[RemovalRequest]:
    request = RemovalRequest
    about = select(request).where(request.subject_id == case.subject_id, col(request.decided_on).is_(None))
    return list(work.session.exec(about.order_by(col(request.id)).with_for_update()))


def _open_objections(work: Work, case: Case) -> list[Objection]:
    about = select(Objection).where(Objection.subject_id == case.subject_id, Objection.state == "open")
    return list(work.session.exec(about.order_by(col(Objection.id)).with_for_update()))

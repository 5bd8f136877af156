"""The marks of a case on its listings: on the pushed name, and on all as which upstream has recognised it."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, or_, select

from models.cases.beside import is_about, listings_of
from models.cases.tables import Case
from models.disputes import Flag, objected_among, put_mark, stays_among


def put_marks(session: Session, case: Case, flag: Flag, **changes: Any) -> None:
    """All its listings say at once what stands; `changes` are of the pushed name alone. What counts is flushed."""
    for listing_id in listings_of(session, case):
        put_mark(session, listing_id, flag, **(changes if listing_id == case.listing_id else {}))


def keep_marks(session: Session, listing_ids: Iterable[str]) -> None:
    """After what a source says anew of these listings: it knows nothing of what a court has suspended here, nor of what
    has been objected to."""
    ids = list(listing_ids)
    marked = select(Case).where(
        is_about(ids),
        or_(*(column.is_not(None) for column in (col(Case.disputed_on), col(Case.suspended_on), col(Case.relief_on)))),
    )
    for case in session.exec(marked.order_by(col(Case.id))).all() if ids else ():
        put_every_mark(session, case)
    if ids:
        _keep_what_stands_beside(session, ids)


def _keep_what_stands_beside(session: Session, ids: list[str]) -> None:
    """Objections that are open, and stays that belong to no case."""
    for listing_id in objected_among(session, ids):
        put_mark(session, listing_id, "disputed")
    for listing_id in dict.fromkeys(stay.listing_id for stay in stays_among(session, ids)):
        put_mark(session, listing_id, "relief")


def put_every_mark(session: Session, case: Case) -> None:
    if case.disputed_on is not None:
        put_marks(session, case, "disputed")
    if case.suspended_on is not None or case.relief_on is not None:
        put_marks(session, case, "relief")

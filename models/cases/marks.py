"""The marks of a case on its listings: on the pushed name, and on the listing as which upstream has recognised it."""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from sqlmodel import Session, col, or_, select

from models.cases.tables import Case, CaseEvent
from models.disputes import is_disputed, is_stayed, objected_among, stays_among
from models.listings import change_listing, records_by_id

Flag: TypeAlias = Literal["disputed", "relief"]
FLAGS: tuple[Flag, ...] = ("disputed", "relief")
_MARKED = {"disputed": is_disputed, "relief": is_stayed}
_STATED = "stated"
"""Of a move that puts a mark on: whether the source says the same by itself, by flag and listing."""


def stated(session: Session, flags: Iterable[Flag], listing_ids: Iterable[str]) -> dict[str, Any]:
    """What an event keeps before its mark is put on, as the mark is taken off later and the source's word is not.
    Of a listing that is marked already, an earlier event has kept it."""
    records = records_by_id(session, listing_ids).values()
    return {
        _STATED: {
            flag: {record.id: getattr(record, flag) for record in records if not _MARKED[flag](session, record.id)}
            for flag in flags
        }
    }


def put_marks(session: Session, case: Case, flag: Flag, **changes: Any) -> None:
    """Both listings say at once what stands; `changes` are of the pushed name alone. What counts has been flushed."""
    for record in records_by_id(session, listings_of(case)).values():
        stands = _MARKED[flag](session, record.id) or _was_stated(session, case, flag, record.id)
        said: dict[str, Any] = {flag: stands} | (changes if record.id == case.listing_id else {})
        change_listing(session, record.id, **said)


def keep_marks(session: Session, listing_ids: Iterable[str]) -> None:
    """After what a source says anew of these listings: it knows nothing of what a court has suspended here, nor of what
    has been objected to."""
    ids = list(listing_ids)
    marked = select(Case).where(
        or_(col(Case.listing_id).in_(ids), col(Case.recognised_as).in_(ids)),
        or_(*(column.is_not(None) for column in (col(Case.disputed_on), col(Case.suspended_on), col(Case.relief_on)))),
    )
    for case in session.exec(marked.order_by(col(Case.id))).all() if ids else ():
        put_every_mark(session, case)
    if ids:
        _keep_what_stands_beside(session, ids)


def _keep_what_stands_beside(session: Session, ids: list[str]) -> None:
    """Objections that are open, and stays that belong to no case."""
    for listing_id in objected_among(session, ids):
        change_listing(session, listing_id, disputed=True)
    for listing_id in dict.fromkeys(stay.listing_id for stay in stays_among(session, ids)):
        change_listing(session, listing_id, relief=True)


def put_every_mark(session: Session, case: Case) -> None:
    if case.disputed_on is not None:
        put_marks(session, case, "disputed")
    if case.suspended_on is not None or case.relief_on is not None:
        put_marks(session, case, "relief")


def listings_of(case: Case) -> tuple[str, ...]:
    return (case.listing_id,) if case.recognised_as is None else (case.listing_id, case.recognised_as)


def _was_stated(session: Session, case: Case, flag: Flag, listing_id: str) -> bool:
    events = select(CaseEvent.data).where(CaseEvent.case_id == case.id).order_by(col(CaseEvent.number).desc())
    kept = (data.get(_STATED, {}).get(flag, {}) for data in session.exec(events))
    return next((bool(own[listing_id]) for own in kept if listing_id in own), False)

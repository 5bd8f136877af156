"""An end by the upstream wins at once: the case of a name that it no longer lists is closed, wherever it stands."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.moves import moved
from models.cases.tables import Case, CaseEvent
from models.listings import end_listing, records_by_id


def close_ended(session: Session, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the cases closed; listings without an open case are passed over. Ending the listings is the caller's; a
    name that goes on beside the listing as which it was recognised ends with that."""
    ended = list(listing_ids)
    about = or_(col(Case.listing_id).in_(ended), col(Case.recognised_as).in_(ended))
    found = session.exec(
        select(Case).where(about, Case.state != CaseState.CLOSED).order_by(col(Case.id)).with_for_update()
    ).all()
    for case in found:
        if case.recognised_as is not None:
            _end_name(session, case.listing_id, case.recognised_as)
        _close(session, case, now)
    session.flush()
    return [case.id for case in found]


def _end_name(session: Session, listing_id: str, recognised_as: str) -> None:
    records = records_by_id(session, [listing_id, recognised_as])
    ended = records[recognised_as]
    if ended.ended_on is not None and records[listing_id].ended_on is None:
        end_listing(session, listing_id, ended.ended_on, EndKind.REMOVED, ended.end_reason)


def _close(session: Session, case: Case, now: datetime) -> None:
    after = moved(CaseState(case.state), CaseAction.END_UPSTREAM)
    case.version += 1
    session.add(
        CaseEvent(
            case_id=case.id,
            number=case.version,
            at=now,
            by="huixin",
            action=CaseAction.END_UPSTREAM,
            from_state=case.state,
            to_state=after,
            data={},
        )
    )
    case.state = after
    case.entered_state_on = day_of(now)

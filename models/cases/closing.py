"""An end by the upstream wins at once: the case of a name that it no longer lists is closed, wherever it stands."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.moves import moved
from models.cases.tables import Case, CaseEvent


def close_ended(session: Session, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the cases closed; listings without an open case are passed over. Ending the listing is the caller's."""
    found = session.exec(
        select(Case)
        .where(col(Case.listing_id).in_(list(listing_ids)), Case.state != CaseState.CLOSED)
        .order_by(col(Case.id))
        .with_for_update()
    ).all()
    for case in found:
        _close(session, case, now)
    session.flush()
    return [case.id for case in found]


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

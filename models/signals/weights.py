"""How much a member's word weighs: less for who retracts, and for who floods. See docs/alliance.md."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from models.signals.tables import Signal
from rules.catalogue import Catalogue


def weight(shared: int, retracted: int, flood_from: int) -> float:
    """Of a member that shared and retracted so many within the days looked back on: 1 for a new one, never 0."""
    return (shared - retracted + 1) / (shared + 1) * min(1.0, flood_from / max(shared, 1))


def weights_of(session: Session, catalogue: Catalogue, member_ids: Collection[str], today: date) -> dict[str, float]:
    """By member. What was retracted counts, however soon that was done."""
    since = today - timedelta(days=catalogue.number("signal_weight_days", today))
    flood_from = catalogue.number("signal_flood_from", today)
    counted = (
        select(Signal.member_id, func.count(), func.count(col(Signal.retracted_on)))
        .where(col(Signal.member_id).in_(member_ids), col(Signal.shared_on) > since)
        .group_by(col(Signal.member_id))
    )
    found = {member: weight(shared, gone, flood_from) for member, shared, gone in session.exec(counted)}
    return {member: found.get(member, 1.0) for member in member_ids}

"""Rosters are kept for a stated time after their campaign: its day says what is told, and here the merchants go from
the database too. How many came to what stays, for the board and the report."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, delete, or_, select, tuple_

from models.campaigns.board import counted
from models.campaigns.tables import Campaign, Enrolment
from rules.catalogue import Catalogue

KEPT_DAYS = "roster_kept_days"
AT_ONCE = 5_000
"""Enrolments of one transaction."""


def kept_until(catalogue: Catalogue, campaign: Campaign) -> date:
    """The last day on which anybody reads whom it enrolled."""
    return campaign.last_day + timedelta(days=catalogue.number(KEPT_DAYS, campaign.last_day, 90))


def rosters_to_erase(session: Session, catalogue: Catalogue, today: date) -> list[str]:
    """The campaigns of which some is still there, the oldest first."""
    some = select(Enrolment.uscc).where(Enrolment.campaign_id == Campaign.id).exists()
    over = select(Campaign).where(Campaign.last_day < today, or_(some, col(Campaign.counts).is_(None)))
    rows = session.exec(over.order_by(col(Campaign.last_day), col(Campaign.id)))
    return [row.id for row in rows if kept_until(catalogue, row) < today]


def erase_rosters(session: Session, keys: Sequence[str]) -> None:
    """Of the first of them, at most so many enrolments at once."""
    key = keys[0]
    campaign = session.get_one(Campaign, key)
    if campaign.counts is None:
        campaign.counts = [list(row) for row in counted(session, campaign)]
        session.flush()
    own = tuple_(col(Enrolment.campaign_id), col(Enrolment.member_id), col(Enrolment.uscc))
    some = select(Enrolment.campaign_id, Enrolment.member_id, Enrolment.uscc).where(Enrolment.campaign_id == key)
    session.exec(delete(Enrolment).where(own.in_(some.limit(AT_ONCE))))

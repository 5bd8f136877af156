"""Keeping campaigns up with the change sequence and the day: one job for each, until it is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.campaigns.enrolling import follow
from models.campaigns.screening import goes_on, rules_of
from models.campaigns.tables import Campaign
from models.checks import CheckContext
from models.jobs import Job, put_job
from models.sequence import current_sequence

SCREEN = "campaign_screen"


def behind(session: Session, context: CheckContext) -> Sequence[str]:
    """Ids of those that go on, that a change, the day or the rules are ahead of, and that no job will bring up to it
    yet."""
    newest, today = current_sequence(session), context.today
    queued = select(Job.key).where(Job.kind == SCREEN)
    going_on = select(Campaign).where(Campaign.last_day >= today, col(Campaign.id).not_in(queued))
    return [
        row.id
        for row in session.exec(going_on.order_by(Campaign.id))
        if row.cursor < newest or row.rescreened_on < today or row.rules != rules_of(row, context)
    ]


def put_screen_jobs(session: Session, ids: Sequence[str], now: datetime) -> None:
    """One job for each."""
    for key in ids:
        put_job(session, SCREEN, key, now)


def screen_anew(session: Session, key: str, context: CheckContext) -> int:
    """How many enrolments were looked at again; none of a campaign that is over."""
    campaign = session.get(Campaign, key)
    return follow(session, campaign, context) if campaign is not None and goes_on(campaign, context.today) else 0

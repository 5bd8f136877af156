"""When the worker pulls which feed. Nothing is flipped by a timer: the last pull and the feed's interval say it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.jobs import Job, put_job
from models.upstream.runs import LEASE, last_run
from models.upstream.tables import UpstreamFeed, UpstreamRun

PULL = "pull"
"""Kind of the job, its key is the feed; and its lane: one pull at a time, so that deliveries are never held up."""
AGAIN = timedelta(minutes=15)
"""After a pull that failed, unless the feed is pulled more often than that anyway. It goes on where it broke off."""
BREATH = timedelta(minutes=1)
"""Between a pull that took longer than its interval and the next."""


def next_pull(feed: UpstreamFeed, last: UpstreamRun | None) -> datetime | None:
    """From when on the worker pulls it, given its last pull by whomever; None: never. One that is under way goes on
    until it has been silent for its lease."""
    if feed.pull_minutes is None or feed.url is None:
        return None
    interval = timedelta(minutes=feed.pull_minutes)
    if last is None:
        return feed.created_at
    if last.finished_at is None:
        return last.touched_at + LEASE
    if last.state == "failed":
        return last.finished_at + min(interval, AGAIN)
    return max(last.started_at + interval, last.finished_at + BREATH)


def due_pulls(session: Session, now: datetime) -> list[str]:
    """Codes of the feeds that are to be pulled and that no job will pull yet."""
    queued = select(Job.key).where(Job.kind == PULL)
    scheduled = select(UpstreamFeed).where(
        col(UpstreamFeed.pull_minutes).is_not(None), col(UpstreamFeed.code).not_in(queued)
    )
    due = []
    for feed in session.exec(scheduled.order_by(col(UpstreamFeed.code))):
        at = next_pull(feed, last_run(session, feed, "pull"))
        if at is not None and at <= now:
            due.append(feed.code)
    return due


def put_pull_jobs(session: Session, codes: list[str], now: datetime) -> None:
    for code in codes:
        put_job(session, PULL, code, now, lane=PULL)

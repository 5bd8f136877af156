"""Runs of feeds: one at a time pulls, a pull that broke off is taken up where it stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.base import new_id
from models.errors import Conflict
from models.upstream.tables import UpstreamFeed, UpstreamRun

LEASE = timedelta(minutes=5)
"""A pull that has written nothing for so long is dead: a page takes less, all its tries together."""
RESUMED_WITHIN = timedelta(hours=6)
"""A broken pull that is older starts again from the first page: the list has moved on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended. `problem`: a stable code, None where all went well."""

    state: Literal["completed", "incomplete", "failed"]
    problem: str | None = None
    detail: str | None = None
    import_id: str | None = None
    held: int = 0
    dropped: int = 0


def begin_run(session: Session, feed: UpstreamFeed, kind: Literal["pull", "push", "drop"], now: datetime) -> str:
    _hold(session, feed)
    last = last_run(session, feed)
    run = UpstreamRun(
        id=new_id("upr"),
        feed=feed.code,
        number=1 if last is None else last.number + 1,
        kind=kind,
        state="running",
        started_at=now,
        touched_at=now,
    )
    session.add(run)
    session.flush()
    return run.id


def last_run(session: Session, feed: UpstreamFeed, kind: str | None = None) -> UpstreamRun | None:
    statement = select(UpstreamRun).where(UpstreamRun.feed == feed.code)
    if kind is not None:
        statement = statement.where(UpstreamRun.kind == kind)
    return session.exec(statement.order_by(col(UpstreamRun.number).desc()).limit(1)).first()


def _hold(session: Session, feed: UpstreamFeed) -> None:
    """Of two runs that begin at once, one sees the other."""
    session.exec(select(UpstreamFeed).where(UpstreamFeed.code == feed.code).with_for_update()).one()


def begin_pull(session: Session, feed: UpstreamFeed, now: datetime) -> UpstreamRun:
    """A new pull, or the one that broke off. Raises Conflict while another one is under way."""
    _hold(session, feed)
    last = last_run(session, feed, "pull")
    if last is not None and last.state == "running" and last.touched_at + LEASE > now:
        raise Conflict(f"Feed {feed.code} is being pulled since {last.started_at.isoformat()}.")
    if last is None or last.state not in ("running", "failed") or last.started_at + RESUMED_WITHIN < now:
        return session.get_one(UpstreamRun, begin_run(session, feed, "pull", now))
    last.state, last.finished_at, last.touched_at = "running", None, now
    last.problem = last.detail = None
    session.flush()
    return last


def move_cursor(
    session: Session, run_id: str, *, next_page: int, size: int, total: int, rows: int, now: datetime
) -> None:
    """What has been put by so far; a pull that breaks off goes on from here."""
    session.execute(
        update(UpstreamRun)
        .where(col(UpstreamRun.id) == run_id)
        .values(next_page=next_page, size=size, total=total, rows=rows, touched_at=now)
    )


def touch(session: Session, run_id: str, now: datetime) -> None:
    """The run is alive, whatever it is at."""
    session.execute(update(UpstreamRun).where(col(UpstreamRun.id) == run_id).values(touched_at=now))


def end_run(session: Session, run_id: str, ended: Ended, now: datetime, rows: int | None = None) -> UpstreamRun:
    run = session.get_one(UpstreamRun, run_id)
    run.state, run.finished_at, run.touched_at = ended.state, now, now
    run.problem, run.detail = ended.problem, (ended.detail or "")[:300] or None
    run.import_id, run.held, run.dropped = ended.import_id or run.import_id, ended.held, ended.dropped
    if rows is not None:
        run.rows = rows
    session.flush()
    return run

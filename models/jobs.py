"""The queue of work that nobody waits for: rows with leases, in the same database as what they are about.

A job is taken for a spell, and taken up by another worker once the spell is over; whoever settles it must still hold
it. Each kind and key stands in the queue at most once. A job that fails comes back later and later, and never goes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, UniqueConstraint, delete, exists, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from models.base import Instant, MainTable, new_id

LEASE = timedelta(minutes=2)
"""Longer than any job takes: a delivery gives up after a fraction of it."""
LONGEST_WAIT = timedelta(hours=1)
"""Between two tries of a job that keeps failing."""


class Job(MainTable, table=True):
    """`key`: what it is about; `lane`: jobs of one lane run one after the other, in the order of their ids."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint("(lease IS NULL) = (leased_until IS NULL)", name="lease"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    key: str = Field(max_length=64)
    lane: str | None = Field(default=None, max_length=64, index=True)
    due_at: datetime = Field(sa_type=Instant, index=True)
    tries: int = 0
    """Tries in a row that failed."""
    lease: str | None = Field(default=None, max_length=40)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = Field(default=None, max_length=300)
    """What the last try failed with: the name of the error, never its text."""


class LeaseLost(Exception):  # noqa: N818 - says what happened
    """Somebody else has the job now: whatever was done under the old lease must not be written."""


@dataclass(frozen=True, slots=True)
class TakenJob:
    id: int
    kind: str
    key: str
    tries: int
    lease: str


def put_job(session: Session, kind: str, key: str, due_at: datetime, lane: str | None = None) -> None:
    """Enters a job, unless one of this kind and key is in the queue already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"kind": kind, "key": key, "due_at": due_at, "lane": lane, "tries": 0}
    session.execute(insert(Job).values(row).on_conflict_do_nothing(index_elements=["kind", "key"]))


def job_is_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is anything to take; asked first, so that an idle worker never becomes a writer."""
    return session.exec(_due(kinds, now).limit(1)).first() is not None


def take_job(session: Session, kinds: Collection[str], now: datetime, lease: timedelta = LEASE) -> TakenJob | None:
    """The next job that is due and that nobody holds; from now on it is the caller's, until the lease is over."""
    # SQLite has no FOR UPDATE and needs none: its transaction began as the only writer.
    job = session.exec(_due(kinds, now).limit(1).with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    job.lease, job.leased_until = new_id("lse"), now + lease
    session.flush()
    assert job.id is not None  # noqa: S101 - it stands in the database
    return TakenJob(job.id, job.kind, job.key, job.tries, job.lease)


def _due(kinds: Collection[str], now: datetime):  # type: ignore[no-untyped-def]
    other = aliased(Job)
    lane_is_busy = exists().where(
        col(other.lane) == col(Job.lane), col(other.id) != col(Job.id), col(other.leased_until) > now
    )
    return (
        select(Job)
        .where(
            col(Job.kind).in_(kinds),
            col(Job.due_at) <= now,
            or_(col(Job.leased_until).is_(None), col(Job.leased_until) <= now),
            ~lane_is_busy,
        )
        .order_by(col(Job.due_at), col(Job.id))
    )


def hold(session: Session, job: TakenJob) -> None:
    """First in the transaction that settles a job: nobody else can take it until that ends. Raises LeaseLost."""
    held = session.execute(
        update(Job).where(col(Job.id) == job.id, col(Job.lease) == job.lease).values(lease=job.lease)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(f"{job.kind} {job.key}")


def renew(session: Session, job: TakenJob, until: datetime) -> None:
    """The job is alive and goes on. Raises LeaseLost."""
    held = session.execute(
        update(Job).where(col(Job.id) == job.id, col(Job.lease) == job.lease).values(leased_until=until)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(f"{job.kind} {job.key}")


def finish(session: Session, job: TakenJob) -> None:
    session.execute(delete(Job).where(col(Job.id) == job.id))


def run_again(session: Session, job: TakenJob, due_at: datetime) -> None:
    """The job has done its part and has more to do then."""
    _release(session, job, due_at=due_at, tries=0, error=None)


def put_off(session: Session, job: TakenJob, now: datetime, error: BaseException) -> None:
    """The job failed for a reason that is not its own to handle: after 1, 2, 4 … seconds it is tried again."""
    wait = min(timedelta(seconds=2 ** min(job.tries, 20)), LONGEST_WAIT)
    _release(session, job, due_at=now + wait, tries=job.tries + 1, error=type(error).__name__[:300])


def _release(session: Session, job: TakenJob, **values: object) -> None:
    session.execute(update(Job).where(col(Job.id) == job.id).values(lease=None, leased_until=None, **values))

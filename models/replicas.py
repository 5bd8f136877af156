"""Replicas: the processes that answer, each with a row of its own, and up to where it answered when.

The rows stand in the log, which a process writes to anyway: what is known is not touched, and no replica has to look
what has changed. How old a row is follows from its instants; nobody turns it into anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, delete
from sqlmodel import Field, Session, col, select

from huixin.types.replica import ReplicaView
from models.base import Instant, LogTable

BEAT = timedelta(seconds=5)
"""Between two looks of a replica at itself."""
SILENT_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


class Replica(LogTable, table=True):
    """`sequence`: the change up to which it answers on its hot path, None until that is told. `current_at`: when that
    was last the newest one. `seen_at`: when it last looked."""

    __tablename__ = "replica"
    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=300)
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    sequence: int | None = Field(default=None, sa_type=BigInteger)
    current_at: datetime | None = Field(default=None, sa_type=Instant)


@dataclass(frozen=True, slots=True)
class Process:
    """A process that answers. `name`: its host and number."""

    id: str
    name: str
    started_at: datetime


def tell(log: Session, process: Process, here: int | None, newest: int, now: datetime) -> None:
    """`here`: up to which change it answers on its hot path; `newest`: the newest that there is. What has been silent
    for a day is forgotten."""
    log.execute(delete(Replica).where(col(Replica.seen_at) < now - FORGOTTEN_AFTER))
    row = log.get(Replica, process.id)
    if row is None:
        row = Replica(id=process.id, name=process.name, started_at=process.started_at, seen_at=now)
    row.seen_at, row.sequence = now, here
    if here is not None and here >= newest:
        row.current_at = now
    log.add(row)
    log.flush()


def leave(log: Session, process_id: str) -> None:
    """It ended in order; one that was killed stays to be seen, silent, for a day."""
    log.execute(delete(Replica).where(col(Replica.id) == process_id))


def replicas(log: Session, now: datetime) -> Sequence[Replica]:
    """By name."""
    known = select(Replica).where(col(Replica.seen_at) >= now - FORGOTTEN_AFTER)
    return log.exec(known.order_by(col(Replica.name), col(Replica.id))).all()


def replica_view(row: Replica, newest: int, now: datetime) -> ReplicaView:
    age = None if row.current_at is None else max((now - row.current_at).total_seconds(), 0.0)
    return ReplicaView(
        id=row.id,
        name=row.name,
        started_at=row.started_at,
        seen_at=row.seen_at,
        sequence=row.sequence,
        behind=None if row.sequence is None else max(newest - row.sequence, 0),
        current_at=row.current_at,
        age_seconds=age,
        silent=now - row.seen_at > SILENT_AFTER,
    )

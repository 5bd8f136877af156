"""How things stand, in numbers: how old what is known is, and how much waits in the queues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from huixin.core.windows import start_of
from models.jobs import Job
from models.sequence import current_sequence
from models.upstream.tables import UpstreamRefresh
from models.webhooks.tables import Webhook


@dataclass(frozen=True, slots=True)
class Gauges:
    """`freshness`: seconds since the day began on which a list was last stated whole, by the feed that has been silent
    longest. `queues`: jobs by kind; `overdue`: those of them that should have begun; `untold`: changes of the feed
    that some webhook has not been told of."""

    sequence: int
    freshness: Mapping[str, float]
    queues: Mapping[str, int]
    overdue: Mapping[str, int]
    untold: int


def gauges(session: Session, now: datetime) -> Gauges:
    sequence, jobs = current_sequence(session), select(Job.kind, func.count()).group_by(Job.kind)
    slowest = session.exec(select(func.min(Webhook.cursor)).where(col(Webhook.disabled_at).is_(None))).one()
    return Gauges(
        sequence=sequence,
        freshness=_freshness(session, now),
        queues=dict(session.exec(jobs).all()),
        overdue=dict(session.exec(jobs.where(Job.due_at <= now)).all()),
        untold=0 if slowest is None else sequence - slowest,
    )


def _freshness(session: Session, now: datetime) -> dict[str, float]:
    refresh = UpstreamRefresh
    current = select(refresh.list, func.min(refresh.confirmed_on)).where(col(refresh.seq_to).is_(None))
    rows = session.exec(current.group_by(refresh.list)).all()
    return {code: max((now - start_of(day)).total_seconds(), 0.0) for code, day in rows}

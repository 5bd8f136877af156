"""The job that pulls a feed of an upstream platform: under a lease that lives as long as something comes in, and given
up, to go on later, where the worker is asked to stop."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from api.context import AppContext
from api.routers.upstream import desk_of
from clients.upstream.fetching import Patience
from clients.upstream.pull import pull
from models.errors import DomainError
from models.jobs import TakenJob, renew
from models.upstream.runs import LEASE
from models.upstream.schedule import due_pulls, put_pull_jobs

LOG = logging.getLogger(__name__)


class Stopping(Exception):  # noqa: N818 - says what happens
    """The worker comes to its end; what it is at is taken up again by the next."""


def pull_upstream(context: AppContext, job: TakenJob) -> Callable[[Session], datetime | None]:
    """How it went stands in the run; a pull that failed leaves what is known as it was and comes again by itself."""
    desk = replace(desk_of(context), beat=_beat(context, job))
    desk.beat()
    try:
        pull(desk, job.key, patience=Patience(sleep=lambda seconds: _wait(context, seconds)))
    except Stopping:
        return lambda _: context.now()
    except DomainError as error:
        # Somebody pulls it by hand, or the feed is no longer what it was: the planner looks again.
        LOG.warning("feed %s was not pulled: %s", job.key, error.code)
    return lambda _: None


def _beat(context: AppContext, job: TakenJob) -> Callable[[], None]:
    """Keeps the job, which is leased for less than a large list takes."""
    renewed: list[datetime] = []

    def beat() -> None:
        _refuse_to_go_on(context)
        now = context.now()
        if not renewed or now >= renewed[0] + LEASE / 5:
            renewed[:] = [now]
            with context.database.write() as session:
                renew(session, job, now + LEASE)

    return beat


def _wait(context: AppContext, seconds: float) -> None:
    """Between two tries; not to the end where the worker stops."""
    context.stopping.wait(seconds)
    _refuse_to_go_on(context)


def _refuse_to_go_on(context: AppContext) -> None:
    if context.stopping.is_set():
        raise Stopping


def plan_pulls(context: AppContext) -> None:
    """Feeds whose interval is over."""
    now = context.now()
    with context.database.read() as session:
        due = due_pulls(session, now)
    if due:
        with context.database.write() as session:
            put_pull_jobs(session, due, now)

"""The worker: takes jobs from the queue and does them, in threads of `serve` or in a process of its own.

What a job changes is committed together with its end, under its lease: a worker that is killed leaves a job that
another takes up, and one that was too slow writes nothing.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from api.auditing import audit_log
from api.bundling import BUNDLE, make_bundle
from api.context import AppContext
from api.planning import log_failure, plan
from api.pulls import pull_upstream
from api.submitting import reconcile, submit
from clients.delivery import post
from huixin.core.windows import day_of
from models import roster
from models.audits import AUDIT
from models.campaigns import jobs as campaigns
from models.exits import following as exits
from models.jobs import LEASE, LeaseLost, TakenJob, finish, hold, job_is_due, put_off, renew, run_again, take_job
from models.punishments import following as punishing
from models.punishments.opening import Moment as PunishMoment
from models.rulesets.shadow import counting as shadows
from models.submissions.tables import RECONCILE, SUBMIT
from models.upstream.schedule import PULL
from models.webhooks.deliveries import Tried, outgoing, settle
from models.webhooks.following import Moment, follow
from models.webhooks.tables import DELIVER, FOLLOW

LOG = logging.getLogger(__name__)
Settle = Callable[[Session], datetime | None]
"""Writes what a job came to, in the transaction that ends it; when to run it again, None for never."""
Handler = Callable[[AppContext, TakenJob], Settle]
"""Does the slow part of a job, outside of any transaction."""
THREADS = 4
"""Jobs under way at the same time in one process: mostly they wait for receivers."""
PAUSE = 0.25
"""Seconds between two looks at an empty queue."""


def moment_of(context: AppContext) -> Moment:
    now = context.now()
    return Moment(context.ruleset.catalogue, now, day_of(now))


def follow_feed(context: AppContext, job: TakenJob) -> Settle:
    """Brings a webhook up to the change feed, a page at a time."""

    def settled(session: Session) -> datetime | None:
        moment = moment_of(context)
        return moment.now if follow(session, job.key, moment) else None

    return settled


def deliver(context: AppContext, job: TakenJob) -> Settle:
    """Sends one delivery."""
    moment = moment_of(context)
    with context.database.read() as session:
        request = outgoing(session, context.keys, job.key, moment)
    if request is None:
        return partial(settle, delivery_id=job.key, tried=None)
    came = post(request.url, request.headers, request.body, context.settings.reach)
    tried = Tried(context.now(), came.status, came.error, came.milliseconds)
    return partial(settle, delivery_id=job.key, tried=tried)


def punish(context: AppContext, job: TakenJob) -> Settle:
    """Brings tasks and prompts into line with what has changed, or with the day."""
    moment = PunishMoment(context.ruleset, context.now())
    with context.database.read() as session:
        found = punishing.look(session, job.key, moment)

    def settled(session: Session) -> datetime | None:
        return moment.now if punishing.follow(session, found, moment) else None

    return settled


def follow_ends(context: AppContext, job: TakenJob) -> Settle:
    """Reads who received what, and tells those whose records are no longer to be used: in steps, each of which prolongs
    the lease."""
    run = exits.Run(
        context.database,
        context.ruleset.catalogue,
        context.now(),
        keep=lambda session: renew(session, job, context.now() + LEASE),
    )
    sequence = exits.follow_exits(run)

    def settled(session: Session) -> datetime | None:
        exits.end_run(session, run, sequence)
        return None

    return settled


def count_shadow(context: AppContext, job: TakenJob) -> Settle:
    """Counts what a version beside the live one would have said of the decisions since."""
    now = context.now()
    counted = shadows.look(context.database, context.book, job.key, now)
    return partial(shadows.settle, run_id=job.key, counted=counted, now=now)


def screen_campaign(context: AppContext, job: TakenJob) -> Settle:
    """Screens anew those enrolments that a change or the day is about."""

    def settle(session: Session) -> datetime | None:
        campaigns.screen_anew(session, job.key, context.checking())
        return None

    return settle


def follow_roster(context: AppContext, job: TakenJob) -> Settle:
    """Looks again at those of an uploaded roster that a change or the day is about."""

    def settle(session: Session) -> datetime | None:
        roster.follow(session, job.key, context.checking())
        return None

    return settle


HANDLERS: Mapping[str, Handler] = {
    FOLLOW: follow_feed,
    DELIVER: deliver,
    punishing.PUNISH: punish,
    exits.FOLLOW_EXITS: follow_ends,
    PULL: pull_upstream,
    shadows.SHADOW: count_shadow,
    BUNDLE: make_bundle,
    campaigns.SCREEN: screen_campaign,
    roster.FOLLOW: follow_roster,
    SUBMIT: submit,
    RECONCILE: reconcile,
    AUDIT: audit_log,
}
"""What does each kind of job. A worker takes only kinds that it knows."""


def step(context: AppContext, handlers: Mapping[str, Handler] = HANDLERS) -> bool:
    """Does one job, if one is due. An error of the job itself puts it off; it is not raised."""
    plan(context)
    now = context.now()
    with context.database.read() as session:
        if not job_is_due(session, handlers, now):
            return False
    with context.database.write() as session:
        job = take_job(session, handlers, now)
    if job is None:
        return False
    try:
        _end(context, job, handlers[job.kind](context, job))
    except LeaseLost:
        LOG.warning("job %s %s took longer than its lease", job.kind, job.key)
    except Exception as error:
        log_failure(error, f"job {job.kind} {job.key}")
        with context.database.write() as session:
            hold(session, job)
            put_off(session, job, context.now(), error)
    return True


def _end(context: AppContext, job: TakenJob, settled: Settle) -> None:
    with context.database.write() as session:
        hold(session, job)
        again = settled(session)
        if again is None:
            finish(session, job)
        else:
            run_again(session, job, again)


def work(context: AppContext, stop: Event, handlers: Mapping[str, Handler] = HANDLERS) -> None:
    """Does jobs until `stop` is set; the one under way is done to its end."""
    while not stop.is_set():
        try:
            busy = step(context, handlers)
        except (SQLAlchemyError, LeaseLost) as error:
            log_failure(error, "the queue")
            busy = False
        if not busy:
            stop.wait(PAUSE)


@contextmanager
def working(context: AppContext, threads: int = THREADS) -> Iterator[None]:
    """Workers in threads for as long as this lasts; at the end what they are doing is done first."""
    stop = context.stopping
    stop.clear()
    started = [Thread(target=work, args=(context, stop), name=f"worker-{number}") for number in range(threads)]
    for thread in started:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in started:
            thread.join()

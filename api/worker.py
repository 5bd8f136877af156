"""The worker: takes jobs from the queue and does them, in threads of `serve` or in a process of its own.

What a job changes is committed together with its end, under its lease: a worker that is killed leaves a job that
another takes up, and one that was too slow writes nothing.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache, partial
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from api.auditing import audit_log
from api.bundling import BUNDLE, make_bundle, plan_bundles
from api.context import AppContext
from api.pulls import plan_pulls, pull_upstream
from api.submitting import reconcile, submit
from clients.delivery import post
from huixin.core.windows import day_of
from models import roster
from models.audits import AUDIT
from models.campaigns import jobs as campaigns
from models.exits import following as exits
from models.jobs import LeaseLost, TakenJob, finish, hold, job_is_due, put_off, run_again, take_job
from models.listings import ListingVersion
from models.overdue import fallen_overdue, tell_overdue
from models.punishments import following as punishing
from models.punishments.opening import Moment as PunishMoment
from models.rulesets.shadow import counting as shadows
from models.rulesets.warning import tell_endings, untold
from models.signals.erasing import erase, is_to_erase
from models.submissions.tables import RECONCILE, SUBMIT
from models.upstream.schedule import PULL
from models.webhooks.deliveries import Tried, outgoing, settle
from models.webhooks.following import Moment, follow, put_follow_jobs, webhooks_behind
from models.webhooks.tables import DELIVER, FOLLOW
from rules.horizon import Ending, horizon
from rules.ruleset import RuleSet

LOG = logging.getLogger(__name__)
Settle = Callable[[Session], datetime | None]
"""Writes what a job came to, in the transaction that ends it; when to run it again, None for never."""
Handler = Callable[[AppContext, TakenJob], Settle]
"""Does the slow part of a job, outside of any transaction."""
Planner = Callable[[AppContext], None]
"""Enters jobs that nobody has entered by hand."""
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


def follow_ends(context: AppContext, _: TakenJob) -> Settle:
    """Reads who received what, and tells those whose records are no longer to be used."""
    now, catalogue = context.now(), context.ruleset.catalogue
    found = exits.look(context.database, catalogue, now)
    return partial(exits.follow_exits, catalogue=catalogue, now=now, found=found)


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


def plan_webhooks(context: AppContext) -> None:
    """Webhooks that the feed is ahead of."""
    with context.database.read() as session:
        behind = webhooks_behind(session)
    if behind:
        with context.database.write() as session:
            put_follow_jobs(session, behind, context.now())


def plan_punishments(context: AppContext) -> None:
    """Tasks and prompts that changes, or the day, are ahead of."""
    moment = PunishMoment(context.ruleset, context.now())
    with context.database.read() as session:
        behind = punishing.behind(session, moment)
    if behind:
        with context.database.write() as session:
            punishing.put_punish_jobs(session, behind, moment)


def tell_of_the_day(context: AppContext) -> None:
    """Orders that have fallen overdue; there is no job, for it is one short write."""
    today = context.today()
    with context.database.read() as session:
        late = session.exec(select(ListingVersion.listing_id).where(fallen_overdue(today))).first()
    if late is not None:
        with context.database.write() as session:
            tell_overdue(session, today)


def erase_what_has_passed(context: AppContext) -> None:
    """What signals said whose retention is over, some at a time; each is one short write."""
    today = context.today()
    with context.database.read() as session:
        passed = is_to_erase(session, today)
    if passed:
        with context.database.write() as session:
            erase(session, today)


def plan_exits(context: AppContext) -> None:
    """Notices of what has ended, by a change or by the day."""
    now = context.now()
    with context.database.read() as session:
        behind = exits.is_behind(session, now)
    if behind:
        with context.database.write() as session:
            exits.put_exit_job(session, now)


def plan_shadows(context: AppContext) -> None:
    """Versions beside the live one that decisions are ahead of."""
    now = context.now()
    with context.database.read() as session:
        runs = shadows.behind(session, now)
    if runs:
        with context.database.write() as session:
            shadows.put_shadow_jobs(session, runs, now)


def plan_campaigns(context: AppContext) -> None:
    """Campaigns that changes, the day or the rules are ahead of."""
    with context.database.read() as session:
        behind = campaigns.behind(session, context.checking())
    if behind:
        with context.database.write() as session:
            campaigns.put_screen_jobs(session, behind, context.now())


def plan_rosters(context: AppContext) -> None:
    """Uploaded rosters that changes, the day or the rules are ahead of."""
    with context.database.read() as session:
        behind = roster.behind(session, context.checking())
    if behind:
        with context.database.write() as session:
            roster.put_follow_jobs(session, behind, context.now())


def tell_what_ends(context: AppContext) -> None:
    """What the rules in force are about to lose, told to the centre; there is no job, for it is one short write."""
    today = context.today()
    endings = _endings(context.ruleset, today)
    if not endings:
        return
    with context.database.read() as session:
        waiting = next(untold(session, endings, today), None)
    if waiting is not None:
        with context.database.write() as session:
            tell_endings(session, endings, today, context.now())


@lru_cache(maxsize=2)
def _endings(ruleset: RuleSet, today: date) -> tuple[Ending, ...]:
    """Looked at once a day, not with every step."""
    return tuple(horizon(ruleset.catalogue, today))


PLANNERS: Sequence[Planner] = (
    tell_of_the_day,
    tell_what_ends,
    erase_what_has_passed,
    plan_webhooks,
    plan_punishments,
    plan_exits,
    plan_pulls,
    plan_shadows,
    plan_bundles,
    plan_campaigns,
    plan_rosters,
)


def plan(context: AppContext, planners: Sequence[Planner] = PLANNERS) -> None:
    """Puts into the queue what follows from what is known. One that fails does not hold up the others."""
    for planner in planners:
        try:
            planner(context)
        except Exception as error:
            _log(error, f"planning by {planner.__name__}")


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
        _log(error, f"job {job.kind} {job.key}")
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
            _log(error, "the queue")
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


def _log(error: BaseException, what: str) -> None:
    """Where it failed, without the exception's text: it may hold what must not be kept."""
    LOG.error("%s failed with %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))

"""What is to be done because of what is known, or of the day: put into the queue, or done where it is one short write.

Each looks before it writes: a look takes no writer's turn.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sqlmodel import Session, select

from api.bundling import plan_bundles
from api.context import AppContext
from api.pulls import plan_pulls
from models import roster
from models.campaigns import jobs as campaigns
from models.campaigns.erasing import erase_rosters, rosters_to_erase
from models.exits import following as exits
from models.listings import ListingVersion
from models.overdue import fallen_overdue, tell_overdue
from models.punishments import following as punishing
from models.punishments.opening import Moment as PunishMoment
from models.rulesets.shadow import counting as shadows
from models.rulesets.warning import tell_endings, untold
from models.signals.erasing import erase, is_to_erase
from models.webhooks.following import put_follow_jobs, webhooks_behind
from rules.horizon import Ending, horizon
from rules.ruleset import RuleSet

LOG = logging.getLogger(__name__)
Planner = Callable[[AppContext], None]
"""Enters jobs that nobody has entered by hand."""
Found = TypeVar("Found")


def _write_what_is_due(
    context: AppContext, look: Callable[[Session], Found], write: Callable[[Session, Found], object]
) -> None:
    with context.database.read() as session:
        found = look(session)
    if found:
        with context.database.write() as session:
            write(session, found)


def tell_of_the_day(context: AppContext) -> None:
    """Orders that have fallen overdue."""
    today = context.today()
    late = select(ListingVersion.listing_id).where(fallen_overdue(today))
    _write_what_is_due(
        context, lambda session: session.exec(late).first(), lambda session, _: tell_overdue(session, today)
    )


def tell_what_ends(context: AppContext) -> None:
    """What the rules in force are about to lose, told to the centre."""
    today = context.today()
    if endings := _endings(context.ruleset, today):
        _write_what_is_due(
            context,
            lambda session: next(untold(session, endings, today), None),
            lambda session, _: tell_endings(session, endings, today, context.now()),
        )


@lru_cache(maxsize=2)
def _endings(ruleset: RuleSet, today: date) -> tuple[Ending, ...]:
    """Looked at once a day, not with every step."""
    return tuple(horizon(ruleset.catalogue, today))


def erase_what_has_passed(context: AppContext) -> None:
    """What signals said whose retention is over, and whom campaigns enrolled that are long over, some at a time."""
    today, catalogue = context.today(), context.ruleset.catalogue
    _write_what_is_due(context, lambda session: is_to_erase(session, today), lambda session, _: erase(session, today))
    _write_what_is_due(context, lambda session: rosters_to_erase(session, catalogue, today), erase_rosters)


def plan_webhooks(context: AppContext) -> None:
    """Webhooks that the feed is ahead of."""
    _write_what_is_due(
        context, webhooks_behind, lambda session, behind: put_follow_jobs(session, behind, context.now())
    )


def plan_punishments(context: AppContext) -> None:
    """Tasks and prompts that changes, or the day, are ahead of."""
    moment = PunishMoment(context.ruleset, context.now())
    _write_what_is_due(
        context,
        lambda session: punishing.behind(session, moment),
        lambda session, behind: punishing.put_punish_jobs(session, behind, moment),
    )


def plan_exits(context: AppContext) -> None:
    """Notices of what has ended, by a change or by the day."""
    now = context.now()
    _write_what_is_due(
        context, lambda session: exits.is_behind(session, now), lambda session, _: exits.put_exit_job(session, now)
    )


def plan_shadows(context: AppContext) -> None:
    """Versions beside the live one that decisions are ahead of."""
    now = context.now()
    _write_what_is_due(
        context,
        lambda session: shadows.behind(session, now),
        lambda session, runs: shadows.put_shadow_jobs(session, runs, now),
    )


def plan_campaigns(context: AppContext) -> None:
    """Campaigns that changes, the day or the rules are ahead of."""
    _write_what_is_due(
        context,
        lambda session: campaigns.behind(session, context.checking()),
        lambda session, behind: campaigns.put_screen_jobs(session, behind, context.now()),
    )


def plan_rosters(context: AppContext) -> None:
    """Uploaded rosters that changes, the day or the rules are ahead of."""
    _write_what_is_due(
        context,
        lambda session: roster.behind(session, context.checking()),
        lambda session, behind: roster.put_follow_jobs(session, behind, context.now()),
    )


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
            log_failure(error, f"planning by {planner.__name__}")


def log_failure(error: BaseException, what: str) -> None:
    """Where it failed, without the exception's text: it may hold what must not be kept."""
    LOG.error("%s failed with %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))

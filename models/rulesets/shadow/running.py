"""Beginning, stopping and telling shadow runs. That one is over is what the clock says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, func, select

from huixin.types.shadow import ShadowOutcome, ShadowRule, ShadowView
from models.base import new_id
from models.errors import Conflict, Fault, Invalid
from models.rulesets.drafting import RuleWork, centre_only, find_own, find_seen
from models.rulesets.in_force import keep_entries
from models.rulesets.tables import ShadowCount, ShadowRun
from rules.ruleset import RuleSet

LONGEST = timedelta(days=92)
LATEST = timedelta(days=1)
"""So long after its end a run still counts decisions that were late to come on record."""
MOST_RUNNING = 5
"""At a time, of all versions: each is one more judgement of every decision."""


def begin(work: RuleWork, version_id: str, ruleset: RuleSet, until: datetime) -> ShadowRun:
    """`ruleset`: what the version says. Conflict where it runs already, or too many do."""
    version = find_own(work, version_id)
    if not work.now < until <= work.now + LONGEST:
        message = f"It ends after now, and within {LONGEST.days} days."
        raise Invalid("That is no end of a run.", Fault("/until", "until_out_of_range", message))
    running = [run for run in work.session.exec(select(ShadowRun)) if work.now < run.end]
    if any(run.ruleset_id == version.id for run in running):
        raise Conflict("The version runs already; stop that run first.")
    if len(running) >= MOST_RUNNING:
        raise Conflict(f"{MOST_RUNNING} versions run already; stop one first.")
    run = ShadowRun(
        id=new_id("shd"),
        ruleset_id=version.id,
        digest=keep_entries(work.session, ruleset, work.now),
        began_at=work.now,
        ends_at=until,
        client_id=work.caller.client_id,
        person=work.person,
        counted_to=work.now,
        read_until=until + LATEST,
        # what other runs have read was asked before now
        read_to=work.session.exec(select(func.max(ShadowRun.read_to))).one() or 0,
    )
    work.session.add(run)
    work.session.flush()
    return run


def stop(work: RuleWork, version_id: str) -> ShadowRun:
    """What was decided before now still counts. Conflict where it does not run."""
    version = find_own(work, version_id)
    for run in runs_of(work.session, version.id):
        if work.now < run.end:
            run.stopped_at, run.read_until = work.now, work.now + LATEST
            work.session.flush()
            return run
    raise Conflict("The version does not run.")


def seen_runs(work: RuleWork, version_id: str) -> list[ShadowView]:
    """The newest first."""
    version = find_seen(work.session, work.caller, version_id)
    centre_only(work)
    return [shadow_view(work.session, run, work.now) for run in runs_of(work.session, version.id)]


def runs_of(session: Session, version_id: str) -> Sequence[ShadowRun]:
    newest = col(ShadowRun.began_at).desc(), col(ShadowRun.id)
    return session.exec(select(ShadowRun).where(ShadowRun.ruleset_id == version_id).order_by(*newest)).all()


def shadow_view(session: Session, run: ShadowRun, now: datetime) -> ShadowView:
    counted = session.exec(
        select(ShadowCount)
        .where(ShadowCount.run_id == run.id)
        .order_by(col(ShadowCount.scene), col(ShadowCount.rule), col(ShadowCount.before), col(ShadowCount.after))
    ).all()
    rows = [row.model_dump() for row in counted]
    return ShadowView(
        **run.model_dump() | {"counted_to": min(run.counted_to, run.end)},
        state=_state(run, now),
        outcomes=[ShadowOutcome.model_validate(row) for row in rows if not row["rule"]],
        rules=[ShadowRule.model_validate(row) for row in rows if row["rule"]],
    )


def _state(run: ShadowRun, now: datetime) -> Literal["running", "stopped", "over"]:
    if now < run.end:
        return "running"
    return "over" if run.stopped_at is None else "stopped"

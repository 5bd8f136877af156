"""What a running version would have said of the decisions made meanwhile, counted by a job a stretch at a time.

The stretch counted and its counts are written in one transaction, so that however many workers there are, and however
often one is killed, each decision counts once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from huixin.core.gate import Gated
from huixin.core.vocabulary import Outcome
from models.database import Database
from models.errors import NotFound
from models.jobs import put_job
from models.rulesets.impact.decisions import Replay, Replayed, Span, decisions_in
from models.rulesets.in_force import RuleBook
from models.rulesets.tables import ShadowCount, ShadowRun
from rules.impact import Heard
from rules.impact.heard import speaking
from rules.ruleset import RuleSet, suspending

SHADOW = "shadow"
SETTLED = timedelta(minutes=2)
"""So much later a decision is committed, if ever it is: it bears the instant at which it was asked for."""
OFTEN = timedelta(seconds=30)
STRETCH = timedelta(hours=1)
SILENT, REMARK = "silent", "remark"
Row = tuple[str, str, str, str]
"""Scene, rule (empty: the whole answer), before, after."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one stretch came to."""

    span: Span
    checks: int
    differing: int
    lost: int
    rows: Counter[Row]


def behind(session: Session, now: datetime) -> Sequence[str]:
    """Ids of the runs with decisions still to count."""
    unfinished = or_(col(ShadowRun.stopped_at).is_(None), col(ShadowRun.counted_to) < col(ShadowRun.stopped_at))
    found = session.exec(select(ShadowRun).where(col(ShadowRun.counted_to) < col(ShadowRun.ends_at), unfinished))
    return [run.id for run in found if _is_due(run, now)]


def _is_due(run: ShadowRun, now: datetime) -> bool:
    last = _last(run, now)
    return last > run.counted_to and (last == run.end or last - run.counted_to >= OFTEN)


def _last(run: ShadowRun, now: datetime) -> datetime:
    return min(run.end, now - SETTLED, run.counted_to + STRETCH)


def put_shadow_jobs(session: Session, runs: Sequence[str], now: datetime) -> None:
    for run in runs:
        put_job(session, SHADOW, run, now)


def look(database: Database, book: RuleBook, run_id: str, now: datetime) -> Counted | None:
    """The next stretch of a run; None where nothing is to be counted. Slow, and outside of any transaction."""
    with database.read() as session:
        run = session.get_one(ShadowRun, run_id)
        span = Span(run.counted_to, _last(run, now))
        if span.last <= span.first:
            return None
        with database.log_read() as log:
            return _counted(Replay(session, _pairs(book, book.named(run.digest))), log, span)


def _pairs(book: RuleBook, draft: RuleSet) -> Callable[[str], tuple[RuleSet, RuleSet] | None]:
    """The rules by which it was decided, and the version's under the suspensions of that moment."""

    def pair(digest: str) -> tuple[RuleSet, RuleSet] | None:
        try:
            live = book.named(digest)
        except NotFound:
            return None
        return live, suspending(draft, live.catalogue.suspensions.values())

    return pair


def _counted(replay: Replay, log: Session, span: Span) -> Counted:
    rows, differing, lost = Counter[Row](), 0, 0
    for one in replay.of(log, span):
        lost += one.lost
        if one.gated is not None:
            before, after = (Heard.of(gated) for gated in one.gated)
            differing += before != after
            rows.update(_rows(one, one.gated, before, after))
    return Counted(span, decisions_in(log, span), differing, lost, rows)


def _rows(one: Replayed, gated: tuple[Gated, Gated], before: Heard, after: Heard) -> set[Row]:
    found = {(one.scene, "", str(before.outcome), str(after.outcome))} if before != after else set()
    old, new = (speaking(side) for side in gated)
    for rule in old.keys() | new.keys():
        said = (_word(old, rule), _word(new, rule))
        if said[0] != said[1]:
            found.add((one.scene, rule, *said))
    return found


def _word(said: dict[str, Outcome | None], rule: str) -> str:
    return SILENT if rule not in said else str(said[rule] or REMARK)


def settle(session: Session, run_id: str, counted: Counted | None, now: datetime) -> datetime | None:
    """Writes the stretch down, unless another worker did meanwhile; when to count again at once."""
    run = session.get_one(ShadowRun, run_id, with_for_update=True)
    if counted is None or run.counted_to != counted.span.first:
        return None
    for (scene, rule, before, after), checks in counted.rows.items():
        key = {"run_id": run.id, "scene": scene, "rule": rule, "before": before, "after": after}
        row = session.get(ShadowCount, tuple(key.values())) or ShadowCount(**key, checks=0)
        row.checks += checks
        session.add(row)
    run.counted_to = counted.span.last
    run.checks += counted.checks
    run.differing += counted.differing
    run.lost += counted.lost
    session.flush()
    return now if _is_due(run, now) else None

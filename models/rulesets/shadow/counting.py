"""What a running version would have said of the decisions made meanwhile, counted by a job some at a time.

They are read by their position in the log, so that one that was late to come on record counts too. The positions read
and the counts are written in one transaction, so that however many workers there are, and however often one is killed,
each decision counts once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from huixin.core.gate import Gated
from huixin.core.vocabulary import Outcome
from models.database import Database
from models.decision_log import give_positions, newest_position
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
"""So young decisions wait: nearly all are on record by then, and no replica's clock is that far behind another's."""
OFTEN = timedelta(seconds=30)
AT_ONCE = 5_000
SILENT, REMARK = "silent", "remark"
Row = tuple[str, str, str, str]
"""Scene, rule (empty: the whole answer), before, after."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What some decisions came to. `looked_to`: where these are all on record of those asked before then; else None."""

    positions: range
    looked_to: datetime | None
    checks: int
    differing: int
    lost: int
    rows: Counter[Row]


def behind(session: Session, now: datetime) -> Sequence[str]:
    """Ids of the runs for which it is time to look for decisions still to count."""
    found = session.exec(select(ShadowRun).where(col(ShadowRun.counted_to) < col(ShadowRun.read_until)))
    return [run.id for run in found if _is_due(run, now)]


def _is_due(run: ShadowRun, now: datetime) -> bool:
    last = _last(run, now)
    comes_to_end = last == run.read_until or run.counted_to < run.end <= last
    return last > run.counted_to and (comes_to_end or last - run.counted_to >= OFTEN)


def _last(run: ShadowRun, now: datetime) -> datetime:
    return min(run.read_until, now - SETTLED)


def put_shadow_jobs(session: Session, runs: Sequence[str], now: datetime) -> None:
    for run in runs:
        put_job(session, SHADOW, run, now)


def look(database: Database, book: RuleBook, run_id: str, now: datetime) -> Counted | None:
    """The next decisions of a run; None where it is not time. Slow, and outside of any transaction."""
    with database.read() as session:
        run = session.get_one(ShadowRun, run_id)
    last = _last(run, now)
    if last <= run.counted_to:
        return None
    with database.log_write() as log:
        given = give_positions(log, run.began_at, min(run.end, last), AT_ONCE)
    with database.read() as session, database.log_read() as log:
        newest = newest_position(log)
        positions = range(run.read_to + 1, min(newest, run.read_to + AT_ONCE) + 1)
        whole = given < AT_ONCE and positions.stop > newest
        asked = Span(run.began_at, run.end)  # younger ones too, that another worker gave a position
        replay = Replay(session, _pairs(book, book.named(run.digest)))
        return _counted(replay, log, asked, positions, last if whole else None)


def _pairs(book: RuleBook, draft: RuleSet) -> Callable[[str], tuple[RuleSet, RuleSet] | None]:
    """The rules by which it was decided, and the version's under the suspensions of that moment."""

    def pair(digest: str) -> tuple[RuleSet, RuleSet] | None:
        try:
            live = book.named(digest)
        except NotFound:
            return None
        return live, suspending(draft, live.catalogue.suspensions.values())

    return pair


def _counted(replay: Replay, log: Session, asked: Span, positions: range, looked_to: datetime | None) -> Counted:
    span = replace(asked, positions=positions)
    rows, differing, lost = Counter[Row](), 0, 0
    for one in replay.of(log, span):
        lost += one.lost
        if one.gated is not None:
            before, after = (Heard.of(gated) for gated in one.gated)
            differing += before != after
            rows.update(_rows(one, one.gated, before, after))
    return Counted(positions, looked_to, decisions_in(log, span), differing, lost, rows)


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
    """Writes them down, unless another worker did meanwhile; when to count again at once."""
    run = session.get_one(ShadowRun, run_id, with_for_update=True)
    if counted is None or run.read_to + 1 != counted.positions.start:
        return None
    for (scene, rule, before, after), checks in counted.rows.items():
        key = {"run_id": run.id, "scene": scene, "rule": rule, "before": before, "after": after}
        row = session.get(ShadowCount, tuple(key.values())) or ShadowCount(**key, checks=0)
        row.checks += checks
        session.add(row)
    run.read_to = counted.positions.stop - 1
    run.counted_to = max(run.counted_to, counted.looked_to or run.counted_to)
    run.checks += counted.checks
    run.differing += counted.differing
    run.lost += counted.lost
    session.flush()
    return now if counted.looked_to is None or _is_due(run, now) else None

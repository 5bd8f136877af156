"""Which rules are in force at an instant, the same in every process: rows of `rules_in_force`, read again and again."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from threading import Lock
from time import monotonic

from sqlmodel import Session, col, select

from huixin.core.evaluation import Ahead
from huixin.core.windows import day_of, start_of
from models.database import Database
from models.errors import NotFound
from models.rulesets.tables import RulesetEntries, RulesInForce
from rules.ruleset import RuleSet, canonical, default_ruleset, digest_of, restored

FRESH = 0.25
"""Seconds for which a process believes what it read: so much later it follows what another one published."""
KEPT = 16
"""Rule sets that stay compiled."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Timeline:
    """What was entered, the decisive rows last: those of a later instant, and of the same instant those entered
    later."""

    entered: tuple[RulesInForce, ...]

    @cached_property
    def rows(self) -> tuple[RulesInForce, ...]:
        """Those that count: none of a version that was withdrawn."""
        withdrawn = {row.ruleset_id for row in self.entered if row.withdrawn}
        return tuple(row for row in self.entered if row.ruleset_id not in withdrawn)

    @classmethod
    def read(cls, session: Session) -> "Timeline":
        rows = session.exec(select(RulesInForce).order_by(col(RulesInForce.at), col(RulesInForce.id))).all()
        return cls(tuple(rows))

    @cached_property
    def last(self) -> int:
        """The number of the row that was entered last; 0 before anything was."""
        return max((_number(row) for row in self.entered), default=0)

    def up_to(self, last: int) -> "Timeline":
        """As it was when the row of that number was the last."""
        return Timeline(tuple(row for row in self.entered if _number(row) <= last))

    def known_at(self, instant: datetime) -> "Timeline":
        """What had been published by then; before anything was, the first."""
        return Timeline(tuple(row for row in self.entered if row.entered_at <= instant) or self.rows[:1])

    def at(self, instant: datetime) -> RulesInForce | None:
        """The row in force; before the first one, the first."""
        begun = bisect_right(self.rows, instant, key=lambda row: row.at)
        return self.rows[max(begun, 1) - 1] if self.rows else None

    def on(self, day: date, now: datetime) -> RulesInForce | None:
        """Of today what is in force now; of a past day its end; of one to come its beginning."""
        return self.at(instant_of(day, now))

    def ahead(self, now: datetime) -> Sequence[RulesInForce]:
        """What will be in force, one row for each instant to come."""
        instants = sorted({row.at for row in self.rows if row.at > now})
        return [row for instant in instants if (row := self.at(instant)) is not None]


NOTHING_PUBLISHED = Timeline(())


def _number(row: RulesInForce) -> int:
    assert row.id is not None  # noqa: S101 - a row of the database has one
    return row.id


def instant_of(day: date, now: datetime) -> datetime:
    today = day_of(now)
    if day == today:
        return now
    if day > today:
        return start_of(day).astimezone(UTC)
    return start_of(day + timedelta(days=1)).astimezone(UTC) - _INSTANT


def _first_day(at: datetime) -> date:
    """The first day that begins under what counts from that instant."""
    day = day_of(at)
    return day if start_of(day) == at else day + timedelta(days=1)


class RuleBook:
    """The rule sets of one process. `shipped` counts while nothing was ever published."""

    def __init__(self, database: Database, shipped: RuleSet) -> None:
        self._database, self._shipped = database, shipped
        self._restored = lru_cache(maxsize=KEPT)(self._restore)
        self._timeline = NOTHING_PUBLISHED
        self._read_at: float | None = None
        self._lock = Lock()

    @classmethod
    def open(cls, database: Database) -> "RuleBook":
        """Over the packs that ship with the service."""
        return cls(database, default_ruleset())

    def at(self, instant: datetime) -> RuleSet:
        return self.of(self.timeline().at(instant))

    def on(self, day: date, now: datetime) -> RuleSet:
        return self.of(self.timeline().on(day, now))

    def ahead(self, published: Timeline, day: date, known: datetime) -> Ahead:
        """What is to follow the rules of that day, as far as was published at the instant `known`."""
        rows = published.known_at(known).ahead(instant_of(day, known))
        return tuple((_first_day(row.at), self.named(row.digest)) for row in rows)

    def named(self, digest: str) -> RuleSet:
        """Any that was ever in force. NotFound for a digest that nothing is known of."""
        if digest == self._shipped.digest:
            return self._shipped
        return self._restored(digest)

    def _restore(self, digest: str) -> RuleSet:
        with self._database.read() as session:
            entries = session.get(RulesetEntries, digest)
        if entries is None:
            raise NotFound(f"There is no rule set {digest}.")
        return restored(entries.entries)

    def timeline(self) -> Timeline:
        """As it was within the last quarter of a second; one thread reads it again while the others go on."""
        fresh = self._read_at is not None and monotonic() - self._read_at < FRESH
        if not fresh and self._lock.acquire(blocking=self._read_at is None):
            try:
                self._read()
            finally:
                self._lock.release()
        return self._timeline

    def refresh(self) -> None:
        """Reads now: what this process has just published is in force here before its caller hears of it."""
        with self._lock:
            self._read()

    def _read(self) -> None:
        with self._database.read() as session:
            self._timeline = Timeline.read(session)
        self._read_at = monotonic()

    def of(self, row: RulesInForce | None) -> RuleSet:
        return self._shipped if row is None else self.named(row.digest)


def keep_entries(session: Session, ruleset: RuleSet, now: datetime) -> str:
    """Stores what a rule set says under its digest, once."""
    if session.get(RulesetEntries, ruleset.digest) is None:
        keep_written(session, canonical(ruleset.catalogue), now)
    return ruleset.digest


def keep_written(session: Session, entries: str, now: datetime) -> str:
    """The same of entries in canonical form."""
    digest = digest_of(entries)
    if session.get(RulesetEntries, digest) is None:
        session.add(RulesetEntries(digest=digest, entries=entries, entered_at=now))
        session.flush()
    return digest

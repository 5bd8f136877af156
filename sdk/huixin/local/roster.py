"""A member's roster, kept by itself: of the changes that the feed or a delta tells, whose verdict in it has changed.

Only those of the roster whom a change touches are judged anew. That a day passes is told by no change: what an answer
says to last until a day is asked about again after it.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from huixin.core.identifiers import parse_uscc
from huixin.core.vocabulary import Outcome
from huixin.types.answer import Answer
from huixin.types.change import Change

_SCHEMA = """
CREATE TABLE IF NOT EXISTS merchant (code TEXT PRIMARY KEY, outcome TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS record (listing_id TEXT, code TEXT, PRIMARY KEY (listing_id, code)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_by_code ON record (code);
CREATE TABLE IF NOT EXISTS feed (sequence INTEGER NOT NULL);
"""
AT_ONCE = 500
Judge = Callable[[Sequence[str]], Iterable[Answer]]
"""Answers on these codes, in their order: from a bundle, or from the service."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Of this code the answer is another now; `before` is None where it had not been judged yet."""

    code: str
    before: Outcome | None
    after: Outcome


class Roster:
    """A file of codes with their last outcome, and of what records it came. For one program at a time."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(_SCHEMA)

    def add(self, codes: Iterable[str]) -> None:
        """Those that are in it already stay as they are. IdentifierError for what is no code; then none is added."""
        rows = [(parse_uscc(code),) for code in codes]
        with self._database:
            self._database.executemany("INSERT OR IGNORE INTO merchant VALUES (?, NULL)", rows)

    def remove(self, codes: Iterable[str]) -> None:
        rows = [(parse_uscc(code),) for code in codes]
        with self._database:
            self._database.executemany("DELETE FROM record WHERE code = ?", rows)
            self._database.executemany("DELETE FROM merchant WHERE code = ?", rows)

    def __len__(self) -> int:
        [(count,)] = self._read("SELECT count(*) FROM merchant")
        return int(count)

    @property
    def sequence(self) -> int:
        """Up to here the feed has been taken in: pass it as `after`."""
        [(sequence,)] = self._read("SELECT coalesce(max(sequence), 0) FROM feed")
        return int(sequence)

    def learn(self, judge: Judge) -> Iterator[Turned]:
        """Judges those who have not been judged yet."""
        while some := [
            code for (code,) in self._read("SELECT code FROM merchant WHERE outcome IS NULL LIMIT ?", AT_ONCE)
        ]:
            yield from self.judged(some, judge)

    def follow(self, changes: Iterable[Change], judge: Judge) -> list[Turned]:
        """Takes in changes of the feed, in their order."""
        touched, last = dict[str, None](), self.sequence
        for change in changes:
            touched.update(dict.fromkeys(self._touched(change)))
            last = max(last, change.sequence)
        turned = self.judged([*touched], judge)
        with self._database:
            self._database.execute("DELETE FROM feed")
            self._database.execute("INSERT INTO feed VALUES (?)", (last,))
        return turned

    def judged(self, codes: Iterable[str], judge: Judge) -> list[Turned]:
        """Judges those of the codes that are in the roster, as what a delta brings; tells who has turned."""
        known = {code: outcome for code in codes for (outcome,) in self._read(_OUTCOME, code)}
        turned = []
        for code, answer in zip(known, judge([*known]) if known else (), strict=True):
            self._keep(code, answer)
            if known[code] != answer.outcome:
                turned.append(Turned(code, None if known[code] is None else Outcome(known[code]), answer.outcome))
        return turned

    def _touched(self, change: Change) -> Iterator[str]:
        """A tombstone names nobody: whose record it was is known from the answers."""
        if change.listing is not None and change.listing.uscc is not None:
            yield change.listing.uscc
        yield from (code for (code,) in self._read("SELECT code FROM record WHERE listing_id = ?", change.listing_id))

    def _keep(self, code: str, answer: Answer) -> None:
        with self._database:
            self._database.execute("UPDATE merchant SET outcome = ? WHERE code = ?", (answer.outcome, code))
            self._database.execute("DELETE FROM record WHERE code = ?", (code,))
            rows = [(record.id, code) for record in answer.records]
            self._database.executemany("INSERT INTO record VALUES (?, ?)", rows)

    def _read(self, query: str, *values: object) -> list[tuple[str, ...]]:
        with closing(self._database.execute(query, values)) as cursor:
            return cursor.fetchall()

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_OUTCOME = "SELECT outcome FROM merchant WHERE code = ?"

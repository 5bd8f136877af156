"""The base of a bundle: an SQLite file that says of each code what an audience may know, at one sequence.

`entry` holds under `uscc:…` the merchants of a code, under `via:…` those of whom only an organisation code is known,
and under `name:…` that a listing without a code bears just that name.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import local

from pydantic import TypeAdapter

from huixin.core.vocabulary import MemberKind
from huixin.local.packing import Merchant, unpacked
from huixin.local.rules import RulesContent, WrittenRules
from huixin.local.scenes import SceneContent

SCHEMA = """
CREATE TABLE about (content TEXT NOT NULL);
CREATE TABLE ruleset (digest TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scene (digest TEXT, epoch INTEGER, scene TEXT, content TEXT NOT NULL, PRIMARY KEY (digest, epoch, scene))
    WITHOUT ROWID;
CREATE TABLE text (number INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE entry (key TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
"""
ASK = "?"
"""Content of an entry of which a person, or the service, must say who is meant."""
GONE = ""
"""Content of an entry of a delta: the key leads to nobody any more."""
TEXTS_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class About:
    """`rules`: from each first day on, the digest of the rule set that counts; the first is in force when it is made.

    `inside`: the association whose own records it holds. `last_day`: the last day that may be asked about.
    """

    sequence: int
    audience: MemberKind
    inside: str | None
    made_on: date
    last_day: date
    rules: tuple[tuple[date, str], ...]


ABOUT = TypeAdapter(About)
RULES = TypeAdapter(RulesContent)


@dataclass(frozen=True, slots=True)
class Entry:
    """`merchants`: None where it takes more than a bundle to say who is meant."""

    merchants: tuple[Merchant, ...] | None


class Base:
    """Read-only, and safe for threads: each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path, self._local = path, local()
        [(about,)] = self._read("SELECT content FROM about")
        self.about = ABOUT.validate_json(about)
        self._rules = lru_cache(maxsize=None)(self._read_rules)
        self._text = lru_cache(maxsize=TEXTS_KEPT)(self._read_text)

    def rules(self, digest: str) -> WrittenRules:
        return self._rules(digest)

    def find(self, keys: Sequence[str]) -> dict[str, Entry]:
        """What stands under these keys."""
        return {key: self._entry(content) for key, content in self.contents(keys).items() if content != GONE}

    def contents(self, keys: Sequence[str]) -> dict[str, str]:
        """The same as it is written."""
        marks = ",".join("?" * len(keys))
        rows = self._read(f"SELECT key, content FROM entry WHERE key IN ({marks})", *keys)  # noqa: S608 - only marks
        return {key: content for key, content in rows}  # noqa: C416 - to a type checker rows are of any length

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """All that it holds, read as it is asked for."""
        return ((key, self._entry(content)) for key, content in self.written() if content != GONE)

    def written(self) -> Iterator[tuple[str, str]]:
        """The same as it is written."""
        with closing(self._connection.execute("SELECT key, content FROM entry")) as cursor:
            yield from cursor

    def _entry(self, content: str) -> Entry:
        if content == ASK:
            return Entry(None)
        return Entry(tuple(unpacked(merchant, self._text) for merchant in json.loads(content)))

    def _read_rules(self, digest: str) -> WrittenRules:
        [(content,)] = self._read("SELECT content FROM ruleset WHERE digest = ?", digest)
        return WrittenRules(RULES.validate_json(content), self._scenes_of(digest))

    def _scenes_of(self, digest: str) -> Callable[[int, str], SceneContent | None]:
        def read(epoch: int, scene: str) -> SceneContent | None:
            query = "SELECT content FROM scene WHERE digest = ? AND epoch = ? AND scene = ?"
            for (content,) in self._read(query, digest, epoch, scene):
                return SceneContent.from_json(content)
            return None

        return read

    def _read_text(self, number: int) -> str:
        [(content,)] = self._read("SELECT content FROM text WHERE number = ?", number)
        return str(content)

    def _read(self, query: str, *values: object) -> list[tuple[str, ...]]:
        with closing(self._connection.execute(query, values)) as cursor:
            return cursor.fetchall()

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA mmap_size=1073741824")
            self._local.connection = connection
        found: sqlite3.Connection = self._local.connection
        return found

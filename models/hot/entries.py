"""The entries of this process: whom each code leads to, for members of every kind, in an SQLite file of its own.

An entry holds every record, also what few may hear of: who asks hears of each record or not when an entry is read. So
one file serves all, and no day has to pass for a record to be in it. What changes stands above the file until it is
written into it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from huixin.local.packing import Merchant, packed, unpacked

SCHEMA = """
CREATE TABLE entry (key TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX untold ON entry (key) WHERE content = '!';
"""
ASK = "?"
"""Content of an entry of which only the ordinary way says who is meant."""
_UNTOLD = "!"
"""What is kept of one that has changed and is to be told anew: until then only the ordinary way says it."""
_BELOW = ""
"""No content of an entry."""
Entry = tuple[Merchant, ...] | None


def content_of(entry: Entry) -> str | None:
    """None: the key leads to nobody."""
    if entry is None:
        return ASK
    if not entry:
        return None
    same = [packed(merchant, lambda text: text) for merchant in entry]  # type: ignore[arg-type,return-value]
    return json.dumps(same, ensure_ascii=False, separators=(",", ":"))


def merchants_of(content: str) -> tuple[Merchant, ...]:
    return tuple(unpacked(merchant, str) for merchant in json.loads(content))


class Entries:
    """`find` belongs to one thread, everything else to another. `sequence`: up to which the entries are told or marked;
    None while nothing may be read. Whoever finds something looks at it before and after."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._above: dict[str, str | None] = {}
        self._untold: dict[str, None] = {}
        """Those above the file that are marked, the oldest first."""
        self._untold_below = False
        self._reader: sqlite3.Connection | None = None
        self.sequence: int | None = None
        # another process may have left it over another state of the database, or another form of it
        for left in (path, *(path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
        with closing(self._writing()) as file:
            file.executescript(SCHEMA)

    def find(self, by_code: str, by_older: str, by_name: str | None) -> str | None:
        """Content of the entry under a code, else under the older code within it; ASK where the name has one too."""
        above, keys = self._above, [by_code, by_older] if by_name is None else [by_code, by_older, by_name]
        found = {key: content for key in keys if (content := above.get(key, _BELOW)) != _BELOW}
        missing = [key for key in keys if key not in found]
        if missing:
            found.update(self._read(missing))
        if by_name is not None and found.get(by_name) is not None:
            return ASK
        content = found.get(by_code) or found.get(by_older)
        return ASK if content == _UNTOLD else content

    def _read(self, keys: list[str]) -> Iterable[tuple[str, str]]:
        if self._reader is None:
            self._reader = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self._reader.execute("PRAGMA mmap_size=4294967296")
        return self._reader.execute(_QUERIES[len(keys)], keys).fetchall()

    def mark(self, keys: Iterable[str], sequence: int) -> None:
        """Current up to that sequence, but for these keys, which are to be asked about until they are told."""
        marked = dict.fromkeys(keys)
        self._above.update(dict.fromkeys(marked, _UNTOLD))
        self._untold.update(marked)
        self.sequence = sequence

    def untold(self, most: int) -> list[str]:
        """So many keys at most that are marked."""
        above = [*islice(self._untold, most)]
        if above or not self._untold_below:
            return above
        with closing(self._writing()) as file:
            below = [key for [key] in file.execute("SELECT key FROM entry WHERE content = '!' LIMIT ?", (most,))]
        self._untold_below = bool(below)
        return below

    def tell(self, entries: Mapping[str, Entry]) -> None:
        """What stands under keys at the sequence."""
        below = [key for key in entries if key not in self._above]
        self._above.update({key: content_of(entry) for key, entry in entries.items()})
        for key in entries:
            self._untold.pop(key, None)
        if self._untold_below:
            self._write_down(below)

    def settle(self, most: int) -> None:
        """Writes so many of those that stand above the file into it, the oldest first."""
        self._write_down([*islice(self._above, most)])

    def _write_down(self, keys: list[str]) -> None:
        told = {key: self._above[key] for key in keys}
        with closing(self._writing()) as file, file:
            file.execute("BEGIN IMMEDIATE")
            gone = ((key,) for key, content in told.items() if content is None)
            file.executemany("DELETE FROM entry WHERE key = ?", gone)
            kept = ((key, content) for key, content in told.items() if content is not None)
            file.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", kept)
            file.execute("COMMIT")
        for key in told:
            del self._above[key]
            if key in self._untold:
                del self._untold[key]
                self._untold_below = True

    def fill(self, entries: Iterable[tuple[str, Entry]], sequence: int) -> None:
        """Anew, with all entries at that sequence."""
        self.sequence = None
        self._above.clear()
        self._untold.clear()
        self._untold_below = False
        with closing(self._writing()) as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute("DELETE FROM entry")
            contents = ((key, content_of(entry)) for key, entry in entries)
            file.executemany("INSERT INTO entry VALUES (?, ?)", (one for one in contents if one[1] is not None))
            file.execute("COMMIT")
        self.sequence = sequence

    def waiting(self) -> int:
        """How many entries stand above the file."""
        return len(self._above)

    def _writing(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._path, isolation_level=None)
        # it can be made again: what a crash takes away is told anew
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            file.execute(f"PRAGMA {pragma}")
        return file

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()


_QUERIES = {
    count: f"SELECT key, content FROM entry WHERE key IN ({','.join('?' * count)})"  # noqa: S608 - only marks
    for count in (1, 2, 3)
}

"""Pass one: every row is read and validated once, and put by in chunks for pass two.

What is put by holds no resident ID in clear: persons are already sealed.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from models.imports.entries import Entry, Issue
from models.imports.readers import Sheet
from models.imports.rows import RowReader

CHUNK_ROWS = 1000
"""Rows of one transaction."""

Progress = Callable[[str, int, int | None], None]
"""Called with the phase (`read`, `apply`, `exit`), rows done, and rows in all where that is known."""


class Chunk(NamedTuple):
    """Rows `start` up to `stop` of the file's data rows: those that may land, and what there is to say."""

    start: int
    stop: int
    entries: list[Entry]
    rejected: list[Issue]
    warnings: list[Issue]
    superseded: int
    """Rows that a later row of the same file repeats or replaces."""


@dataclass(slots=True)
class Spool:
    """The validated file. `keys`: hash of subject and natural key → hash of content, good within this process."""

    file: IO[bytes]
    rows: int = 0
    keys: dict[int, int] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)
    """Key of a record that several rows name → the last of their row numbers."""
    spared: set[str] = field(default_factory=set)
    """Keys of subjects whose rows were rejected."""

    def chunks(self) -> Iterator[Chunk]:
        self.file.seek(0)
        while True:
            try:
                chunk: Chunk = pickle.load(self.file)  # noqa: S301 (written by this process a moment ago)
            except EOFError:
                return
            yield self._without_superseded(chunk)

    def names(self, subject_key: str, natural_key: str) -> bool:
        """Whether the file names this record."""
        return hash((subject_key, natural_key)) in self.keys

    def _without_superseded(self, chunk: Chunk) -> Chunk:
        if not self.repeated:
            return chunk
        kept = [entry for entry in chunk.entries if self.repeated.get(_key(entry), entry.number) == entry.number]
        return chunk._replace(entries=kept, superseded=len(chunk.entries) - len(kept))

    def close(self) -> None:
        self.file.close()

    def add(self, chunk: Chunk) -> None:
        self.rows = chunk.stop
        for entry in chunk.entries:
            self._note(entry, chunk.warnings)
        pickle.dump(chunk, self.file, protocol=pickle.HIGHEST_PROTOCOL)

    def _note(self, entry: Entry, warnings: list[Issue]) -> None:
        key, content = _key(entry), hash(entry.digest)
        known = self.keys.get(key)
        if known is not None:
            self.repeated[key] = entry.number
            if known != content:
                told = "an earlier row of this file names the same record otherwise; this later row counts"
                warnings.append(Issue(entry.number, None, "replaces_earlier_row", told))
        self.keys[key] = content


def _key(entry: Entry) -> int:
    return hash((entry.subject_key, entry.natural_key))


def spool_rows(sheet: Sheet, reader: RowReader, first_warnings: list[Issue], progress: Progress) -> Spool:
    """Reads all rows of the sheet."""
    spool = Spool(TemporaryFile(), spared=reader.spared)  # noqa: SIM115 (closed with the spool)
    entries: list[Entry] = []
    rejected: list[Issue] = []
    count = 0
    pending = first_warnings
    for number, cells in sheet.rows:
        found = reader.read(number, cells)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            rejected.append(found)
        count += 1
        if count % CHUNK_ROWS == 0:
            spool.add(Chunk(spool.rows, count, entries, rejected, pending + reader.take_warnings(), 0))
            entries, rejected, pending = [], [], []
            progress("read", count, None)
    if count > spool.rows or pending:
        spool.add(Chunk(spool.rows, count, entries, rejected, pending + reader.take_warnings(), 0))
    progress("read", count, count)
    return spool

"""Pass one: every row is read and validated once, and put by in chunks for pass two.

What is put by holds no resident ID in clear: persons are already sealed.
"""

import marshal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from struct import Struct
from typing import IO, Any, NamedTuple

from models.imports.entries import Content, Entry, Issue, NameIndex
from models.imports.readers import Cells
from models.imports.rows import RowReader

CHUNK_ROWS = 4000
"""Rows of one transaction: other writers wait for a fifth of a second or so, and a commit costs a row little."""

Progress = Callable[[str, int, int | None], None]
"""Called with the phase (`read`, `apply`, `exit`), rows done, and rows in all where that is known."""

Batch = list[tuple[int, Cells | None]]
"""Numbered rows as read from the file."""


class Chunk(NamedTuple):
    """Rows `start` up to `stop` of the file's data rows: those that may land, and what there is to say."""

    start: int
    stop: int
    entries: list[Entry]
    rejected: list[Issue]
    warnings: list[Issue]
    superseded: int = 0
    """Rows that a later row of the same file repeats or replaces."""


class Packed(NamedTuple):
    """A chunk ready to be put by. `records`: row number, key and content of each entry, as numbers."""

    start: int
    stop: int
    chunk: bytes
    records: list[tuple[int, int, int]]
    spared: set[str]


def read_batch(reader: RowReader, start: int, batch: Batch) -> Packed:
    """Validates a batch of rows."""
    found = [reader.read(number, cells) for number, cells in batch]
    entries = [entry for entry in found if isinstance(entry, Entry)]
    rejected = [issue for issue in found if isinstance(issue, Issue)]
    stop = start + len(batch)
    chunk = marshal.dumps(
        (start, stop, [*map(_flat, entries)], [*map(tuple, rejected)], [*map(tuple, reader.take_warnings())])
    )
    records = [(entry.number, record_key(entry), int(entry.digest[:15], 16)) for entry in entries]
    spared, reader.spared = reader.spared, set()
    return Packed(start, stop, chunk, records, spared)


def _flat(entry: Entry) -> tuple[Any, ...]:
    """The entry as plain tuples, which take a third of the time to put by."""
    names = entry.names and tuple(entry.names)
    return (*entry[:_NAMES], names, *entry[_NAMES + 1 : -1], tuple(entry.content))


def _entry(flat: tuple[Any, ...]) -> Entry:
    names = flat[_NAMES] and NameIndex._make(flat[_NAMES])
    return Entry._make((*flat[:_NAMES], names, *flat[_NAMES + 1 : -1], Content._make(flat[-1])))


def _chunk(file: IO[bytes]) -> Chunk | None:
    size = file.read(_SIZE.size)
    if not size:
        return None
    packed = file.read(_SIZE.unpack(size)[0])
    start, stop, entries, rejected, warnings = marshal.loads(packed)  # noqa: S302 (written by ourselves a moment ago)
    return Chunk(start, stop, [*map(_entry, entries)], [*map(Issue._make, rejected)], [*map(Issue._make, warnings)])


_SIZE = Struct("=Q")
_NAMES = Entry._fields.index("names")


def record_key(entry: Entry) -> int:
    return key_of(entry.subject_key, entry.natural_key)


def key_of(subject_key: str, natural_key: str) -> int:
    """60 bits for a record, the same in every process."""
    return int.from_bytes(blake2b(f"{subject_key}\n{natural_key}".encode(), digest_size=8).digest()) >> 4


@dataclass(slots=True)
class Spool:
    """The validated file. `keys`: key of a record → content of its last row, as `Packed.records` has them."""

    file: IO[bytes]
    first_warnings: list[Issue]
    rows: int = 0
    keys: dict[int, int] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)
    """Key of a record that several rows name → the last of their row numbers."""
    replacing: dict[int, list[Issue]] = field(default_factory=dict)
    """Start of a chunk → warnings of rows that replace an earlier one."""
    spared: set[str] = field(default_factory=set)
    """Keys of subjects, as far as they are known, whose rows were rejected: a full file still names them."""

    def add(self, packed: Packed) -> None:
        self.rows = packed.stop
        self.spared |= packed.spared
        for number, key, content in packed.records:
            known = self.keys.get(key)
            if known is not None:
                self._repeat(packed.start, number, key, same=known == content)
            self.keys[key] = content
        self.file.write(_SIZE.pack(len(packed.chunk)))
        self.file.write(packed.chunk)

    def _repeat(self, start: int, number: int, key: int, *, same: bool) -> None:
        self.repeated[key] = number
        if not same:
            told = "an earlier row of this file names the same record otherwise; this later row counts"
            self.replacing.setdefault(start, []).append(Issue(number, None, "replaces_earlier_row", told))

    def chunks(self) -> Iterator[Chunk]:
        """All chunks in order, without rows that a later one repeats; one at least, for the warnings."""
        self.file.seek(0)
        pending = self.first_warnings
        while chunk := _chunk(self.file):
            yield self._completed(chunk, pending)
            pending = []
        if pending:
            yield Chunk(0, 0, [], [], pending)

    def _completed(self, chunk: Chunk, pending: list[Issue]) -> Chunk:
        warnings = pending + chunk.warnings + self.replacing.get(chunk.start, [])
        if not self.repeated:
            return chunk._replace(warnings=warnings)
        kept = [entry for entry in chunk.entries if self.repeated.get(record_key(entry), entry.number) == entry.number]
        return chunk._replace(entries=kept, warnings=warnings, superseded=len(chunk.entries) - len(kept))

    def names(self, subject_key: str, natural_key: str) -> bool:
        """Whether the file names this record."""
        return key_of(subject_key, natural_key) in self.keys

    def close(self) -> None:
        self.file.close()

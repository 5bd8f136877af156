"""Pass one: every row is read and validated once, and put by in chunks for pass two.

What is put by holds no resident ID in clear: persons are already sealed.
"""

import marshal
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import islice, pairwise
from operator import eq
from struct import Struct
from typing import IO, NamedTuple

from models.imports.columns import Entries
from models.imports.entries import Entry, Issue
from models.imports.plain import PlainReader
from models.imports.readers import Cells, NoRow

BATCH_ROWS = 1000
"""Rows that are validated at a time."""
CHUNK_ROWS = 10_000
"""Rows of one transaction. In a large database each row touches pages of its own in every index that is not in the
order of entry, and a page is written once in a transaction: fewer, larger ones write half as much. Other writers wait
for half a second or so; checks only read."""

Progress = Callable[[str, int, int | None], None]
"""Called with the phase (`read`, `apply`, `exit`), rows done, and rows in all where that is known."""

Batch = list[tuple[int, Cells | NoRow]]
"""Numbered rows as read from the file."""


class Chunk(NamedTuple):
    """Rows `start` up to `stop` of the file's data rows: those that may land, and what there is to say. Those with a
    fault, which can only end what is known, wait for the last chunk: what the file itself brings in is known by then.
    """

    start: int
    stop: int
    entries: Entries
    rejected: list[Issue]
    warnings: list[Issue]
    superseded: int = 0
    """Rows that a later row of the same file repeats or replaces."""


class Packed(NamedTuple):
    """A chunk ready to be put by, up to row `stop`; and of each entry its row number, key and content, as numbers."""

    stop: int
    chunk: bytes
    numbers: "array[int]"
    keys: "array[int]"
    contents: "array[int]"
    ends: "array[int]"
    """The higher, the sooner the end that it names; 0 where it names none."""
    spared: set[str]


def read_batch(reader: PlainReader, start: int, batch: Batch) -> Packed:
    """Validates a batch of rows."""
    found = [reader.read(number, cells) for number, cells in batch]
    entries = [entry for entry in found if isinstance(entry, Entry)]
    rejected = [issue for issue in found if isinstance(issue, Issue)]
    stop = start + len(batch)
    chunk = marshal.dumps(
        (start, stop, Entries.of(entries).plain(), [*map(tuple, rejected)], [*map(tuple, reader.rows.take_warnings())])
    )
    spared, reader.rows.spared = reader.rows.spared, set()
    return Packed(
        stop,
        chunk,
        array("q", [entry.number for entry in entries]),
        array("q", map(record_key, entries)),
        array("q", [int(entry.digest[:15], 16) for entry in entries]),
        array("i", [_sooner(entry.content.ended_on) for entry in entries]),
        spared,
    )


def _joined(batches: list[Chunk]) -> Chunk:
    return Chunk(
        batches[0].start,
        batches[-1].stop,
        Entries.joined([batch.entries for batch in batches]),
        [issue for batch in batches for issue in batch.rejected],
        [issue for batch in batches for issue in batch.warnings],
    )


def _chunk(file: IO[bytes]) -> Chunk | None:
    size = file.read(_SIZE.size)
    if not size:
        return None
    packed = file.read(_SIZE.unpack(size)[0])
    start, stop, entries, rejected, warnings = marshal.loads(packed)  # noqa: S302 (written by ourselves a moment ago)
    return Chunk(start, stop, Entries(entries), [*map(Issue._make, rejected)], [*map(Issue._make, warnings)])


def _without_faulty(chunk: Chunk, aside: list[Entries]) -> Chunk:
    sound, faulty = chunk.entries.by_fault()
    if not faulty:
        return chunk
    aside.append(faulty)
    return chunk._replace(entries=sound)


_SIZE = Struct("=Q")


def _sooner(ended_on: str | None) -> int:
    return date.max.toordinal() - date.fromisoformat(ended_on).toordinal() + 1 if ended_on else 0


def record_key(entry: Entry) -> int:
    return key_of(entry.subject_key, entry.natural_key)


def key_of(subject_key: str, natural_key: str) -> int:
    """60 bits for a record, the same in every process."""
    return int.from_bytes(blake2b(f"{subject_key}\n{natural_key}".encode(), digest_size=8).digest()) >> 4


@dataclass(slots=True)
class Spool:
    """The validated file. `keys`, `contents`, `numbers`, `ends`: of every row that may land, as `Packed` has them."""

    file: IO[bytes]
    first_warnings: list[Issue]
    rows: int = 0
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    contents: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("i"))
    superseded: set[int] = field(default_factory=set)
    """Numbers of the rows whose record another row names too that counts: the last that ends it soonest, else the
    last."""
    replacing: dict[int, Issue] = field(default_factory=dict)
    """Row number → warning that the row replaces another one."""
    spared: set[str] = field(default_factory=set)
    """As the `RowReader` has them: a full file still names them."""
    _named: frozenset[int] | None = None

    def add(self, packed: Packed) -> None:
        self.rows = packed.stop
        self.spared |= packed.spared
        self.numbers += packed.numbers
        self.keys += packed.keys
        self.contents += packed.contents
        self.ends += packed.ends
        self.file.write(_SIZE.pack(len(packed.chunk)))
        self.file.write(packed.chunk)

    def complete(self) -> None:
        """After the last row: finds the records that several rows name."""
        ordered = sorted(self.keys)  # a set would take twice the memory
        if not any(map(eq, ordered, islice(ordered, 1, None))):
            return
        order = sorted(range(len(self.keys)), key=lambda row: (self.keys[row], self.ends[row]))
        for one, counting in pairwise(order):
            if self.keys[one] == self.keys[counting]:
                self.superseded.add(self.numbers[one])
                if self.contents[one] != self.contents[counting]:
                    self._replace(self.numbers[one], self.numbers[counting])

    def _replace(self, number: int, counting: int) -> None:
        if number < counting:
            told = "an earlier row of this file names the same record otherwise; this later row counts"
        else:
            told = "a later row of this file names the same record as standing longer; this row, which ends it, counts"
        self.replacing[counting] = Issue(counting, None, "replaces_earlier_row", told)

    def chunks(self, cursor: int = 0, *, anew: bool = True) -> Iterator[Chunk]:
        """What follows the first `cursor` rows, in order, without rows that a later one repeats; from the start one
        chunk at least, for the warnings; where the file has no rows, only if it is read `anew`."""
        self.file.seek(0)
        faulty: list[Entries] = []
        batches = (_without_faulty(batch, faulty) for batch in iter(partial(_chunk, self.file), None))
        to_come = (batch for batch in batches if batch.start >= cursor)
        pending = [] if cursor else self.first_warnings
        while some := list(islice(to_come, CHUNK_ROWS // BATCH_ROWS)):
            chunk = _joined(some)
            if chunk.stop == self.rows:
                chunk = chunk._replace(entries=Entries.joined([chunk.entries, *faulty]))
            yield self._completed(chunk, pending)
            pending = []
        if pending and anew:
            yield Chunk(0, 0, Entries.of(()), [], pending)

    def _completed(self, chunk: Chunk, pending: list[Issue]) -> Chunk:
        warnings = pending + chunk.warnings
        if not self.superseded:
            return chunk._replace(warnings=warnings)
        numbers = chunk.entries.column("number")
        warnings += [self.replacing[number] for number in numbers if number in self.replacing]
        kept = chunk.entries.where([number not in self.superseded for number in numbers])
        return chunk._replace(entries=kept, warnings=warnings, superseded=len(numbers) - len(kept))

    def names(self, subject_key: str, natural_key: str) -> bool:
        """Whether the file names this record."""
        if self._named is None:
            self._named = frozenset(self.keys)
        return key_of(subject_key, natural_key) in self._named

    def close(self) -> None:
        self.file.close()

"""Validates all rows of a sheet into a spool; a large file by several processes, its chunks kept in order."""

import gc
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile

from models.imports.entries import Issue
from models.imports.plain import PlainReader
from models.imports.readers import Rows, Sheet
from models.imports.rows import RowReader
from models.imports.spool import BATCH_ROWS, Batch, Packed, Progress, Spool, read_batch
from models.processes import FEW_COLLECTIONS, further_processes

SEVERAL_FROM = 20
"""Batches from which starting further processes pays."""

SHEAF = 5
"""Batches that are handed over together: each time, half a dozen threads take turns at Python."""

_AHEAD = 2
"""Sheaves under way for each process: one that it reads, one to go on with."""

_MOST_HELD = 8
"""Sheaves that wait for an earlier one; two megabytes each."""

_reader: PlainReader | None = None


@contextmanager
def few_collections() -> Iterator[None]:
    """In this process, as in the further ones."""
    before = gc.get_threshold()
    gc.set_threshold(*FEW_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def spool_rows(sheet: Sheet, reader: RowReader, first_warnings: list[Issue], progress: Progress) -> Spool:
    """Reads all rows of the sheet."""
    spool = Spool(TemporaryFile(), first_warnings)  # noqa: SIM115 (closed with the spool)
    try:
        for packed in _validated(_batches(sheet.rows), reader):
            spool.add(packed)
            progress("read", spool.rows, None)
        spool.complete()
    except BaseException:
        spool.close()
        raise
    return spool


def _batches(rows: Rows) -> Iterator[tuple[int, Batch]]:
    start = 0
    while batch := list(islice(rows, BATCH_ROWS)):
        yield start, batch
        start += len(batch)


def _validated(batches: Iterator[tuple[int, Batch]], reader: RowReader) -> Iterator[Packed]:
    first, alone = list(islice(batches, SEVERAL_FROM)), PlainReader(reader)
    for start, batch in first:
        yield read_batch(alone, start, batch)
    if len(first) == SEVERAL_FROM:
        yield from _validated_by_several(batches, alone)


def _validated_by_several(batches: Iterator[tuple[int, Batch]], alone: PlainReader) -> Iterator[Packed]:
    """Further processes read ahead; while all are busy, or still starting, this one reads as well."""
    count = max(1, (os.cpu_count() or 1) - 1)
    processes = further_processes(count, _start, alone.rows)
    # Starting a process takes until it has read its arguments; that, too, is for others to wait for.
    with processes, ThreadPoolExecutor(count * _AHEAD) as waiting:
        under_way: deque[Future[list[Packed]]] = deque()
        while sheaf := list(islice(batches, SHEAF)):
            if sum(not read.done() for read in under_way) < count * _AHEAD:
                under_way.append(waiting.submit(_read_elsewhere, processes, sheaf))
            else:
                under_way.append(_done([read_batch(alone, start, batch) for start, batch in sheaf]))
            while under_way and (under_way[0].done() or len(under_way) > _MOST_HELD):
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _read_elsewhere(processes: ProcessPoolExecutor, sheaf: list[tuple[int, Batch]]) -> list[Packed]:
    return processes.submit(_read, sheaf).result()


def _done(packed: list[Packed]) -> Future[list[Packed]]:
    future: Future[list[Packed]] = Future()
    future.set_result(packed)
    return future


def _start(reader: RowReader) -> None:
    global _reader
    _reader = PlainReader(reader)


def _read(sheaf: list[tuple[int, Batch]]) -> list[Packed]:
    assert _reader is not None  # noqa: S101 (set by `_start`)
    return [read_batch(_reader, start, batch) for start, batch in sheaf]

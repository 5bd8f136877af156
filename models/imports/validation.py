"""Validates all rows of a sheet into a spool; a large file by several processes, its chunks kept in order."""

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait
from tempfile import TemporaryFile

from models.imports.entries import Issue
from models.imports.plain import PlainReader
from models.imports.readers import Rows, Sheet
from models.imports.rows import RowReader
from models.imports.spool import BATCH_ROWS, Batch, Packed, Progress, Spool, read_batch

SEVERAL_FROM = 20
"""Batches from which starting further processes pays."""

_AHEAD = 4
"""Batches under way for each process: enough to keep it busy, few enough for memory."""

_FEW = (100_000, 50, 1000)

_reader: PlainReader | None = None


@contextmanager
def few_collections() -> Iterator[None]:
    """Rows make no cycles, but so many objects that the collector would look through the whole rule set again and
    again, for a third of an import's time."""
    before = gc.get_threshold()
    gc.set_threshold(*_FEW)
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
        yield from _validated_by_several(batches, reader)


def _validated_by_several(batches: Iterator[tuple[int, Batch]], reader: RowReader) -> Iterator[Packed]:
    # Spawned, because a forked copy of a server with threads may hang.
    context = multiprocessing.get_context("spawn")
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(reader,)) as pool:
        under_way: deque[Future[Packed]] = deque()
        for start, batch in batches:
            under_way.append(pool.submit(_read, start, batch))
            if len(under_way) > count * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _start(reader: RowReader) -> None:
    global _reader
    _reader = PlainReader(reader)
    gc.freeze()
    gc.set_threshold(*_FEW)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed import leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _read(start: int, batch: Batch) -> Packed:
    assert _reader is not None  # noqa: S101 (set by `_start`)
    return read_batch(_reader, start, batch)

"""A folder of parquet screened on many machines by Ray; needs the extra `ray`.

The verdicts go to each machine once, every partition is a task, and what a lost worker had under way is done again: a
partition is written aside and put in its place whole, so that it is there once however often it was begun. The folders
lie where every machine reads and writes them.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypedDict
from uuid import uuid4

import polars as pl
import ray

from huixin.bulk.recording import counts_of, sha256_of
from huixin.bulk.screening import Language, screen
from huixin.bulk.verdicts import Verdicts
from huixin.errors import BadArgument
from huixin.types.screening import ScreeningRun

PATTERN = "*.parquet"
_TRIES = 10
"""So often is a partition begun again whose worker was lost."""


class Partition(NamedTuple):
    """One that is done. `counts`: its rows by outcome."""

    name: str
    input_sha256: str
    output_sha256: str
    counts: dict[str, int]


class _Options(TypedDict):
    code: str
    name: str | None
    validate: bool
    language: Language


@dataclass(frozen=True, slots=True)
class _Task:
    source: Path
    out: Path
    options: _Options

    def done(self, partition: str, verdicts: Verdicts) -> Partition:
        file, part = self.source / partition, self.out / f".{partition}.{uuid4().hex}.part"
        plan = screen(pl.scan_parquet(file), verdicts, **self.options)
        try:
            plan.sink_parquet(part)
            done = Partition(partition, sha256_of(file), sha256_of(part), counts_of(part))
            part.replace(self.out / partition)
        finally:
            part.unlink(missing_ok=True)
        return done


def screen_partitions(
    source: Path,
    out: Path,
    verdicts: Verdicts,
    *,
    code: str = "uscc",
    name: str | None = None,
    validate: bool = True,
    language: Language = "zh",
) -> ScreeningRun:
    """Each partition of `source` (`*.parquet`) into one of the same name in `out`, with the columns that
    `huixin.screen` adds; the record of the whole run, which lies with the decisions of the verdicts' LocalChecker.

    On the cluster that this process is connected to, else on that of `RAY_ADDRESS`, else on this machine. The hashes of
    the record are those of `sha256sum *.parquet` in each folder. Raises BadArgument for verdicts of a bundle alone, for
    a folder without partitions and for an `out` that holds something, NotRecorded as `record` does, what the first
    partition that fails raises, and RayError where the cluster is lost.
    """
    checker, basis = verdicts.checker, verdicts.basis
    if checker is None or basis is None:
        raise BadArgument("A run is recorded by a LocalChecker: make the verdicts from one.")
    partitions = partitions_of(source)
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise BadArgument(f"{out} holds something already: write to another folder.")
    _connect()
    held = ray.put(replace(verdicts, checker=None, basis=None))
    options = _Options(code=code, name=name, validate=validate, language=language)
    task = _Task(source.absolute(), out.absolute(), options)
    try:
        # in a list it comes as a reference: a worker fetches it once, and not for each partition
        done: list[Partition] = ray.get([_remote.remote([held], task, each) for each in partitions])
    finally:
        # a worker that was killed has left what it was writing
        for part in out.glob(".*.part"):
            part.unlink(missing_ok=True)
    read, written = (_listing(done, side) for side in ("input_sha256", "output_sha256"))
    counts = sum((Counter(each.counts) for each in done), Counter[str]())
    return checker.record(basis, input_sha256=read, output_sha256=written, counts=counts)


def partitions_of(source: Path) -> list[str]:
    """Names, in order. Raises BadArgument where there is none."""
    names = sorted(path.name for path in source.glob(PATTERN))
    if not names:
        raise BadArgument(f"{source} is no folder with partitions ({PATTERN}).")
    return names


def _connect() -> None:
    if not ray.is_initialized():
        # a screening tells nobody of itself
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        ray.init(log_to_driver=False)


def _work(held: list[Any], task: _Task, partition: str) -> Partition:
    return task.done(partition, _fetched(held[0]))


_remote = ray.remote(max_retries=_TRIES)(_work)


@lru_cache(maxsize=1)
def _fetched(reference: Any) -> Verdicts:
    """What a worker has read into its own memory stays there for the partitions to come."""
    verdicts: Verdicts = ray.get(reference)
    return verdicts


def _listing(done: Sequence[Partition], side: str) -> str:
    """SHA-256 of what `sha256sum` prints of one side of the partitions, in the order of their names."""
    lines = (f"{getattr(each, side)}  {each.name}\n" for each in done)
    return hashlib.sha256("".join(lines).encode()).hexdigest()

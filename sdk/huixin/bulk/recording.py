"""What a run of a screening leaves behind: one record of what it read, what it wrote and how many of each outcome."""

import hashlib
from pathlib import Path
from typing import TypeAlias

import polars as pl

from huixin.bulk.verdicts import Verdicts
from huixin.errors import BadArgument
from huixin.types.screening import ScreeningRun

Rows: TypeAlias = pl.DataFrame | Path
"""A frame, or the file that holds it."""
BLANK = "blank"
"""Counts the rows that ask about nobody."""


def record(verdicts: Verdicts, source: Rows, result: Rows, counts: dict[str, int] | None = None) -> ScreeningRun:
    """Writes down that `source` was screened by these verdicts and came to `result`; the checker from which they are
    sends it with its decisions. `counts`: rows by outcome, of a file that Polars does not read.

    Raises BadArgument for verdicts of a bundle alone, NotRecorded where it cannot be written down.
    """
    if verdicts.basis is None or verdicts.checker is None:
        raise BadArgument("A run is recorded by a LocalChecker: make the verdicts from one.")
    hashed = {"input_sha256": sha256_of(source), "output_sha256": sha256_of(result)}
    return verdicts.checker.record(verdicts.basis, **hashed, counts=counts_of(result) if counts is None else counts)


def counts_of(result: Rows) -> dict[str, int]:
    """How many rows of a result came to each outcome."""
    rows = result.lazy() if isinstance(result, pl.DataFrame) else scanned(result)
    told = rows.group_by("outcome").len().collect()
    return {outcome or BLANK: count for outcome, count in told.iter_rows()}


def scanned(file: Path) -> pl.LazyFrame:
    """A file of merchants; every cell of a CSV as the text that it is."""
    return pl.scan_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.scan_parquet(file)


def sha256_of(rows: Rows) -> str:
    """Of a file as it is, of a frame as the CSV that Polars writes of it."""
    if isinstance(rows, Path):
        with rows.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    sink = _Sink()
    rows.write_csv(sink)  # type: ignore[call-overload]
    return sink.digest.hexdigest()


class _Sink:
    """A file of which only the digest is kept."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        return len(content)

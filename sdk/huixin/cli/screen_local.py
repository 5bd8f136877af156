"""`huixin screen --local`: a file screened from a bundle, in bounded memory; needs the extra `bulk`."""

from collections import Counter
from pathlib import Path
from typing import Literal

import polars as pl

from huixin.bulk import screen, verdicts_of
from huixin.cli.columns import ColumnsError, find_columns
from huixin.local import LocalChecker
from huixin.types.question import CheckRequest

SUFFIXES = (".csv", ".parquet")


def screen_file(
    folder: Path,
    question: CheckRequest,
    file: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    language: Literal["zh", "en"],
) -> Counter[str]:
    """Writes the rows with what the bundle says of them; how many of each outcome. Raises BundleRefused, NotCovered,
    ColumnsError, BadArgument, and of Polars what keeps it from reading or writing."""
    frame = _scanned(file)
    names = frame.collect_schema().names()
    columns = find_columns([names], *headings)
    if columns.code is None:
        raise ColumnsError("From a bundle merchants are found by their code; the file has no column of codes.")
    with LocalChecker.open(folder) as checker:
        verdicts = verdicts_of(checker, question)
    name = None if columns.name is None else names[columns.name]
    plan = screen(frame, verdicts, code=names[columns.code], name=name, language=language)
    if out.suffix == ".csv":
        plan.sink_csv(out, include_bom=True)
    else:
        plan.sink_parquet(out)
    told = _scanned(out).group_by("outcome").len().collect()
    return Counter({outcome or "": count for outcome, count in told.iter_rows()})


def _scanned(file: Path) -> pl.LazyFrame:
    """Every cell of a CSV as the text that it is."""
    return pl.scan_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.scan_parquet(file)

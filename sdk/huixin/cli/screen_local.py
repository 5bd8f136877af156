"""`huixin screen --local`: a file screened from a bundle, in bounded memory; needs the extra `bulk`."""

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

import polars as pl

from huixin.bulk import record, screen, verdicts_of
from huixin.bulk.recording import counts_of, scanned
from huixin.cli.columns import ColumnsError, find_columns, worth, written
from huixin.cli.sheets import SheetError, reading, writing
from huixin.core.headings import HEADER_WITHIN
from huixin.local import LocalChecker
from huixin.types.question import CheckRequest
from huixin.types.screening import ScreeningRun

SUFFIXES = (".csv", ".parquet", ".xlsx")
_MOST_ROWS = (1 << 20) - 1
"""Of a sheet of XLSX, beside its header."""


def screen_file(
    folder: Path,
    question: CheckRequest,
    file: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    language: Literal["zh", "en"],
) -> ScreeningRun:
    """Writes the rows with what the bundle says of them, and the record of the run, which the next `huixin bundle
    follow` sends. Raises BundleRefused, NotCovered, NotRecorded, ColumnsError, SheetError, BadArgument, and of Polars
    what keeps it from reading or writing."""
    frame = _sheet(file, headings).lazy() if file.suffix.lower() == ".xlsx" else scanned(file)
    code, name = _headings(frame, headings)
    with LocalChecker.open(folder) as checker:
        verdicts = verdicts_of(checker, question)
        plan = screen(frame, verdicts, code=code, name=name, language=language)
        if out.suffix.lower() == ".xlsx":
            result = plan.collect()
            _write_sheet(result, out)
            return record(verdicts, file, out, counts_of(result))
        if out.suffix == ".csv":
            plan.sink_csv(out, include_bom=True)
        else:
            plan.sink_parquet(out)
        return record(verdicts, file, out)


def screen_folder(
    folder: Path,
    question: CheckRequest,
    source: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    language: Literal["zh", "en"],
) -> ScreeningRun:
    """The same of a folder of parquet on the machines of a Ray cluster; one record for all partitions. Raises RayError
    besides."""
    # another extra, loaded only here
    from huixin.bulk.cluster import partitions_of, screen_partitions

    code, name = _headings(scanned(source / partitions_of(source)[0]), headings)
    with LocalChecker.open(folder) as checker:
        verdicts = verdicts_of(checker, question)
        return screen_partitions(source, out, verdicts, code=code, name=name, language=language)


def _headings(frame: pl.LazyFrame, headings: tuple[str | None, str | None]) -> tuple[str, str | None]:
    """The columns of codes and of names. ColumnsError where there is none of codes."""
    names = frame.collect_schema().names()
    columns = find_columns([names], *headings)
    if columns.code is None:
        raise ColumnsError("From a bundle merchants are found by their code; the file has no column of codes.")
    return names[columns.code], None if columns.name is None else names[columns.name]


def _sheet(file: Path, headings: tuple[str | None, str | None]) -> pl.DataFrame:
    """The rows of a workbook from its header on, every cell as text; a sheet holds a million at most."""
    with reading(file, lambda cells: worth(cells, *headings)) as sheet:
        top = list(islice(sheet.rows, HEADER_WITHIN))
        columns = find_columns([row.cells for row in top], *headings)
        names = _distinct(top[columns.header - 1].cells[: columns.width])
        rows = [_texts(row.cells, columns.width) for row in chain(top[columns.header :], sheet.rows)]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _distinct(cells: Sequence[Any]) -> list[str]:
    """Headings as names of columns: one that is missing or comes again is named by its place."""
    names = list[str]()
    for place, cell in enumerate(cells, start=1):
        name = written(cell) or f"column {place}"
        names.append(name if name not in names else f"{name} {place}")
    return names


def _texts(cells: Sequence[Any], width: int) -> list[str | None]:
    """As many as the header has; what is beyond them is kept in the last one."""
    texts = [written(cell) or None for cell in cells]
    beyond = [text for text in texts[width:] if text]
    fitted = [*texts[:width], *[None] * (width - len(texts))]
    return [*fitted[:-1], ",".join(filter(None, [fitted[-1], *beyond]))] if beyond else fitted


def _write_sheet(result: pl.DataFrame, out: Path) -> None:
    if len(result) > _MOST_ROWS:
        raise SheetError(
            f"A sheet of XLSX holds {_MOST_ROWS:,} rows, and these are {len(result):,}: write CSV or parquet."
        )
    with writing(out, out.suffix) as writer:
        writer.write(result.columns)
        for row in result.iter_rows():
            writer.write(row)

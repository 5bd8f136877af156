"""`huixin screen --local`: a file screened from a bundle, in bounded memory; needs the extra `bulk`."""

from pathlib import Path
from typing import Literal

from huixin.bulk import record, screen, verdicts_of
from huixin.bulk.recording import scanned
from huixin.cli.columns import ColumnsError, find_columns
from huixin.local import LocalChecker
from huixin.types.question import CheckRequest
from huixin.types.screening import ScreeningRun

SUFFIXES = (".csv", ".parquet")


def screen_file(
    folder: Path,
    question: CheckRequest,
    file: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    language: Literal["zh", "en"],
) -> ScreeningRun:
    """Writes the rows with what the bundle says of them, and the record of the run, which the next `huixin bundle
    follow` sends. Raises BundleRefused, NotCovered, NotRecorded, ColumnsError, BadArgument, and of Polars what keeps it
    from reading or writing."""
    frame = scanned(file)
    names = frame.collect_schema().names()
    columns = find_columns([names], *headings)
    if columns.code is None:
        raise ColumnsError("From a bundle merchants are found by their code; the file has no column of codes.")
    name = None if columns.name is None else names[columns.name]
    with LocalChecker.open(folder) as checker:
        verdicts = verdicts_of(checker, question)
        plan = screen(frame, verdicts, code=names[columns.code], name=name, language=language)
        if out.suffix == ".csv":
            plan.sink_csv(out, include_bom=True)
        else:
            plan.sink_parquet(out)
        return record(verdicts, file, out)

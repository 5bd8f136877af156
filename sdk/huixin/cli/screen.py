"""`huixin screen`: a file of merchants in, the same rows with outcome, measures and reason out."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from huixin.check_operations import Circumstances, request_of
from huixin.cli.columns import Columns, ColumnsError, find_columns, worth, written
from huixin.cli.options import As, Campaign, Lang, Language, On, Scene, asking, extra, fail, plain
from huixin.cli.sheets import SUFFIXES, Row, Sheet, SheetError, Writer, reading, writing
from huixin.client import Client
from huixin.core.headings import HEADER_WITHIN
from huixin.errors import HuixinError
from huixin.types.base import Label
from huixin.types.batch import BatchItem
from huixin.types.problem import Problem
from huixin.types.question import CheckRequest, SubjectQuery
from huixin.types.screening import ScreeningRun

ERROR = "error"
ADDED = ("outcome", "measures", "reason")
"""Headings of what is added; with `huixin_` before each where the file has one of them already."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is added to a row."""

    outcome: str
    measures: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """One run: whom to ask, about what, and in which language to say why."""

    client: Client
    scene: str
    around: Circumstances
    language: Language

    def results(self, rows: Iterator[Row], columns: Columns) -> Iterator[tuple[Row, Result]]:
        """Each row with its result, in order. Rows that cannot be asked wait for those before them."""
        waiting: deque[tuple[Row, Result | None]] = deque()

        def asked() -> Iterator[SubjectQuery]:
            for row in rows:
                found = row.fault or columns.subject(row.cells)
                if isinstance(found, SubjectQuery):
                    waiting.append((row, None))
                    yield found
                else:
                    blank = Result("")
                    waiting.append((row, Result(ERROR, reason=self.language.of(found)) if found else blank))

        for item in self.client.check_many(asked(), scene=self.scene, **self.around):
            yield from _settled(waiting)
            row, _ = waiting.popleft()
            yield row, self._result(item)
        yield from _settled(waiting)

    def _result(self, item: BatchItem) -> Result:
        if item.answer is None:
            return Result(ERROR, reason=_says(item.problem, self.language))
        measures = "; ".join(measure.code for measure in item.answer.measures)
        reason = " ".join(self.language.of(item.answer.explanation).split("\n"))
        return Result(item.answer.outcome, measures, reason)


def _settled(waiting: deque[tuple[Row, Result | None]]) -> Iterator[tuple[Row, Result]]:
    while waiting and (result := waiting[0][1]) is not None:
        yield waiting.popleft()[0], result


def _says(problem: Problem | None, language: Language) -> str:
    """What the service says, which it does in the language that was asked for."""
    if problem is None:
        neither = Label(zh="服务既未答复也未说明原因。", en="The service gave neither an answer nor a problem.")
        return language.of(neither)
    told = [error.message for error in problem.errors] or [problem.detail or problem.title]
    return " ".join(told)


def screen(
    file: Annotated[Path, typer.Argument(exists=True, help="CSV or XLSX, a merchant a row; a folder with --ray.")],
    scene: Scene,
    out: Annotated[Path, typer.Option("--out", "-o", help="CSV or XLSX to write; a folder with --ray.")],
    campaign: Campaign = None,
    on: On = None,
    as_: As = None,
    code_column: Annotated[str | None, typer.Option(help="Heading of the 统一社会信用代码, if it is unusual.")] = None,
    name_column: Annotated[str | None, typer.Option(help="Heading of the name, if it is unusual.")] = None,
    local: Annotated[
        Path | None,
        typer.Option(help="Screen from the bundle in this folder, millions at once: CSV, parquet, XLSX (extra bulk)."),
    ] = None,
    ray: Annotated[
        bool,
        typer.Option("--ray", help="With --local: a folder of parquet, on the machines of RAY_ADDRESS (extra ray)."),
    ] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Screen a file of merchants. A row that cannot be answered gets the outcome `error`, and the next ones go on.

    With --local nobody is asked, and what the bundle does not cover gets the outcome `not_covered`.

    Blank rows stay blank. Where the file has a column outcome, measures or reason, those added begin with `huixin_`.

    Exits 0 when every row was answered, 2 when some rows are errors, 1 when the work broke off.
    """
    around = Circumstances(campaign=campaign, on=on, as_=as_)
    if ray and local is None:
        fail("--ray screens from a bundle: name its folder with --local.")
    if local is not None:
        question = request_of(None, scene, around)
        if ray:
            _screen_on_ray(local, file, out, (code_column, name_column), question, lang)
        _screen_locally(local, file, out, (code_column, name_column), question, lang)
    _refuse_paths(file, out)
    part = out.with_name(out.name + ".part")
    counts: Counter[str] = Counter()
    try:
        with asking(lang) as client:
            _screen(
                Screening(client, scene, around, lang), file, (part, out.suffix), (code_column, name_column), counts
            )
    except typer.Exit:
        _keep_answered(part, counts)
        raise
    except (SheetError, ColumnsError, OSError) as error:
        _keep_answered(part, counts)
        fail(str(error))
    part.replace(out)
    _tell(counts, out)
    raise typer.Exit(2 if counts[ERROR] else 0)


def _screen_locally(
    folder: Path,
    file: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    question: CheckRequest,
    lang: Language,
) -> NoReturn:
    with extra("bulk"):
        from polars.exceptions import PolarsError

        from huixin.cli import screen_local

    _refuse_paths(file, out, screen_local.SUFFIXES)
    part = out.with_name(f".{out.name}.part{out.suffix}")
    try:
        run = screen_local.screen_file(folder, question, file, part, headings, lang.value)
        part.replace(out)
    except (HuixinError, ColumnsError, SheetError, PolarsError, OSError) as error:
        fail(str(error))
    finally:
        part.unlink(missing_ok=True)
    _tell_run(run, out)


def _screen_on_ray(
    folder: Path,
    source: Path,
    out: Path,
    headings: tuple[str | None, str | None],
    question: CheckRequest,
    lang: Language,
) -> NoReturn:
    with extra("ray"):
        from polars.exceptions import PolarsError
        from ray.exceptions import RayError

        from huixin.cli import screen_local

    try:
        run = screen_local.screen_folder(folder, question, source, out, headings, lang.value)
    except (HuixinError, ColumnsError, PolarsError, RayError, OSError) as error:
        fail(str(error))
    _tell_run(run, out)


def _tell_run(run: ScreeningRun, out: Path) -> NoReturn:
    counts = Counter({str(outcome): count for outcome, count in run.counts.items()})
    _tell(counts, out)
    typer.echo(f"Recorded as {run.id}; `huixin bundle follow` sends the record.", err=True)
    raise typer.Exit(2 if counts[ERROR] or counts["not_covered"] else 0)


def _tell(counts: Counter[str], out: Path) -> None:
    told = ", ".join(f"{outcome} {count}" for outcome, count in counts.most_common() if outcome not in ("", "blank"))
    typer.echo(f"{counts.total()} rows in {out}: {told or 'none with a merchant'}", err=True)


def _keep_answered(part: Path, counts: Counter[str]) -> None:
    if counts:
        typer.echo(f"The {counts.total()} rows answered until then are in {part}.", err=True)
    else:
        part.unlink(missing_ok=True)


def _screen(
    screening: Screening,
    file: Path,
    target: tuple[Path, str],
    headings: tuple[str | None, str | None],
    counts: Counter[str],
) -> None:
    with ExitStack() as open_files:
        sheet = open_files.enter_context(reading(file, lambda cells: worth(cells, *headings)))
        top = list(islice(sheet.rows, HEADER_WITHIN))
        columns = find_columns([row.cells for row in top], *headings)
        if sheet.unread:
            typer.echo(f"Not screened, for only one sheet is: {plain(', '.join(sheet.unread))}.", err=True)
        writer = open_files.enter_context(writing(*target))
        for row in top[: columns.header - 1]:
            writer.write(row.cells)
        headings_read = _fitted(top[columns.header - 1].cells, columns.width)
        writer.write([*headings_read, *_added(headings_read)])
        rows = chain(top[columns.header :], sheet.rows)
        progress = open_files.enter_context(_progress())
        task = progress.add_task("", total=_data_rows(sheet, columns))
        for row, result in screening.results(rows, columns):
            _write(writer, row, result, columns.width)
            counts[result.outcome] += 1
            progress.advance(task)


def _added(headings: Sequence[Any]) -> list[str]:
    """Headings that the file does not have: a second column of the name would be taken for the first."""
    taken = {written(heading).casefold() for heading in headings}
    prefixes = chain(("", "huixin_"), (f"huixin_{number}_" for number in count(2)))
    prefix = next(prefix for prefix in prefixes if taken.isdisjoint(prefix + name for name in ADDED))
    if prefix:
        typer.echo(f"The file has columns of these names already; what is added begins with {prefix}.", err=True)
    return [prefix + name for name in ADDED]


def _write(writer: Writer, row: Row, result: Result, width: int) -> None:
    """A row that asks about nobody stays as it is."""
    if not result.outcome:
        writer.write(row.cells)
        return
    writer.write([*_fitted(row.cells, width), result.outcome, result.measures, result.reason])


def _fitted(cells: Sequence[Any], width: int) -> list[Any]:
    """As many cells as the header has; what is beyond them is kept in the last one."""
    fitted = [*cells[:width], *[None] * (width - len(cells))]
    beyond = [str(cell) for cell in cells[width:] if cell not in (None, "")]
    return [*fitted[:-1], ",".join([str(fitted[-1]), *beyond])] if beyond else fitted


def _data_rows(sheet: Sheet, columns: Columns) -> int | None:
    return None if sheet.total is None else max(sheet.total - columns.header, 0)


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def _refuse_paths(file: Path, out: Path, suffixes: tuple[str, ...] = SUFFIXES) -> None:
    for path in (file, out):
        if path.suffix.lower() not in suffixes:
            *some, last = (suffix[1:].upper() for suffix in suffixes)
            fail(f"{path} is neither {', '.join(some)} nor {last}: the name must end in {' or '.join(suffixes)}.")
    if out.exists() and out.samefile(file):
        fail(f"{out} is the file that is read. Write to another one.")
    if not out.parent.is_dir():
        fail(f"There is no folder {out.parent}.")

"""`huixin-server import`: a list file into the database, with a progress bar in a terminal.

Exit codes: 0 every row landed, 2 some rows were rejected, 1 nothing could be read
(also where the command cannot be understood), 3 somebody else is at the same file.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from typer.core import TyperCommand
from typer.exceptions import TyperException

from api.cli.opening import opened
from api.clock import Clock
from api.settings import Settings
from huixin.types.importing import ImportIssue, ImportReport
from models.errors import DomainError, Invalid
from models.imports.errors import BeingImported
from models.imports.mappings import read_mapping
from models.imports.run import run_import
from models.imports.spool import Progress as Report
from models.keys import KeyRing
from models.rulesets.in_force import RuleBook

ALL_LANDED, NOTHING_READ, SOME_REJECTED, BUSY = 0, 1, 2, 3
COUNTS = ("rows", "entered", "changed", "exited", "unchanged", "unverified", "rejected")
_SHOWN = 20
_TURNS, _TURN_SECONDS = 20, 0.5
_PHASES = {"read": "reading", "apply": "applying", "exit": "ending what is gone"}


class Command(TyperCommand):
    """Called as it cannot be, it has read nothing: the usual code for that says here that rows were rejected."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except TyperException as error:
            vars(error)["exit_code"] = NOTHING_READ
            raise


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, JSON lines or a JSON array.")],
    list_code: Annotated[str, typer.Option("--list", help="Code of the list, e.g. brushing_black.")],
    source: Annotated[str | None, typer.Option(help="Who sent the file; a member by its exact name.")] = None,
    mode: Annotated[str, typer.Option(help="increment, or full: the file states the whole list.")] = "increment",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    mapping: Annotated[Path | None, typer.Option(help="YAML file of lines `field: column`.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Apply the exits that a full file proposes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Take in a list file."""
    try:
        report = _in_turn(file, list_code, source, _mode(mode), dry_run=dry_run, mapping=mapping, confirm=confirm)
    except BeingImported as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BUSY) from error
    except (DomainError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOTHING_READ) from error
    if as_json:
        typer.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        _print(report)
    raise typer.Exit(SOME_REJECTED if report.rejected else ALL_LANDED)


def report_json(report: ImportReport) -> dict[str, object]:
    """The report in the form that `--json` promises; a full file adds what awaits confirmation, and
    recognitions among pushed names how many there were."""
    found: dict[str, object] = {"sha256": report.sha256} | {name: getattr(report, name) for name in COUNTS}
    found["errors"] = [issue.model_dump() for issue in report.errors]
    found["warnings"] = [issue.model_dump() for issue in report.warnings]
    if report.mode == "full":
        found |= {"state": report.state, "proposed_exits": report.proposed_exits}
    if report.recognised:
        found["recognised"] = report.recognised
    return found


def _mode(text: str) -> Literal["increment", "full"]:
    if text == "increment":
        return "increment"
    if text == "full":
        return "full"
    raise Invalid(f"--mode is increment or full, not {text}.")


def _in_turn(*told: Any, **options: Any) -> ImportReport:
    """Two that take in one file at once meet at a chunk: the later goes on where the other is, or finds all done."""
    for _ in range(_TURNS):
        with suppress(BeingImported):
            return _run(*told, **options)
        sleep(_TURN_SECONDS)
    return _run(*told, **options)


def _run(
    file: Path,
    list_code: str,
    source: str | None,
    mode: Literal["increment", "full"],
    *,
    dry_run: bool,
    mapping: Path | None,
    confirm: bool,
) -> ImportReport:
    settings = Settings.read()
    columns = read_mapping(mapping) if mapping else None
    now = Clock.of(settings).now()
    with opened(settings) as database, _bar() as progress:
        return run_import(
            database, KeyRing.open(settings.home), RuleBook.open(database).at(now), file,
            list_code=list_code, source=source, mode=mode, dry_run=dry_run, mapping=columns, confirm=confirm,
            now=now, progress=progress,
        )  # fmt: skip


@contextmanager
def _bar() -> Iterator[Report]:
    """A progress bar on standard error, where that is a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        tasks = {phase: bar.add_task(text, total=None, visible=False) for phase, text in _PHASES.items()}

        def show(phase: str, done: int, total: int | None) -> None:
            bar.update(tasks[phase], completed=done, total=total, visible=True)

        yield show


def _print(report: ImportReport) -> None:
    # A title would be broken to the width of the counts below it; a name may have blanks, but no markup.
    console = Console()
    console.print(f"{report.filename} → {report.list}: {_words(report.state)}", markup=False, soft_wrap=True)
    table = Table("rows", Column("count", justify="right"), show_header=False)
    for name in (*COUNTS, *(("recognised",) if report.recognised else ()), "proposed_exits"):
        table.add_row(_words(name), f"{getattr(report, name):,}")
    console.print(table)
    _print_issues(console, "rejected", report.errors)
    _print_issues(console, "warning", report.warnings)
    if report.state == "awaiting_confirmation":
        console.print("The file no longer names these records. If that is right, import it again with --confirm.")


def _words(code: str) -> str:
    return code.replace("_", " ")


def _print_issues(console: Console, word: str, issues: tuple[ImportIssue, ...]) -> None:
    for issue in issues[:_SHOWN]:
        place = f"row {issue.row}" + (f", {issue.column}" if issue.column else "")
        console.print(f"{word}: {place}: {issue.message} [{issue.code}]", markup=False, soft_wrap=True)
    if len(issues) > _SHOWN:
        console.print(f"… and {len(issues) - _SHOWN:,} more; --json lists them all")

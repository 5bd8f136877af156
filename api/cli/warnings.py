"""Early warning at the command line, as the centre sees it."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.cases import OPERATOR
from api.cli.opening import opened
from api.clock import Clock
from api.settings import Settings
from models.cases.work import Work
from models.errors import DomainError
from models.rulesets.in_force import RuleBook
from models.warnings.complaints import import_complaints
from models.warnings.series import warnings as series_of

_COLUMNS = ("series", "first", "last", "count", "expected", "score")


def warnings(
    every: Annotated[Literal["day", "week"], typer.Option(help="What is counted together.")] = "week",
    as_json: Annotated[bool, typer.Option("--json", help="Print every series as JSON.")] = False,
) -> None:
    """List the days or weeks on which signals, leads, refused checks or complaints stood out."""
    settings = Settings.read()
    clock = Clock.of(settings)
    with opened(settings) as database, database.read() as session, database.log_read() as log:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        found = series_of(Work(session, OPERATOR, catalogue, clock.now()), log, every)
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return
    shown = Table(*_COLUMNS, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for series in found.items:
        for one in series.periods:
            if one.warned:
                cells = (series.series, one.first, one.last, one.count, one.expected, one.score)
                shown.add_row(*(Text(str(cell)) for cell in cells))
    Console().print(shown)


def complaints(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: day, source, count.")],
) -> None:
    """Enter counts of complaints to the hotlines 12315 and 12345, by day."""
    settings = Settings.read()
    clock = Clock.of(settings)
    with opened(settings) as database, database.write() as session:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        try:
            done = import_complaints(Work(session, OPERATOR, catalogue, clock.now()), file.read_bytes())
        except DomainError as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{done.days:,} counts, {done.changed:,} of them new or changed")

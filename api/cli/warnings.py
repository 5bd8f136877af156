"""Early warning at the command line, as the centre sees it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened
from api.cli.printing import print_json, print_table
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
    unit: Annotated[str | None, typer.Option(help="Code of a county or zone: its cases and complaints.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every series as JSON.")] = False,
) -> None:
    """List the days or weeks on which signals, leads, refused checks or complaints stood out."""
    settings = Settings.read()
    clock = Clock.of(settings)
    with opened(settings) as database, database.read() as session, database.log_read() as log:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        try:
            found = series_of(Work(session, OPERATOR, catalogue, clock.now()), log, every, unit)
        except DomainError as error:
            raise typer.BadParameter(str(error)) from error
    if as_json:
        print_json(found)
        return
    told = [
        (series.series, one.first, one.last, one.count, one.expected, one.score)
        for series in found.items
        for one in series.periods
        if one.warned
    ]
    print_table(_COLUMNS, [[str(cell) for cell in cells] for cells in told])


def complaints(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: day, source, count, perhaps unit.")],
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

"""The figures of monitoring at the command line, as the centre sees them."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened
from api.cli.printing import print_json, print_table
from api.clock import Clock
from api.settings import Settings
from huixin.types.monitoring import Dimension, FigureView
from models.cases.work import Work
from models.errors import DomainError
from models.monitoring.table import as_csv, figure_table, span_of
from models.rulesets.in_force import RuleBook

_COLUMNS = ("figure", "group", "counted", "of", "percent")
_Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def figures(
    by: Annotated[Dimension, typer.Option(help="How they are divided.")] = Dimension.UNIT,
    first: _Day = None,
    last: _Day = None,
    as_of: _Day = None,
    csv: Annotated[Path | None, typer.Option(help="Write them to this CSV file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Rates of verification, rectification on time, removal and recurrence, of this quarter unless told otherwise."""
    settings = Settings.read()
    clock = Clock.of(settings)
    span = span_of(_day(first), _day(last), _day(as_of), clock.today())
    with opened(settings) as database, database.read() as session:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        try:
            table = figure_table(Work(session, OPERATOR, catalogue, clock.now()), by, span)
        except DomainError as error:
            raise typer.BadParameter(error.message) from error
    if csv is not None:
        csv.write_text(as_csv(table), encoding="utf-8", newline="")
        typer.echo(f"{len(table.items):,} figures: written to {csv}")
    elif as_json:
        print_json(table)
    else:
        print_table(_COLUMNS, [_cells(one) for one in table.items])


def _cells(one: FigureView) -> tuple[str, ...]:
    percent = "" if one.percent is None else f"{one.percent} %"
    return one.figure, one.group, str(one.counted), str(one.of), percent


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()

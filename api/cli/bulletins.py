"""The schedule of bulletins at the command line."""

import json
from typing import Annotated

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened
from api.cli.printing import print_table
from api.clock import Clock
from api.settings import Settings
from models.bulletins.views import schedule
from models.cases.work import Work
from models.rulesets.in_force import RuleBook

_COLUMNS = ("first", "last", "due", "state", "bulletin")


def bulletins(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List which bulletins are published, late, open or overdue, the newest period first."""
    settings = Settings.read()
    clock = Clock.of(settings)
    with opened(settings) as database, database.read() as session:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        found = [one.model_dump(mode="json") for one in schedule(Work(session, OPERATOR, catalogue, clock.now())).items]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    print_table(_COLUMNS, [[one[column] or "" for column in _COLUMNS] for one in found])

"""The table of duties at the command line, as the centre sees it."""

from typing import Annotated

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened
from api.cli.printing import print_json, print_table
from api.clock import Clock
from api.settings import Settings
from huixin.types.duty import DutyState, DutyView
from models.cases.work import Work
from models.duties import duties as table_of
from models.rulesets.in_force import RuleBook

_COLUMNS = ("duty", "body", "period", "state", "due")


def duties(
    body: Annotated[str | None, typer.Option(help="Only of this unit or unit/department.")] = None,
    state: Annotated[DutyState | None, typer.Option(help="Only what stands so.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the tasks of the plan: whose they are, what is due, what was done in this period and the one before."""
    settings = Settings.read()
    clock = Clock.of(settings)
    with opened(settings) as database, database.read() as session:
        catalogue = RuleBook.open(database).at(clock.now()).catalogue
        found = table_of(Work(session, OPERATOR, catalogue, clock.now()), clock.today())
    found = [one for one in found if body in (None, one.body) and state in (None, one.state)]
    if as_json:
        print_json(found)
    else:
        print_table(_COLUMNS, [_cells(one) for one in found])


def _cells(one: DutyView) -> tuple[str, ...]:
    due = "" if one.due is None else str(one.due)
    return one.duty, one.body + ("" if one.body_known else " ?"), str(one.period_from), one.state, due

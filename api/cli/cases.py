"""`huixin-server cases`: what waits, who has it, how many days are left; the ledger out and in; routing in bulk."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from api.cli.opening import opened
from api.cli.printing import print_json, print_list
from api.clock import Clock
from api.settings import Settings
from huixin.core.vocabulary import MemberKind
from huixin.types.case import CaseDetail, CaseState, CaseView, RoutingRequest
from models.caller import Caller
from models.cases.ledger import apply_row, read_ledger, write_ledger
from models.cases.listing import Filter, Position, list_cases
from models.cases.routing import route_cases
from models.cases.views import case_detail, case_views
from models.cases.work import Work
from models.database import Database
from models.errors import DomainError
from models.rulesets.in_force import RuleBook

OPERATOR = Caller("", "command line", MemberKind.CENTRE, frozenset())
"""Whoever may run commands on the service's machine acts for the centre; referrals stay closed to him."""
_PAGE = 500
_STATES = tuple(CaseState)
_COLUMNS = ("case", "unit", "state", "days left")


def cases(
    ids: Annotated[list[str] | None, typer.Argument(help="Cases to route with --assign.")] = None,
    state: Annotated[CaseState | None, typer.Option(help="Only cases in this state.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only cases of this county or zone.")] = None,
    unassigned: Annotated[bool, typer.Option("--unassigned", help="Only the centre's queue.")] = False,
    returned: Annotated[bool, typer.Option("--returned", help="Only those whose removal was returned.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    ledger: Annotated[Path | None, typer.Option(help="Write the ledger (台账) to this XLSX file.")] = None,
    ledger_in: Annotated[
        Path | None, typer.Option("--ledger-in", exists=True, dir_okay=False, help="Read a ledger back.")
    ] = None,
    assign: Annotated[str | None, typer.Option(help="Route the cases named, or those filtered, to this unit.")] = None,
    basis: Annotated[str, typer.Option(help="Why they are routed there.")] = "批量分派",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the cases with the days left, the most urgent first; write or read the ledger; route many at once."""
    settings = Settings.read()
    if unassigned and returned:
        raise typer.BadParameter("no case waits in two queues: say --unassigned or --returned")
    queue = "unassigned" if unassigned else "returned" if returned else None
    wanted = Filter(state, unit, queue, True if overdue else None)
    with opened(settings) as database:
        desk = _Desk(database, Clock.of(settings))
        if ledger_in is not None:
            desk.read_ledger(ledger_in)
        elif assign is not None:
            desk.assign(ids or [], wanted, assign, basis)
        elif ledger is not None:
            typer.echo(f"{desk.write_ledger(ledger, wanted):,} cases: written to {ledger}")
        else:
            desk.show(wanted, everything=everything or state is not None, as_json=as_json)


class _Desk:
    """The open database, and the command line at it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.catalogue = RuleBook.open(database).at(clock.now()).catalogue

    def show(self, wanted: Filter, *, everything: bool, as_json: bool) -> None:
        found = [view for view in self._views(wanted) if everything or view.state is not CaseState.CLOSED]
        found.sort(key=_urgency)
        if as_json:
            print_json(found)
        else:
            print_list(_COLUMNS, [_cells(view) for view in found])

    def _views(self, wanted: Filter) -> Iterator[CaseView]:
        today, after = self.clock.today(), None
        while True:
            with self.database.read() as session:
                page, after = list_cases(session, OPERATOR, wanted, today, after=after, limit=_PAGE)
                yield from case_views(session, self.catalogue, page, today)
            if after is None:
                return

    def write_ledger(self, path: Path, wanted: Filter) -> int:
        return write_ledger(path, self.catalogue, self._details(wanted))

    def _details(self, wanted: Filter) -> Iterator[CaseDetail]:
        after: Position | None = None
        while True:
            with self.database.read() as session:
                work = Work(session, OPERATOR, self.catalogue, self.clock.now())
                page, after = list_cases(session, OPERATOR, wanted, work.today, after=after, limit=_PAGE)
                yield from (case_detail(work, case) for case in page)
            if after is None:
                return

    def read_ledger(self, path: Path) -> None:
        """Each row by itself: what is refused is named, the others land. Exit code 2 where some were refused."""
        try:
            rows = read_ledger(path)
        except DomainError as error:
            raise _failed(error.message) from error
        done, refused = 0, 0
        for row in rows:
            try:
                with self.database.write() as session:
                    done += bool(apply_row(Work(session, OPERATOR, self.catalogue, self.clock.now()), row))
            except DomainError as error:
                refused += 1
                typer.echo(f"row {row.number}: {error.message}", err=True)
        typer.echo(f"{len(rows):,} rows: {done:,} cases changed, {refused:,} refused")
        if refused:
            raise typer.Exit(2)

    def assign(self, ids: list[str], wanted: Filter, unit: str, basis: str) -> None:
        chosen = ids or [view.id for view in self._views(wanted)]
        if not ids and wanted == Filter():
            raise _failed("Name the cases, or choose them with --unassigned, --state or --unit.")
        try:
            with self.database.write() as session:
                work = Work(session, OPERATOR, self.catalogue, self.clock.now())
                for start in range(0, len(chosen), _PAGE):
                    part = tuple(chosen[start : start + _PAGE])
                    route_cases(work, RoutingRequest(cases=part, unit=unit, basis=basis))
        except (DomainError, ValidationError) as error:
            raise _failed(str(error)) from error
        typer.echo(f"{len(chosen):,} cases: routed to {unit}")


def _urgency(view: CaseView) -> tuple[object, ...]:
    """What is due first comes first; what has no period, by its state in the order of the vocabulary."""
    due = date.max if view.deadline is None else view.deadline.due
    return due, _STATES.index(view.state), view.subject_name, view.id


def _cells(view: CaseView) -> tuple[str, ...]:
    """Some lines for each case, so that it fits eighty columns."""
    marks = [mark for mark in ("overdue", "suspended", "disputed", "relief") if getattr(view, mark)]
    return (
        f"{view.subject_name}\n{view.id}",
        view.unit or "—",
        "\n".join([view.state, *marks, *view.problem_types]),
        "" if view.deadline is None else f"{view.deadline.days_left}\n{view.deadline.due}",
    )


def _failed(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

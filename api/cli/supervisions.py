"""Supervisions at the command line, as the centre sees them."""

from datetime import date
from typing import Annotated

import typer
from sqlmodel import col

from api.cli.looking import AsJson, Key, looking
from api.cli.printing import days_left, print_found
from huixin.types.monitoring import SupervisionState, SupervisionView
from models.monitoring.supervisions import Supervision, find_supervision, supervision_view
from models.monitoring.supervisions import supervisions as found_by

_COLUMNS = ("supervision", "body", "state", "days left")
_WAITING = frozenset({SupervisionState.OPEN, SupervisionState.OVERDUE})


def supervisions(
    key: Key = None,
    body: Annotated[str | None, typer.Option(help="Only of this unit or unit/department.")] = None,
    state: Annotated[SupervisionState | None, typer.Option(help="Only what stands so.")] = None,
    as_json: AsJson = False,
) -> None:
    """List inspections, circulars and interviews of officials with the days left to answer, the most urgent first."""
    with looking() as work:
        chosen = [] if key is None else [find_supervision(work, key)]
        urgent = found_by(work, body=body, state=state).order_by(col(Supervision.due), col(Supervision.id))
        found = [supervision_view(row, work.today) for row in chosen or work.session.exec(urgent)]
        today = work.today
    print_found(found, _COLUMNS, lambda one: _cells(one, today), whole=key is not None, as_json=as_json)


def _cells(one: SupervisionView, today: date) -> tuple[str, ...]:
    left = f"{days_left(today, one.due)}\n{one.due}" if one.state in _WAITING else ""
    return f"{one.reason}\n{one.id}", one.body, f"{one.state}\n{one.kind}", left

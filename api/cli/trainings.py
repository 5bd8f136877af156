"""Trainings at the command line, as the centre sees them."""

from datetime import date

from sqlmodel import col, select

from api.cli.looking import AsJson, Key, looking
from api.cli.printing import counted, days_left, print_found
from huixin.types.training import TrainingView
from models.trainings.rounds import find_training
from models.trainings.tables import Training
from models.trainings.views import training_views

_RATES = ("invited", "excused", "attended", "passed", "failed")
_COLUMNS = ("training", "days left", "seats")


def trainings(key: Key = None, as_json: AsJson = False) -> None:
    """List the rounds with the days left and what came of them; one in full with its rates by unit."""
    with looking() as work:
        chosen = [] if key is None else [find_training(work.session, key)]
        newest = select(Training).order_by(col(Training.first_day).desc(), col(Training.id))
        found = training_views(work.session, work.caller, chosen or list(work.session.exec(newest)))
        today = work.today
    print_found(found, _COLUMNS, lambda one: _cells(one, today), whole=key is not None, as_json=as_json)


def _cells(one: TrainingView, today: date) -> tuple[str, ...]:
    left = "over" if one.last_day < today else f"{days_left(today, one.last_day)}\n{one.last_day}"
    sums = {name: sum(getattr(rate, name) for rate in one.rates) for name in _RATES}
    return f"{one.title}\n{one.id}", left, counted(sums)

"""What became of invitations: scheduled, attended, examined. Dates are kept, and nothing follows from any of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.training import Attend, Examine, Excuse, MarkAbsent, Schedule, TrainingAct
from models.caller import Caller
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.merchants import subjects_of_merchant
from models.personal import refuse_personal
from models.trainings.rounds import find_training
from models.trainings.tables import Training, TrainingSeat

_SEE_ALL = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR, MemberKind.DEPARTMENT})
_MARKS = frozenset({MemberKind.CENTRE, MemberKind.DEPARTMENT, MemberKind.UNIT})


def seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The centre, departments and auditors see all, a unit those of its place, a merchant its own."""
    if caller.kind in _SEE_ALL:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(TrainingSeat.unit) == caller.unit
    if caller.subject_id is not None:
        return col(TrainingSeat.subject_id).in_(subjects_of_merchant(session, caller.subject_id))
    return false()


def find_seat(session: Session, caller: Caller, training_id: str, key: str) -> TrainingSeat:
    """Raises NotFound, for another's too."""
    named = TrainingSeat.id == key, TrainingSeat.training_id == training_id
    found = session.exec(select(TrainingSeat).where(*named, seen_by(session, caller))).first()
    if found is None:
        raise NotFound(f"There is no invitation {key} to this training.")
    return found


def mark(work: Work, training_id: str, key: str, act: TrainingAct) -> TrainingSeat:
    """Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    seat = find_seat(work.session, work.caller, training_id, key)
    if work.caller.kind not in _MARKS:
        raise Forbidden("Whoever holds the training writes down what became of it.")
    refuse_personal(act)
    _STEPS[type(act)](work, find_training(work.session, training_id), seat, act)
    work.session.add(seat)
    work.session.flush()
    return seat


def _within(row: Training, day: Any) -> None:
    if not row.first_day <= day <= row.last_day:
        raise wrong("/on", "outside_the_round", f"The round is from {row.first_day} to {row.last_day}.")


def _schedule(_: Work, row: Training, seat: TrainingSeat, act: Schedule) -> None:
    _expect(seat, "invited", "scheduled", "absent")
    _within(row, act.on)
    seat.state, seat.scheduled_on = "scheduled", act.on


def _attend(work: Work, row: Training, seat: TrainingSeat, act: Attend) -> None:
    _expect(seat, "invited", "scheduled", "absent")
    _within(row, act.on)
    refuse_future(work, "/on", act.on)
    seat.state, seat.attended_on = "attended", act.on


def _examine(work: Work, row: Training, seat: TrainingSeat, act: Examine) -> None:
    """Who failed may try again."""
    _expect(seat, "attended", "failed")
    if row.pass_mark is None:
        raise Conflict("This round has no exam.", zh="该期培训不设考试。")
    refuse_future(work, "/on", act.on)
    if seat.attended_on is not None and act.on < seat.attended_on:
        raise wrong("/on", "before_the_training", f"It was attended on {seat.attended_on}.")
    seat.state = "passed" if act.mark >= row.pass_mark else "failed"
    seat.mark, seat.examined_on = act.mark, act.on


def _absent(_: Work, __: Training, seat: TrainingSeat, act: MarkAbsent) -> None:
    _expect(seat, "invited", "scheduled")
    seat.state, seat.note = "absent", act.note


def _excuse(_: Work, __: Training, seat: TrainingSeat, act: Excuse) -> None:
    _expect(seat, "invited", "scheduled", "absent")
    seat.state, seat.note = "excused", act.note


def _expect(seat: TrainingSeat, *states: str) -> None:
    if seat.state not in states:
        raise Conflict(f"This invitation is '{seat.state}'.")


_STEPS: dict[type[TrainingAct], Callable[[Work, Training, TrainingSeat, Any], None]] = {
    Schedule: _schedule,
    Attend: _attend,
    Examine: _examine,
    MarkAbsent: _absent,
    Excuse: _excuse,
}

"""Trainings as they are told: rounds with their rates by unit, and invitations."""

from collections.abc import Sequence

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from huixin.types.training import SeatView, TrainingRate, TrainingView
from models.caller import Caller
from models.subjects import SubjectVersion
from models.trainings.seats import seen_by
from models.trainings.tables import Training, TrainingSeat
from models.versions import in_force

_ATTENDED = ("attended", "passed", "failed")


def training_views(session: Session, caller: Caller, rows: Sequence[Training]) -> list[TrainingView]:
    """With the rates of what the caller sees; in the order of the rows."""
    rates = _rates(session, caller, [row.id for row in rows])
    return [
        TrainingView(
            **row.model_dump(exclude={"lists", "member_id"}),
            lists=tuple(row.lists.split(" ")),
            rates=rates.get(row.id, []),
        )
        for row in rows
    ]


def _rates(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, list[TrainingRate]]:
    """By round, unit after unit: counted where the rows lie."""
    seat = TrainingSeat

    def counted(*states: str) -> object:
        return func.coalesce(func.sum(case((col(seat.state).in_(states), 1), else_=0)), 0)

    statement = (
        select(
            seat.training_id,
            seat.unit,
            func.count(),
            counted("excused"),  # type: ignore[call-overload]
            counted(*_ATTENDED),
            counted("passed"),
            counted("failed"),
        )
        .where(col(seat.training_id).in_(ids), seen_by(session, caller))
        .group_by(col(seat.training_id), col(seat.unit))
        .order_by(col(seat.training_id), col(seat.unit))
    )
    rates: dict[str, list[TrainingRate]] = {}
    for training_id, unit, invited, excused, attended, passed, failed in session.execute(statement):
        rate = TrainingRate(
            unit=unit, invited=invited, excused=excused, attended=attended, passed=passed, failed=failed
        )
        rates.setdefault(training_id, []).append(rate)
    return rates


def seat_views(session: Session, rows: Sequence[TrainingSeat]) -> list[SeatView]:
    """In the order of the rows; persons masked."""
    ids = {row.subject_id for row in rows}
    current = select(SubjectVersion).where(col(SubjectVersion.subject_id).in_(ids), in_force(SubjectVersion, None))
    merchants = {version.subject_id: version for version in session.exec(current)}
    shown = set(SeatView.model_fields) - {"uscc", "merchant"}
    return [
        SeatView(
            **row.model_dump(include=shown),
            uscc=merchants[row.subject_id].uscc,
            merchant=merchants[row.subject_id].name,
        )
        for row in rows
    ]

"""What the service can be asked about trainings; `trainings` drives these flows."""

from typing import Any

from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, act, begin, row, rows
from huixin.sending import Many, posted, segment
from huixin.types.training import (
    Invited,
    InviteRequest,
    SeatPage,
    SeatView,
    TrainingAct,
    TrainingPage,
    TrainingRequest,
    TrainingView,
)

TRAININGS = Concept("/v1/trainings", TrainingView, TrainingPage)


def _seats(training_id: str) -> Concept[SeatView]:
    return Concept(f"/v1/trainings/{segment(training_id)}/seats", SeatView, SeatPage)


def trainings(session: Session, filters: dict[str, Any]) -> Many[TrainingView]:
    return rows(session, TRAININGS, filters)


def training(session: Session, key: str) -> Flow[TrainingView]:
    return row(session, TRAININGS, key)


def hold(session: Session, request: TrainingRequest) -> Flow[TrainingView]:
    return begin(session, TRAININGS, request)


def invite_listed(session: Session, key: str) -> Flow[Invited]:
    """A second time it takes only those who came meanwhile."""
    return ask(session, Send("POST", f"/v1/trainings/{segment(key)}/invitations"), Invited)


def seats(session: Session, key: str, filters: dict[str, Any]) -> Many[SeatView]:
    return rows(session, _seats(key), filters)


def invite(session: Session, key: str, request: InviteRequest) -> Flow[SeatView]:
    return ask(session, posted(_seats(key).path, request, repeatable=False), SeatView)


def mark(session: Session, key: str, seat_id: str, action: TrainingAct) -> Flow[SeatView]:
    return act(session, _seats(key), seat_id, action)

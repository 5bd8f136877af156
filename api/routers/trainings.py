"""Trainings: rounds for those on the lists that the packs name, their legal representatives and individuals."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import training_examples as examples
from api.auth import CanReadTrainings, CanWriteTrainings
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.training import (
    Invited,
    InviteRequest,
    SeatPage,
    SeatView,
    TrainingActionRequest,
    TrainingPage,
    TrainingRequest,
    TrainingView,
)
from models.paging import newest_first
from models.trainings.rounds import find_training, hold, invite_listed, invite_person
from models.trainings.seats import mark, seen_by
from models.trainings.tables import Training, TrainingSeat
from models.trainings.views import seat_views, training_views

router = APIRouter(prefix="/v1/trainings", tags=["trainings"], route_class=GuardedRoute)

TrainingId = Annotated[str, Path(pattern="^trn_[0-9a-f]{32}$", examples=[examples.TRAINING_VIEW.id])]
SeatId = Annotated[str, Path(pattern="^sea_[0-9a-f]{32}$", examples=[examples.SEAT.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get(
    "", summary="Page through trainings", responses=answers(examples.TRAINING_PAGE, *AUTHORISED, "invalid_content")
)
def read_trainings(query: Annotated[PageQuery, Query()], caller: CanReadTrainings, context: Context) -> TrainingPage:
    """Newest first; rates of those invitations that the caller sees."""
    with context.database.read() as session:
        rows, end = newest_first(session, select(Training), Training, after=query.after, limit=query.limit)
        return TrainingPage(items=training_views(session, caller, rows), next=end)


@router.post(
    "",
    status_code=201,
    summary="Hold a training",
    responses=answers(examples.TRAINING_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", status=201),
)
def write_training(
    body: Annotated[TrainingRequest, Body(openapi_examples=shown(a_round=examples.TRAINING))],
    caller: CanWriteTrainings,
    context: Context,
) -> TrainingView:
    """For the centre or a department."""
    with context.database.write() as session:
        return training_views(session, caller, [hold(context.work(session, caller), body)])[0]


@router.get(
    "/{training_id}",
    summary="Read a training with its rates",
    responses=answers(examples.TRAINING_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_training(training_id: TrainingId, caller: CanReadTrainings, context: Context) -> TrainingView:
    """Rates by unit: invited, excused, attended, passed, failed."""
    with context.database.read() as session:
        return training_views(session, caller, [find_training(session, training_id)])[0]


@router.post(
    "/{training_id}/invitations",
    summary="Invite those on the lists",
    responses=answers(examples.INVITED, *AUTHORISED, "not_found", "conflict", "forbidden", "invalid_content"),
)
def write_invitations(training_id: TrainingId, caller: CanWriteTrainings, context: Context) -> Invited:
    """Everybody who stands on the lists of the round today and is not invited yet."""
    with context.database.write() as session:
        return Invited(invited=invite_listed(context.work(session, caller), training_id))


@router.get(
    "/{training_id}/seats",
    summary="Page through invitations",
    responses=answers(examples.SEAT_PAGE, *AUTHORISED, "not_found", "invalid_content"),
)
def read_seats(
    training_id: TrainingId, query: Annotated[PageQuery, Query()], caller: CanReadTrainings, context: Context
) -> SeatPage:
    """A merchant its own, a unit those of its place, the centre and departments all."""
    with context.database.read() as session:
        find_training(session, training_id)
        own = select(TrainingSeat).where(TrainingSeat.training_id == training_id, seen_by(session, caller))
        rows, end = newest_first(session, own, TrainingSeat, after=query.after, limit=query.limit, since="invited_on")
        return SeatPage(items=seat_views(session, rows), next=end)


@router.post(
    "/{training_id}/seats",
    status_code=201,
    summary="Invite a legal representative or an individual",
    responses=answers(examples.SEAT, *CHANGES, status=201),
)
def write_seat(
    training_id: TrainingId,
    body: Annotated[InviteRequest, Body(openapi_examples=shown(legal_representative=examples.INVITE))],
    caller: CanWriteTrainings,
    context: Context,
) -> SeatView:
    """Known by a keyed digest of the number, shown masked, stored sealed."""
    with context.database.write() as session:
        seat = invite_person(context.work(session, caller), context.keys, training_id, body)
        return seat_views(session, [seat])[0]


@router.post(
    "/{training_id}/seats/{seat_id}/actions",
    summary="Say what became of an invitation",
    responses=answers(examples.SEAT, *CHANGES),
)
def write_seat_action(
    training_id: TrainingId,
    seat_id: SeatId,
    body: Annotated[TrainingActionRequest, Body(openapi_examples=shown(**examples.ACTIONS))],
    caller: CanWriteTrainings,
    context: Context,
) -> SeatView:
    """Nothing follows from it: no rule reads it, and no answer tells of it."""
    with context.database.write() as session:
        return seat_views(session, [mark(context.work(session, caller), training_id, seat_id, body.root)])[0]

"""Supervisions: inspection, circular, interview of the official in charge, with what the body answered."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from api import monitoring_examples as examples
from api.auth import CanReadMonitoring, CanSupervise
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from api.routers.duties import BodyCode
from huixin.types.monitoring import (
    SupervisionActionRequest,
    SupervisionPage,
    SupervisionRequest,
    SupervisionState,
    SupervisionView,
)
from models.monitoring.supervisions import (
    Supervision,
    act_on_supervision,
    find_supervision,
    open_supervision,
    supervision_view,
    supervisions,
)
from models.paging import newest_first

router = APIRouter(prefix="/v1/supervisions", tags=["monitoring"], route_class=GuardedRoute)

SupervisionId = Annotated[str, Path(pattern="^spv_[0-9a-f]{32}$", examples=[examples.SUPERVISION_VIEW.id])]


class SupervisionQuery(PageQuery):
    body: BodyCode | None = Field(default=None, description="`unit` or `unit/department`")
    state: SupervisionState | None = Field(default=None, description="Only those that stand so")
    first: date | None = Field(default=None, description="Without those that were closed before this day")
    as_of: date | None = Field(default=None, description="As they stood at the end of this day; by default now")


@router.get(
    "", summary="Page through supervisions", responses=answers(examples.SUPERVISIONS, *AUTHORISED, "invalid_content")
)
def read_supervisions(
    query: Annotated[SupervisionQuery, Query()], caller: CanReadMonitoring, context: Context
) -> SupervisionPage:
    """The centre's all, a unit's and a department's own, newest first."""
    with context.database.read() as session:
        work = context.work(session, caller)
        found = supervisions(work, body=query.body, state=query.state, first=query.first, as_of=query.as_of)
        rows, end = newest_first(session, found, Supervision, after=query.after, limit=query.limit)
        return SupervisionPage(items=[supervision_view(row, query.as_of or work.today) for row in rows], next=end)


@router.get(
    "/{supervision_id}",
    summary="Read one of the supervisions",
    responses=answers(examples.SUPERVISION_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_supervision(supervision_id: SupervisionId, caller: CanReadMonitoring, context: Context) -> SupervisionView:
    """`state` follows from the answer and the day."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return supervision_view(find_supervision(work, supervision_id), work.today)


@router.post(
    "",
    status_code=201,
    summary="Open a supervision",
    responses=answers(examples.SUPERVISION_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", status=201),
)
def write_supervision(
    body: Annotated[SupervisionRequest, Body(openapi_examples=shown(on_a_figure=examples.SUPERVISION))],
    caller: CanSupervise,
    context: Context,
) -> SupervisionView:
    """By the centre, on a figure as it stands, or for a reason of its own."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return supervision_view(open_supervision(work, body), work.today)


@router.post(
    "/{supervision_id}/actions",
    summary="Answer, return or close a supervision",
    responses=answers(examples.SUPERVISION_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def write_supervision_action(
    supervision_id: SupervisionId,
    body: Annotated[SupervisionActionRequest, Body(openapi_examples=shown(**examples.SUPERVISION_ACTIONS))],
    caller: CanSupervise,
    context: Context,
) -> SupervisionView:
    """The body answers, or the centre for what comes on paper; the centre returns and closes."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return supervision_view(act_on_supervision(work, supervision_id, body.root), work.today)

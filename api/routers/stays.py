"""Stays: a court or a body of review has decided that for now nothing follows from a record."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from api import rights_examples as examples
from api.auth import CanReadExits, CanWriteExits
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Id, PageQuery
from huixin.types.stay import StayLifting, StayPage, StayRequest, StayView
from models.paging import newest_first
from models.rights.stays import enter_stay, find_stay, lift_stay, stay_view, stays
from models.rights.tables import Stay

router = APIRouter(prefix="/v1/stays", tags=["exits"], route_class=GuardedRoute)

StayId = Annotated[str, Path(pattern="^sta_[0-9a-f]{32}$", examples=[examples.STAY_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


class StayQuery(PageQuery):
    listing_id: Id | None = Field(default=None, description="only those of this record")
    standing: bool | None = Field(default=None, description="true: only those that have not been lifted")


@router.get("", summary="Page through stays", responses=answers(examples.STAY_PAGE, *AUTHORISED, "invalid_content"))
def read_stays(query: Annotated[StayQuery, Query()], caller: CanReadExits, context: Context) -> StayPage:
    """The centre's all, a department's those of what it recognised, a merchant's own, newest first."""
    with context.database.read() as session:
        found = stays(session, caller, listing_id=query.listing_id, standing=query.standing)
        rows, end = newest_first(session, found, Stay, after=query.after, limit=query.limit)
        return StayPage(items=[stay_view(row) for row in rows], next=end)


@router.get(
    "/{stay_id}",
    summary="Read one of the stays",
    responses=answers(examples.STAY_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_stay(stay_id: StayId, caller: CanReadExits, context: Context) -> StayView:
    """One that is the caller's to see."""
    with context.database.read() as session:
        return stay_view(find_stay(session, caller, stay_id))


@router.post("", status_code=201, summary="Stay a record", responses=answers(examples.STAY_VIEW, *CHANGES, status=201))
def write_stay(
    body: Annotated[StayRequest, Body(openapi_examples=shown(by_a_court=examples.STAY))],
    caller: CanWriteExits,
    context: Context,
) -> StayView:
    """By its recogniser, or by the centre, on the document: no measure follows from the record while it stands."""
    with context.database.write() as session:
        return stay_view(enter_stay(context.work(session, caller), body))


@router.post("/{stay_id}/lifting", summary="Lift a stay", responses=answers(examples.STAY_LIFTED, *CHANGES))
def write_lifting(
    stay_id: StayId,
    body: Annotated[StayLifting, Body(openapi_examples=shown(the_action_was_dismissed=examples.STAY_LIFTING))],
    caller: CanWriteExits,
    context: Context,
) -> StayView:
    """On the document of who decided: the record counts again, unless something else stays it."""
    with context.database.write() as session:
        return stay_view(lift_stay(context.work(session, caller), stay_id, body))

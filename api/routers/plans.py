"""Plans: the signed action plan of joint punishment, its versions, and what it leaves nobody to do."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import select

from api import plan_examples as examples
from api.auth import CanReadPlans, CanWritePlans
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.plan import GapPage, PlanEnding, PlanList, PlanRequest, PlanSignature, PlanView
from models.paging import newest_first
from models.plans.keeping import end_plan, enter_plan, find_plan, sign_plan
from models.plans.views import plan_view, plans
from models.punishments.gaps import gap_views, gaps_seen_by
from models.punishments.tables import PunishmentGap

router = APIRouter(prefix="/v1/plans", tags=["plans"], route_class=GuardedRoute)

PlanId = Annotated[str, Path(pattern="^pln_[0-9a-f]{32}$", examples=[examples.PLAN_VIEW.id])]


class PlanQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: date | None = Field(default=None, description="Which version is in force on this day; by default today")


@router.get("", summary="Read the action plan", responses=answers(examples.PLANS, *AUTHORISED, "invalid_content"))
def read_plans(query: Annotated[PlanQuery, Query()], caller: CanReadPlans, context: Context) -> PlanList:
    """All its versions, the newest first, with who signed which measures; one at most is in force."""
    with context.database.read() as session:
        return PlanList(items=plans(context.work(session, caller), query.on or context.today()))


@router.get(
    "/gaps",
    summary="Page through what nobody is bound to do",
    responses=answers(examples.GAP_PAGE, *AUTHORISED, "invalid_content"),
)
def read_gaps(query: Annotated[PageQuery, Query()], caller: CanReadPlans, context: Context) -> GapPage:
    """Measures that the rules ask of a department which has not signed for them, and which no law names: the centre's
    queue, newest first. It empties as the plan is signed."""
    with context.database.read() as session:
        queue = select(PunishmentGap).where(gaps_seen_by(caller))
        rows, end = newest_first(session, queue, PunishmentGap, after=query.after, limit=query.limit)
        return GapPage(items=gap_views(session, context.ruleset.catalogue, rows), next=end)


@router.get(
    "/{plan_id}",
    summary="Read a version of the action plan",
    responses=answers(examples.PLAN_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_plan(plan_id: PlanId, caller: CanReadPlans, context: Context) -> PlanView:
    """Its signatories, each with its measures and their grounds."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return plan_view(work, find_plan(work, plan_id), work.today)


@router.post(
    "",
    status_code=201,
    summary="Enter a version of the action plan",
    responses=answers(examples.PLAN_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "conflict", status=201),
)
def write_plan(
    body: Annotated[PlanRequest, Body(openapi_examples=shown(to_be_signed=examples.PLAN))],
    caller: CanWritePlans,
    context: Context,
) -> PlanView:
    """By the centre. From its first day on it takes the place of the version before, for who has signed it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return plan_view(work, enter_plan(work, body), work.today)


@router.post(
    "/{plan_id}/signatures",
    summary="Sign a version of the action plan",
    responses=answers(examples.PLAN_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def write_plan_signature(
    plan_id: PlanId,
    body: Annotated[PlanSignature, Body(openapi_examples=shown(of_ones_own=examples.SIGNATURE))],
    caller: CanWritePlans,
    context: Context,
) -> PlanView:
    """By the city's department, for its kind in the counties and zones too; the centre enters what comes on paper."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return plan_view(work, sign_plan(work, plan_id, body), work.today)


@router.post(
    "/{plan_id}/ending",
    summary="End a version of the action plan",
    responses=answers(examples.PLAN_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def write_plan_ending(
    plan_id: PlanId,
    body: Annotated[PlanEnding, Body(openapi_examples=shown(ending=examples.ENDING))],
    caller: CanWritePlans,
    context: Context,
) -> PlanView:
    """By the centre, without another in its place: what rests on it ends with it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return plan_view(work, end_plan(work, plan_id, body), work.today)

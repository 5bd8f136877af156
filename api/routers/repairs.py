"""Repairs: explained, registered and checked here; decided here only for internal lists."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import rights_examples as examples
from api.auth import CanReadRepairs, CanWriteRepairs
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.repair import RepairActionRequest, RepairGuide, RepairPage, RepairRequest, RepairView
from models.paging import newest_first
from models.rights.repairs import apply_for, find_repair, guide, repair_view, seen_by, take_step
from models.rights.tables import Repair

router = APIRouter(prefix="/v1/repairs", tags=["repairs"], route_class=GuardedRoute)

RepairId = Annotated[str, Path(pattern="^rpr_[0-9a-f]{32}$", examples=[examples.REPAIR_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get("", summary="Page through repairs", responses=answers(examples.REPAIR_PAGE, *AUTHORISED, "invalid_content"))
def read_repairs(query: Annotated[PageQuery, Query()], caller: CanReadRepairs, context: Context) -> RepairPage:
    """A merchant's own, what a unit checks, those on a department's records; the centre's all, newest first."""
    with context.database.read() as session:
        rows, end = newest_first(
            session, select(Repair).where(seen_by(session, caller)), Repair, after=query.after, limit=query.limit
        )
        return RepairPage(items=[repair_view(context.ruleset.catalogue, row) for row in rows], next=end)


@router.get(
    "/{repair_id}",
    summary="Read one of the repairs",
    responses=answers(examples.REPAIR_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_repair(repair_id: RepairId, caller: CanReadRepairs, context: Context) -> RepairView:
    """One that is the caller's to see."""
    with context.database.read() as session:
        return repair_view(context.ruleset.catalogue, find_repair(session, caller, repair_id))


@router.post(
    "",
    status_code=201,
    summary="Apply for repair, or register an application",
    responses=answers(examples.REPAIR_VIEW, *CHANGES, status=201),
)
def write_repair(
    body: Annotated[RepairRequest, Body(openapi_examples=shown(an_internal_list=examples.REPAIR))],
    caller: CanWriteRepairs,
    context: Context,
) -> RepairView:
    """What is applied for at Credit China or market supervision is registered by its number there."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return repair_view(work.catalogue, apply_for(work, body))


@router.post(
    "/{repair_id}/actions", summary="Check a repair, or decide on it", responses=answers(examples.REPAIR_VIEW, *CHANGES)
)
def write_repair_action(
    repair_id: RepairId,
    body: Annotated[RepairActionRequest, Body(openapi_examples=shown(**examples.REPAIR_ACTIONS))],
    caller: CanWriteRepairs,
    context: Context,
) -> RepairView:
    """Granted: display, sharing and measures end in one go."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return repair_view(work.catalogue, take_step(work, repair_id, body.root))


@router.get(
    "/guide/{listing_id}",
    summary="How a record is repaired, and from when",
    responses=answers(examples.REPAIR_GUIDE, *AUTHORISED, "not_found", "invalid_content"),
)
def read_guide(
    listing_id: Annotated[str, Path(pattern="^lst_[0-9a-f]{32}$", examples=[examples.REPAIR_GUIDE.listing_id])],
    caller: CanReadRepairs,
    context: Context,
) -> RepairGuide:
    """Where to apply, the shortest and the longest display by the parameters of today."""
    with context.database.read() as session:
        return guide(context.work(session, caller), listing_id)

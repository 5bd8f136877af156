"""Objections: the merchant says that a record is wrong, and until it is decided the record is disputed."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import rights_examples as examples
from api.auth import CanReadObjections, CanWriteObjections
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.objection import ObjectionActionRequest, ObjectionPage, ObjectionRequest, ObjectionView
from models.paging import newest_first
from models.rights.objections import objection_view, objection_views, raise_objection, take_step
from models.rights.seen import find_objection, seen_by
from models.rights.tables import Objection

router = APIRouter(prefix="/v1/objections", tags=["objections"], route_class=GuardedRoute)

ObjectionId = Annotated[str, Path(pattern="^obj_[0-9a-f]{32}$", examples=[examples.OBJECTION_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get(
    "", summary="Page through objections", responses=answers(examples.OBJECTION_PAGE, *AUTHORISED, "invalid_content")
)
def read_objections(query: Annotated[PageQuery, Query()], caller: CanReadObjections, context: Context) -> ObjectionPage:
    """A merchant's own, a unit's, those on a department's records; the centre's all, newest first."""
    with context.database.read() as session:
        rows, end = newest_first(
            session, select(Objection).where(seen_by(session, caller)), Objection, after=query.after, limit=query.limit
        )
        return ObjectionPage(items=objection_views(session, context.ruleset.catalogue, rows), next=end)


@router.get(
    "/{objection_id}",
    summary="Read one of the objections",
    responses=answers(examples.OBJECTION_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_objection(objection_id: ObjectionId, caller: CanReadObjections, context: Context) -> ObjectionView:
    """One that is the caller's to see."""
    with context.database.read() as session:
        return objection_view(session, context.ruleset.catalogue, find_objection(session, caller, objection_id))


@router.post(
    "", status_code=201, summary="Object to a record", responses=answers(examples.OBJECTION_VIEW, *CHANGES, status=201)
)
def write_objection(
    body: Annotated[ObjectionRequest, Body(openapi_examples=shown(a_decision_that_was_quashed=examples.OBJECTION))],
    caller: CanWriteObjections,
    context: Context,
) -> ObjectionView:
    """The record is disputed from this moment on: nothing that cannot be undone follows from it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return objection_view(session, work.catalogue, raise_objection(work, body))


@router.post(
    "/{objection_id}/actions",
    summary="Extend, uphold or reject an objection",
    responses=answers(examples.OBJECTION_VIEW, *CHANGES),
)
def write_objection_action(
    objection_id: ObjectionId,
    body: Annotated[ObjectionActionRequest, Body(openapi_examples=shown(**examples.OBJECTION_ACTIONS))],
    caller: CanWriteObjections,
    context: Context,
) -> ObjectionView:
    """The recogniser decides; the centre enters what it decided. Upheld: it is corrected as far as the error spread."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return objection_view(session, work.catalogue, take_step(work, objection_id, body.root))

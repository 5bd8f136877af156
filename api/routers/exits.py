"""Exits: removals that are asked for and decided, and the four ends of a record."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import exit_examples as examples
from api.auth import CanReadExits, CanWriteExits
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.document import ExitDocument, PrintableView
from huixin.types.exit import ExitActionRequest, ExitPage, ExitRequest, ExitView
from models.exits.documents import document_of
from models.exits.requests import exit_view, request_removal, take_step
from models.exits.seen import find_request, seen_by
from models.exits.tables import RemovalRequest
from models.paging import newest_first

router = APIRouter(prefix="/v1/exits", tags=["exits"], route_class=GuardedRoute)

ExitId = Annotated[str, Path(pattern="^exr_[0-9a-f]{32}$", examples=[examples.EXIT_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get("", summary="Page through exits", responses=answers(examples.EXIT_PAGE, *AUTHORISED, "invalid_content"))
def read_exits(query: Annotated[PageQuery, Query()], caller: CanReadExits, context: Context) -> ExitPage:
    """A merchant's own, a unit's, those of a department's records; the centre's all, newest first."""
    with context.database.read() as session:
        rows, end = newest_first(
            session,
            select(RemovalRequest).where(seen_by(session, caller)),
            RemovalRequest,
            after=query.after,
            limit=query.limit,
        )
        return ExitPage(items=[exit_view(row) for row in rows], next=end)


@router.get(
    "/{exit_id}",
    summary="Read one of the exits",
    responses=answers(examples.EXIT_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_exit(exit_id: ExitId, caller: CanReadExits, context: Context) -> ExitView:
    """One that is the caller's to see."""
    with context.database.read() as session:
        return exit_view(find_request(session, caller, exit_id))


@router.post(
    "",
    status_code=201,
    summary="Ask for the removal of a record",
    responses=answers(examples.EXIT_VIEW, *CHANGES, status=201),
)
def write_exit(
    body: Annotated[ExitRequest, Body(openapi_examples=shown(once_rectified=examples.EXIT))],
    caller: CanWriteExits,
    context: Context,
) -> ExitView:
    """With evidence, once the rectification has been accepted."""
    with context.database.write() as session:
        return exit_view(request_removal(context.work(session, caller), body))


@router.post(
    "/{exit_id}/actions",
    summary="Give an opinion, send on, remove or return",
    responses=answers(examples.EXIT_VIEW, *CHANGES),
)
def write_exit_action(
    exit_id: ExitId,
    body: Annotated[ExitActionRequest, Body(openapi_examples=shown(**examples.EXIT_ACTIONS))],
    caller: CanWriteExits,
    context: Context,
) -> ExitView:
    """Its recogniser removes or returns with reasons; the centre enters what a body above the city decided."""
    with context.database.write() as session:
        return exit_view(take_step(context.work(session, caller), exit_id, body.root))


@router.get(
    "/{exit_id}/documents/{document}",
    summary="Print a document of an exit",
    responses=answers(examples.EXIT_DOCUMENT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_exit_document(
    exit_id: ExitId, document: ExitDocument, caller: CanReadExits, context: Context
) -> PrintableView:
    """The submission to the recogniser, the decision to remove, or the return with its reasons."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return document_of(work, find_request(session, caller, exit_id), document)

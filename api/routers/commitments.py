"""Commitments: registered entities promise to trade honestly, of their own will; performance, breach, withdrawal."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import commitment_examples as examples
from api.auth import CanReadCommitments, CanWriteCommitments
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.commitment import (
    CommitmentActionRequest,
    CommitmentDetail,
    CommitmentPage,
    CommitmentRequest,
    CommitmentTemplateList,
    CommitmentTemplateRequest,
    CommitmentTemplateView,
)
from models.commitments.accepting import accept
from models.commitments.acting import act_on_commitment
from models.commitments.seen import find_commitment, seen_by
from models.commitments.tables import Commitment
from models.commitments.templates import publish_template, template_view, templates
from models.commitments.views import commitment_detail, commitment_views
from models.paging import newest_first

router = APIRouter(prefix="/v1/commitments", tags=["commitments"], route_class=GuardedRoute)

CommitmentId = Annotated[str, Path(pattern="^cmt_[0-9a-f]{32}$", examples=[examples.COMMITMENT_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get("/templates", summary="Read what may be promised", responses=answers(examples.TEMPLATE_LIST, *AUTHORISED))
def read_templates(_: CanReadCommitments, context: Context) -> CommitmentTemplateList:
    """All versions of all templates, the oldest first."""
    with context.database.read() as session:
        return CommitmentTemplateList(items=[template_view(row) for row in templates(session)])


@router.post(
    "/templates",
    status_code=201,
    summary="Publish the next version of a template",
    responses=answers(examples.TEMPLATE_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", status=201),
)
def write_template(
    body: Annotated[CommitmentTemplateRequest, Body(openapi_examples=shown(first_version=examples.TEMPLATE))],
    caller: CanWriteCommitments,
    context: Context,
) -> CommitmentTemplateView:
    """For the centre. What was promised by an earlier version stays promised by it."""
    with context.database.write() as session:
        return template_view(publish_template(context.work(session, caller), body))


@router.get(
    "", summary="Page through commitments", responses=answers(examples.COMMITMENT_PAGE, *AUTHORISED, "invalid_content")
)
def read_commitments(
    query: Annotated[PageQuery, Query()], caller: CanReadCommitments, context: Context
) -> CommitmentPage:
    """A merchant's or a member's own; authorities see all. Newest first."""
    with context.database.read() as session:
        own = select(Commitment).where(seen_by(caller))
        rows, end = newest_first(session, own, Commitment, after=query.after, limit=query.limit)
        return CommitmentPage(items=commitment_views(session, rows, context.today()), next=end)


@router.post(
    "",
    status_code=201,
    summary="Make a commitment",
    responses=answers(examples.COMMITMENT, *CHANGES, status=201),
)
def write_commitment(
    body: Annotated[
        CommitmentRequest, Body(openapi_examples=shown(entered_from_paper=examples.ON_PAPER, signed=examples.SIGNED))
    ],
    caller: CanWriteCommitments,
    context: Context,
) -> CommitmentDetail:
    """By the merchant or the member itself, signed by its registered key or with the document; or entered for it by the
    centre or a unit. Nobody has to: to decline has no effect."""
    with context.database.write() as session:
        return commitment_detail(session, accept(context.work(session, caller), body), context.today())


@router.get(
    "/{commitment_id}",
    summary="Read a commitment with its history",
    responses=answers(examples.COMMITMENT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_commitment(commitment_id: CommitmentId, caller: CanReadCommitments, context: Context) -> CommitmentDetail:
    """With the reports of its performance, and what has ended it."""
    with context.database.read() as session:
        return commitment_detail(session, find_commitment(session, caller, commitment_id), context.today())


@router.post(
    "/{commitment_id}/actions",
    summary="Report performance, withdraw, or record a breach",
    responses=answers(examples.COMMITMENT, *CHANGES),
)
def write_commitment_action(
    commitment_id: CommitmentId,
    body: Annotated[CommitmentActionRequest, Body(openapi_examples=shown(**examples.ACTIONS))],
    caller: CanWriteCommitments,
    context: Context,
) -> CommitmentDetail:
    """A breach counts with an authority's document alone, and ends the commitment; it puts nobody on a list."""
    with context.database.write() as session:
        row = act_on_commitment(context.work(session, caller), commitment_id, body.root)
        return commitment_detail(session, row, context.today())

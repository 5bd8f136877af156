"""Alliances against brushing: their agreements on sharing, and one's own signature."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import alliance_examples as examples
from api.auth import CanReadAlliances, CanWriteAlliances
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.alliance import (
    AgreementRequest,
    AgreementView,
    AlliancePage,
    AllianceRequest,
    AllianceView,
    Leaving,
    RulingRequest,
    SignatureRequest,
)
from models.alliances.joining import agree, find_alliance, found, leave, may_see, sign
from models.alliances.ruling import rule_on
from models.alliances.tables import Alliance
from models.alliances.views import agreement_view, alliance_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/alliances", tags=["alliances"], route_class=GuardedRoute)

AllianceId = Annotated[str, Path(pattern="^aln_[0-9a-f]{32}$", examples=[examples.ALLIANCE_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get(
    "", summary="Page through alliances", responses=answers(examples.ALLIANCE_PAGE, *AUTHORISED, "invalid_content")
)
def read_alliances(query: Annotated[PageQuery, Query()], caller: CanReadAlliances, context: Context) -> AlliancePage:
    """Newest first; to a member none of the others is named."""
    with context.database.read() as session:
        work = context.work(session, caller)
        if not may_see(work):
            return AlliancePage(items=[], next=None)
        rows, end = newest_first(session, select(Alliance), Alliance, after=query.after, limit=query.limit)
        return AlliancePage(items=[alliance_view(work, row) for row in rows], next=end)


@router.post(
    "", status_code=201, summary="Register an alliance", responses=answers(examples.ALLIANCE_VIEW, *CHANGES, status=201)
)
def write_alliance(
    body: Annotated[AllianceRequest, Body(openapi_examples=shown(of_the_city=examples.ALLIANCE))],
    caller: CanWriteAlliances,
    context: Context,
) -> AllianceView:
    """By the centre, with the association or firm that leads it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return alliance_view(work, found(work, body))


@router.get(
    "/{alliance_id}",
    summary="Read one of the alliances",
    responses=answers(examples.ALLIANCE_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_alliance(alliance_id: AllianceId, caller: CanReadAlliances, context: Context) -> AllianceView:
    """With all versions of its agreement, and one's own signatures."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return alliance_view(work, find_alliance(work, alliance_id))


@router.post(
    "/{alliance_id}/agreements",
    status_code=201,
    summary="Add a version of an alliance's agreement",
    responses=answers(examples.AGREEMENT_VIEW, *CHANGES, status=201),
)
def write_agreement(
    alliance_id: AllianceId,
    body: Annotated[AgreementRequest, Body(openapi_examples=shown(next_version=examples.AGREEMENT))],
    caller: CanWriteAlliances,
    context: Context,
) -> AgreementView:
    """By the centre or the lead. From its day on only who has signed it shares."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return agreement_view(agree(work, find_alliance(work, alliance_id), body))


@router.post(
    "/{alliance_id}/signatures",
    status_code=201,
    summary="Sign a version of an alliance's agreement",
    responses=answers(examples.ALLIANCE_VIEW, *CHANGES, status=201),
)
def write_signature(
    alliance_id: AllianceId,
    body: Annotated[SignatureRequest, Body(openapi_examples=shown(version_in_force=examples.SIGNATURE))],
    caller: CanWriteAlliances,
    context: Context,
) -> AllianceView:
    """For oneself: with it one joins. Nothing is shared before."""
    with context.database.write() as session:
        work = context.work(session, caller)
        alliance = find_alliance(work, alliance_id)
        sign(work, alliance, body)
        return alliance_view(work, alliance)


@router.post("/{alliance_id}/leaving", summary="Leave an alliance", responses=answers(examples.ALLIANCE_VIEW, *CHANGES))
def write_leaving(
    alliance_id: AllianceId,
    body: Annotated[Leaving, Body(openapi_examples=shown(today=examples.LEAVING))],
    caller: CanWriteAlliances,
    context: Context,
) -> AllianceView:
    """From that day on one shares nothing and is told nothing; what one had shared supports nothing any more."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return alliance_view(work, leave(work, find_alliance(work, alliance_id), body))


@router.post(
    "/{alliance_id}/rulings",
    status_code=201,
    summary="Rule of a member of an alliance",
    responses=answers(examples.ALLIANCE_VIEW, *CHANGES, status=201),
)
def write_ruling(
    alliance_id: AllianceId,
    body: Annotated[RulingRequest, Body(openapi_examples=shown(**examples.RULINGS))],
    caller: CanWriteAlliances,
    context: Context,
) -> AllianceView:
    """By the centre: of which group of companies it is, that it is shut out, or let in again. Its checks go on."""
    with context.database.write() as session:
        work = context.work(session, caller)
        alliance = find_alliance(work, alliance_id)
        rule_on(work, alliance, body.root)
        return alliance_view(work, alliance)

"""Suspects: what independent members of an alliance say alike, for the centre and the competent departments."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from sqlmodel import select

from api import alliance_examples as examples
from api.auth import CanDecideSuspects, CanReadSuspects
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.suspect import SuspectActionRequest, SuspectPage, SuspectState, SuspectView
from models.paging import newest_first
from models.suspects.deciding import decide_on
from models.suspects.seen import find_suspect, seen_by
from models.suspects.tables import Suspect, rests_on_live
from models.suspects.views import suspect_views

router = APIRouter(prefix="/v1/suspects", tags=["suspects"], route_class=GuardedRoute)

SuspectId = Annotated[str, Path(pattern="^spt_[0-9a-f]{32}$", examples=[examples.SUSPECT.id])]


class SuspectQuery(PageQuery):
    state: SuspectState | None = Field(default=None, description="Only suspects in this state")


@router.get(
    "", summary="Page through suspects", responses=answers(examples.SUSPECT_PAGE, *AUTHORISED, "invalid_content")
)
def read_suspects(query: Annotated[SuspectQuery, Query()], caller: CanReadSuspects, context: Context) -> SuspectPage:
    """The centre's all, a department's those of its problems and place, newest first. No other member has any."""
    with context.database.read() as session:
        work = context.work(session, caller)
        wanted = select(Suspect).where(seen_by(work), rests_on_live(work.today))
        if query.state is not None:
            wanted = wanted.where(Suspect.state == query.state)
        rows, end = newest_first(session, wanted, Suspect, after=query.after, limit=query.limit)
        return SuspectPage(items=suspect_views(work, rows), next=end)


@router.get(
    "/{suspect_id}",
    summary="Read one of the suspects",
    responses=answers(examples.SUSPECT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_suspect(suspect_id: SuspectId, caller: CanReadSuspects, context: Context) -> SuspectView:
    """With what it rests on, as long as that is kept."""
    with context.database.read() as session:
        work = context.work(session, caller)
        [view] = suspect_views(work, [find_suspect(work, suspect_id)])
        return view


@router.post(
    "/{suspect_id}/actions",
    summary="Open a case from a suspect, or dismiss it",
    responses=answers(examples.SUSPECT, *AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden"),
)
def write_suspect_action(
    suspect_id: SuspectId,
    body: Annotated[SuspectActionRequest, Body(openapi_examples=shown(**examples.SUSPECT_ACTIONS))],
    caller: CanDecideSuspects,
    context: Context,
) -> SuspectView:
    """By the centre. The case is a lead to be verified: no member's answer changes by it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        [view] = suspect_views(work, [decide_on(work, context.ruleset, suspect_id, body.root)])
        return view

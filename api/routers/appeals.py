"""Appeals: on request a person looks at a decision again, and the result is told."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import rights_examples as examples
from api.auth import CanReadAppeals, CanWriteAppeals
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.appeal import AppealPage, AppealRequest, AppealResult, AppealView
from models.decisions import Decision
from models.paging import newest_first
from models.rights.appeals import appeal_view, decide_appeal, find_appeal, raise_appeal
from models.rights.seen import appeals_seen_by
from models.rights.tables import Appeal

router = APIRouter(prefix="/v1/appeals", tags=["appeals"], route_class=GuardedRoute)

AppealId = Annotated[str, Path(pattern="^apl_[0-9a-f]{32}$", examples=[examples.APPEAL_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get("", summary="Page through appeals", responses=answers(examples.APPEAL_PAGE, *AUTHORISED, "invalid_content"))
def read_appeals(query: Annotated[PageQuery, Query()], caller: CanReadAppeals, context: Context) -> AppealPage:
    """A merchant's own, those on a member's decisions; the centre's all. Newest first."""
    with context.database.read() as session:
        own = select(Appeal).where(appeals_seen_by(session, caller))
        rows, end = newest_first(session, own, Appeal, after=query.after, limit=query.limit)
        catalogue = context.ruleset.catalogue
        return AppealPage(items=[appeal_view(session, catalogue, row, caller.kind) for row in rows], next=end)


@router.get(
    "/{appeal_id}",
    summary="Read an appeal",
    responses=answers(examples.APPEAL_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_appeal(appeal_id: AppealId, caller: CanReadAppeals, context: Context) -> AppealView:
    """With its result, once there is one."""
    with context.database.read() as session:
        row = find_appeal(session, caller, appeal_id)
        return appeal_view(session, context.ruleset.catalogue, row, caller.kind)


@router.post(
    "",
    status_code=201,
    summary="Appeal against a decision",
    responses=answers(examples.APPEAL_VIEW, *CHANGES, status=201),
)
def write_appeal(
    body: Annotated[AppealRequest, Body(openapi_examples=shown(corrected_meanwhile=examples.APPEAL))],
    caller: CanWriteAppeals,
    context: Context,
) -> AppealView:
    """By the merchant whom it is about, or entered for it by the member that decided."""
    with context.database.log_read() as log:
        decision = log.get(Decision, body.decision_id)
    with context.database.write() as session:
        work = context.work(session, caller)
        return appeal_view(session, work.catalogue, raise_appeal(work, decision, body), caller.kind)


@router.post(
    "/{appeal_id}/result",
    summary="Decide on an appeal",
    responses=answers(examples.APPEAL_VIEW, *CHANGES),
)
def write_result(
    appeal_id: AppealId,
    body: Annotated[AppealResult, Body(openapi_examples=shown(upheld=examples.APPEAL_RESULT))],
    caller: CanWriteAppeals,
    context: Context,
) -> AppealView:
    """By a person of the member that decided; the merchant is told."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return appeal_view(session, work.catalogue, decide_appeal(work, appeal_id, body), caller.kind)

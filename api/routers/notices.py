"""Notices: to each member that received a record, when it is no longer to be used."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from sqlmodel import col, select

from api import exit_examples as examples
from api.auth import CanAcknowledge, CanReadNotices
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.exit import Acknowledgement, NoticePage, NoticeView
from models.exits.notices import acknowledge, notice_view, seen_by
from models.exits.tables import ExitNotice
from models.paging import newest_first

router = APIRouter(prefix="/v1/notices", tags=["notices"], route_class=GuardedRoute)

NoticeId = Annotated[str, Path(pattern="^ntc_[0-9a-f]{32}$", examples=[examples.NOTICE.id])]


class NoticeQuery(PageQuery):
    acknowledged: bool | None = Field(default=None, description="Only those acknowledged, or not")


@router.get("", summary="Page through notices", responses=answers(examples.NOTICE_PAGE, *AUTHORISED, "invalid_content"))
def read_notices(query: Annotated[NoticeQuery, Query()], caller: CanReadNotices, context: Context) -> NoticePage:
    """A member's own; the centre sees all, and so who has not acknowledged. Newest first."""
    statement = select(ExitNotice).where(seen_by(caller))
    if query.acknowledged is not None:
        statement = statement.where(col(ExitNotice.acknowledged_at).is_not(None) == query.acknowledged)
    with context.database.read() as session:
        rows, end = newest_first(session, statement, ExitNotice, after=query.after, limit=query.limit)
        return NoticePage(items=[notice_view(context.ruleset.catalogue, row) for row in rows], next=end)


@router.post(
    "/{notice_id}/acknowledgement",
    summary="Acknowledge a notice",
    responses=answers(examples.NOTICE, *AUTHORISED, *WITH_BODY, "not_found"),
)
def write_acknowledgement(
    notice_id: NoticeId,
    body: Annotated[Acknowledgement, Body(openapi_examples=shown(by_a_clerk=examples.ACKNOWLEDGEMENT))],
    caller: CanAcknowledge,
    context: Context,
) -> NoticeView:
    """The member's word that it uses the record no more; the first stands."""
    with context.database.write() as session:
        row = acknowledge(session, caller, notice_id, body.by, context.now())
        return notice_view(context.ruleset.catalogue, row)

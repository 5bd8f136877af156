"""Ends: the four of them as they were decided, and the wrong publication taken back."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from api import exit_examples as examples
from api.auth import CanReadExits, CanWriteExits
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.document import PrintableView
from huixin.types.exit import Announcement, EndList, EndPage, EndRequest, EndView, WithdrawalRequest
from models.exits.announcing import announce, end_page, find_end
from models.exits.documents import end_notice
from models.exits.ends import end_view, ends_of, record_end, withdraw

router = APIRouter(prefix="/v1/ends", tags=["exits"], route_class=GuardedRoute)

CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")
ListingId = Annotated[str, Path(pattern="^lst_[0-9a-f]{32}$", examples=[examples.END.listing_id])]
EndId = Annotated[str, Path(pattern="^end_[0-9a-f]{32}$", examples=[examples.END_VIEW.id])]


class EndQuery(PageQuery):
    announced: bool | None = Field(
        default=None, description="false: only those whose notice has yet to appear where the record was published"
    )


@router.get("", summary="Page through ends", responses=answers(examples.END_PAGE, *AUTHORISED, "invalid_content"))
def read_all_ends(query: Annotated[EndQuery, Query()], caller: CanReadExits, context: Context) -> EndPage:
    """The centre's all, a department's those of what it recognised, newest first."""
    with context.database.read() as session:
        rows, end = end_page(session, caller, announced=query.announced, after=query.after, limit=query.limit)
        return EndPage(items=[end_view(row) for row in rows], next=end)


@router.get(
    "/{listing_id}",
    summary="Read the ends of a record",
    responses=answers(examples.END_LIST, *AUTHORISED, "not_found", "forbidden", "invalid_content"),
)
def read_ends(listing_id: ListingId, caller: CanReadExits, context: Context) -> EndList:
    """Each with who decided it and in which document; for the recogniser and the centre."""
    with context.database.read() as session:
        return EndList(items=[end_view(row) for row in ends_of(context.work(session, caller), listing_id)])


@router.get(
    "/{end_id}/document",
    summary="Read the notice of an end, to print",
    responses=answers(examples.END_NOTICE, *AUTHORISED, "not_found", "invalid_content"),
)
def read_end_document(end_id: EndId, caller: CanReadExits, context: Context) -> PrintableView:
    """To be published where the record had been."""
    with context.database.read() as session:
        return end_notice(context.work(session, caller), find_end(session, caller, end_id))


@router.post(
    "/{end_id}/announcement",
    summary="Say that the notice of an end has appeared",
    responses=answers(examples.END_VIEW, *CHANGES),
)
def write_announcement(
    end_id: EndId,
    body: Annotated[Announcement, Body(openapi_examples=shown(today=examples.ANNOUNCEMENT))],
    caller: CanWriteExits,
    context: Context,
) -> EndView:
    """Through the channel in which the record had been published."""
    with context.database.write() as session:
        return end_view(announce(context.work(session, caller), end_id, body))


@router.post("", status_code=201, summary="Record an end", responses=answers(examples.END_VIEW, *CHANGES, status=201))
def write_end(
    body: Annotated[EndRequest, Body(openapi_examples=shown(measures_lifted=examples.END))],
    caller: CanWriteExits,
    context: Context,
) -> EndView:
    """Removed, display ended, measures lifted or annulled: they stand beside each other."""
    with context.database.write() as session:
        return end_view(record_end(context.work(session, caller), body))


@router.post(
    "/withdrawals",
    status_code=201,
    summary="Withdraw a wrong publication",
    responses=answers(examples.END_VIEW, *CHANGES, status=201),
)
def write_withdrawal(
    body: Annotated[WithdrawalRequest, Body(openapi_examples=shown(the_wrong_merchant=examples.WITHDRAWAL))],
    caller: CanWriteExits,
    context: Context,
) -> EndView:
    """In one step: from this moment on no answer rests on it, and whoever received it is told. The decision stands:
    only its recogniser or a court annuls it; the recogniser is told too."""
    with context.database.write() as session:
        return end_view(withdraw(context.work(session, caller), body))

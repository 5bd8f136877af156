"""Inquiries: what the centre asks members of their own contract customers, and what they say."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import inquiry_examples as examples
from api.auth import CanAnswerInquiries, CanInquire, CanReadInquiries
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.inquiry import InquiryAnswerRequest, InquiryPage, InquiryRequest, InquiryView
from models.inquiries.asking import answer, find_inquiry, inquire, seen_by
from models.inquiries.tables import Inquiry
from models.inquiries.views import inquiry_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/inquiries", tags=["inquiries"], route_class=GuardedRoute)

InquiryId = Annotated[str, Path(pattern="^inq_[0-9a-f]{32}$", examples=[examples.INQUIRY_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


@router.get(
    "", summary="Page through inquiries", responses=answers(examples.INQUIRY_PAGE, *AUTHORISED, "invalid_content")
)
def read_inquiries(query: Annotated[PageQuery, Query()], caller: CanReadInquiries, context: Context) -> InquiryPage:
    """Those that the caller was asked, newest first; the centre's are all."""
    with context.database.read() as session:
        work = context.work(session, caller)
        mine = select(Inquiry).where(seen_by(work))
        rows, end = newest_first(session, mine, Inquiry, after=query.after, limit=query.limit)
        return InquiryPage(items=[inquiry_view(work, row) for row in rows], next=end)


@router.post("", status_code=201, summary="Ask members", responses=answers(examples.INQUIRY_VIEW, *CHANGES, status=201))
def write_inquiry(
    body: Annotated[
        InquiryRequest, Body(openapi_examples=shown(for_a_count=examples.INQUIRY, by_document=examples.BY_DOCUMENT))
    ],
    caller: CanInquire,
    context: Context,
) -> InquiryView:
    """By the centre. Without a document of the police or the postal administration only counts are asked for."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return inquiry_view(work, inquire(work, body))


@router.get(
    "/{inquiry_id}",
    summary="Read one of the inquiries",
    responses=answers(examples.INQUIRY_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_inquiry(inquiry_id: InquiryId, caller: CanReadInquiries, context: Context) -> InquiryView:
    """A member finds its own answer in it, and nobody else's."""
    with context.database.read() as session:
        work = context.work(session, caller)
        return inquiry_view(work, find_inquiry(work, inquiry_id))


@router.post(
    "/{inquiry_id}/answer", summary="Answer an inquiry or refuse it", responses=answers(examples.INQUIRY_VIEW, *CHANGES)
)
def write_answer(
    inquiry_id: InquiryId,
    body: Annotated[InquiryAnswerRequest, Body(openapi_examples=shown(**examples.INQUIRY_ANSWERS))],
    caller: CanAnswerInquiries,
    context: Context,
) -> InquiryView:
    """Once, for oneself. A refusal says why; both stay on record."""
    with context.database.write() as session:
        work = context.work(session, caller)
        return inquiry_view(work, answer(work, inquiry_id, body.root))

"""Listings: records page by page."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.auth import CanReadListings
from api.context import Context
from api.cursors import cursor_of, position_of
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from api.paging import Code
from api.reading import record_shown
from huixin.core.answer import record_view
from huixin.types.listing import ListingPage, ListingView
from models.checks.eyes import Eyes
from models.disclosure import seen_listings
from models.errors import Fault, Invalid

router = APIRouter(prefix="/v1/listings", tags=["listings"], route_class=GuardedRoute)


class ListingQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    list: Code | None = Field(default=None, description="Code of a list", examples=["ecommerce_black"])
    limit: int = Field(default=100, ge=1, le=500, description="Records on a page")
    cursor: str | None = Field(
        default=None, max_length=2000, pattern="^[A-Za-z0-9_-]+$", description="`next` of the page before"
    )


@router.get(
    "",
    summary="Page through records",
    responses=answers(examples.LISTING_PAGE, *AUTHORISED, "invalid_content"),
)
def read_listings(query: Annotated[ListingQuery, Query()], caller: CanReadListings, context: Context) -> ListingPage:
    """Only what the caller may see. Members other than the authorities do not browse natural persons."""
    catalogue, today = context.ruleset.catalogue, context.today()
    if query.list is not None and query.list not in catalogue.lists:
        message = f"There is no such list; the lists are {', '.join(sorted(catalogue.lists))}."
        zh = f"没有此名单，可用：{'、'.join(sorted(catalogue.lists))}。"
        raise Invalid(message, Fault("list", "unknown_list", message, zh), zh=zh)
    question = f"listings:{caller.member_id}:{query.list or ''}"
    after = None if query.cursor is None else position_of(context.keys, query.cursor, question)
    with context.database.read() as session:
        eyes = Eyes(caller, caller.kind, catalogue, today, session)
        page, end = seen_listings(session, eyes, list_code=query.list, after=after, limit=query.limit)
    record_shown(context, caller, (seen.record.id for seen in page))
    labels = catalogue.labels
    return ListingPage(
        items=[
            ListingView(
                subject_id=seen.subject_id,
                subject_name=seen.subject_name,
                uscc=seen.uscc,
                record=record_view(labels, seen.record, today),
                sequence=seen.sequence,
            )
            for seen in page
        ],
        next=None if end is None else cursor_of(context.keys, end, question),
    )

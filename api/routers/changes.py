"""The change feed: what happened to records, in order."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api import feed_examples as examples
from api.auth import CanReadFeed
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from api.reading import record_shown
from huixin.types.change import ChangePage
from models.checks.eyes import Eyes
from models.feed import change_view, read_feed

router = APIRouter(prefix="/v1/changes", tags=["changes"], route_class=GuardedRoute)


class ChangeQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: int = Field(default=0, ge=0, le=2**53, description="`next` of the page before", examples=[0])
    limit: int = Field(default=100, ge=1, le=500, description="Changes on a page")


@router.get(
    "",
    summary="Follow what happens to records",
    responses=answers(examples.CHANGE_PAGE, *AUTHORISED, "invalid_content"),
)
def read_changes(query: Annotated[ChangeQuery, Query()], caller: CanReadFeed, context: Context) -> ChangePage:
    """Every change of a record that the caller may see, once and in order, however many write at the same time.

    Go on with `after` = `next`; it moves past what the caller may not see. Of what has ended only tombstones are left.
    A day that passes changes nothing here: the dates inside the records say what will be.
    """
    today = context.today()
    with context.database.read() as session:
        eyes = Eyes(caller, caller.kind, context.ruleset.catalogue, today, session)
        page = read_feed(session, eyes, after=query.after, limit=query.limit)
    record_shown(context, caller, (change.listing_id for change in page.changes if change.listing is not None))
    labels = context.ruleset.catalogue.labels
    return ChangePage(
        items=[change_view(labels, change, today) for change in page.changes], next=page.next, more=page.more
    )

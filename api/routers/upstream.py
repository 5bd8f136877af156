"""Upstream platforms: how their feeds stand, what waits for a person, and what they push."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.requests import Request

from api import upstream_examples as examples
from api.auth import CanReadUpstream, CanWriteUpstream
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import ALWAYS, AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from clients.upstream.push import take_push
from huixin.core.vocabulary import MemberKind
from huixin.types.upstream import (
    PushReceipt,
    ReappearanceAnswer,
    ReappearancePage,
    ReappearanceView,
    UnconfirmedPage,
    UpstreamFeedView,
    UpstreamPush,
    UpstreamRunView,
    UpstreamStatus,
)
from models.caller import Caller
from models.errors import Forbidden
from models.listings import Listing
from models.upstream.confirmation import stale_after
from models.upstream.feeds import CODE, all_feeds, feed_of
from models.upstream.intake import Desk
from models.upstream.reappearances import answer, waiting
from models.upstream.status import FeedStatus, feed_status, unconfirmed_listings
from models.upstream.tables import Reappearance, UpstreamRun

router = APIRouter(prefix="/v1/upstream", tags=["upstream"], route_class=GuardedRoute)

FeedCode = Annotated[str, Path(pattern=CODE, max_length=64, examples=[examples.FEED])]
ReappearanceId = Annotated[str, Path(pattern="^rea_[0-9a-f]{32}$", examples=[examples.REAPPEARANCE.id])]


class UnconfirmedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: str = Field(default="", pattern="^(lst_[0-9a-z]+)?$", max_length=40, description="`next` of the page before")
    limit: int = Field(default=100, ge=1, le=500, description="Listings on a page")


class ReappearanceQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: str = Field(default="", pattern="^(rea_[0-9a-f]{32})?$", description="`next` of the page before")
    limit: int = Field(default=100, ge=1, le=500, description="Reappearances on a page")


def _of_the_centre(caller: Caller) -> None:
    if caller.kind not in (MemberKind.CENTRE, MemberKind.AUDITOR):
        raise Forbidden("Upstream feeds are the centre's matter.")


def desk_of(context: AppContext) -> Desk:
    return Desk(context.database, context.keys, context.ruleset, context.settings.home, context.now)


@router.get("", summary="How the feeds stand", responses=answers(examples.STATUS, *AUTHORISED, "forbidden"))
def read_upstream(caller: CanReadUpstream, context: Context) -> UpstreamStatus:
    """A failed refresh changes nothing of what is known: how old that is stands in `age_days`."""
    _of_the_centre(caller)
    catalogue, today = context.ruleset.catalogue, context.today()
    with context.database.read() as session:
        found = [feed_status(session, catalogue, feed, today) for feed in all_feeds(session)]
    return UpstreamStatus(items=[feed_view(status, stale_after(catalogue, today)) for status in found])


@router.get(
    "/reappearances",
    summary="Records that ended here and that upstream names again",
    responses=answers(examples.REAPPEARANCES, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_reappearances(
    query: Annotated[ReappearanceQuery, Query()], caller: CanReadUpstream, context: Context
) -> ReappearancePage:
    """Those that wait for an answer. Until then the record stays ended."""
    _of_the_centre(caller)
    with context.database.read() as session:
        rows = waiting(session, after=query.after, limit=query.limit)
        items = [_view(session, row) for row in rows]
    return ReappearancePage(items=items, next=rows[-1].id if len(rows) == query.limit else None)


@router.post(
    "/reappearances/{reappearance_id}",
    summary="Say what holds: the end, or upstream",
    responses=answers(examples.ANSWERED, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def answer_reappearance(
    reappearance_id: ReappearanceId,
    body: Annotated[ReappearanceAnswer, Body(openapi_examples=shown(the_end_holds=examples.ANSWER))],
    caller: CanWriteUpstream,
    context: Context,
) -> ReappearanceView:
    _of_the_centre(caller)
    with context.database.write() as session:
        row = answer(session, reappearance_id, body.answer, body.by, body.why, context.now(), context.ruleset)
        return _view(session, row)


@router.get(
    "/{feed}/unconfirmed",
    summary="Records that upstream has not confirmed for too long",
    responses=answers(examples.UNCONFIRMED, *AUTHORISED, "forbidden", "not_found", "invalid_content"),
)
def read_unconfirmed(
    feed: FeedCode, query: Annotated[UnconfirmedQuery, Query()], caller: CanReadUpstream, context: Context
) -> UnconfirmedPage:
    """They support no measure. A person asks the platform, or ends them."""
    _of_the_centre(caller)
    with context.database.read() as session:
        found = unconfirmed_listings(
            session, context.ruleset.catalogue, feed_of(session, feed), context.today(),
            after=query.after, limit=query.limit,
        )  # fmt: skip
    return UnconfirmedPage(items=list(found), next=found[-1] if len(found) == query.limit else None)


async def _as_it_came(request: Request) -> bytes:
    return await request.body()


def _headers(request: Request) -> Mapping[str, str]:
    return request.headers


@router.post(
    "/{feed}",
    summary="Push records of a feed, signed",
    responses=answers(examples.RECEIPT, *ALWAYS, *WITH_BODY, "forbidden", "import_unreadable", "conflict"),
)
def push_upstream(
    feed: FeedCode,
    body: Annotated[UpstreamPush, Body(openapi_examples=shown(an_end=examples.PUSH))],  # noqa: ARG001 - its form only
    content: Annotated[bytes, Depends(_as_it_came)],
    headers: Annotated[Mapping[str, str], Depends(_headers)],
    context: Context,
) -> PushReceipt:
    """For platforms. `webhook-id`, `webhook-timestamp` (at most five minutes old) and `webhook-signature` as Standard
    Webhooks says, with the feed's secret. The same message again changes nothing."""
    taken = take_push(desk_of(context), feed, headers, content)
    run = taken.run
    return PushReceipt(
        again=taken.again, state=run.state, problem=run.problem, rows=run.rows, held=run.held, import_id=run.import_id
    )


def feed_view(status: FeedStatus, stale_after_days: int | None) -> UpstreamFeedView:
    return UpstreamFeedView(
        code=status.feed.code,
        list=status.feed.list,
        source=status.feed.source,
        confirmed_on=status.confirmed_on,
        age_days=status.age_days,
        stale_after_days=stale_after_days,
        unconfirmed=status.unconfirmed,
        waiting=status.waiting,
        last_run=None if status.last_run is None else _run_view(status.last_run),
        pull_minutes=status.feed.pull_minutes,
        next_pull_at=status.next_pull_at,
    )


def _run_view(run: UpstreamRun) -> UpstreamRunView:
    return UpstreamRunView(**{name: getattr(run, name) for name in UpstreamRunView.model_fields})


def _view(session: Session, row: Reappearance) -> ReappearanceView:
    own = {name: getattr(row, name) for name in ReappearanceView.model_fields if name != "list"}
    return ReappearanceView(list=session.get_one(Listing, row.listing_id).list, **own)

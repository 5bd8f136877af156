"""Signals: what a member shares with its alliance, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import select

from api import alliance_examples as examples
from api.auth import CanReadSignals, CanShareSignals
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Id, PageQuery
from huixin.types.signal import Retraction, SignalCounts, SignalPage, SignalRequest, SignalView
from models.paging import newest_first
from models.signals.sharing import find_signal, retract, seen_by, share
from models.signals.tables import Signal
from models.signals.views import counts, signal_views

router = APIRouter(prefix="/v1/signals", tags=["signals"], route_class=GuardedRoute)

SignalId = Annotated[str, Path(pattern="^sgn_[0-9a-f]{32}$", examples=[examples.SIGNAL_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "not_found", "conflict", "forbidden")


class CountsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    alliance_id: Id = Field(description="Of this alliance")


@router.get("", summary="Page through signals", responses=answers(examples.SIGNAL_PAGE, *AUTHORISED, "invalid_content"))
def read_signals(query: Annotated[PageQuery, Query()], caller: CanReadSignals, context: Context) -> SignalPage:
    """One's own, newest first; the centre's are those of all. Of one kept no longer its days and kind remain."""
    with context.database.read() as session:
        work = context.work(session, caller)
        mine = select(Signal).where(seen_by(work))
        rows, end = newest_first(session, mine, Signal, after=query.after, limit=query.limit)
        return SignalPage(items=signal_views(work, rows), next=end)


@router.get(
    "/counts",
    summary="Count the others' signals",
    responses=answers(
        examples.SIGNAL_COUNTS, *AUTHORISED, "not_found", "forbidden", "agreement_not_signed", "invalid_content"
    ),
)
def read_counts(query: Annotated[CountsQuery, Query()], caller: CanReadSignals, context: Context) -> SignalCounts:
    """By kind and month, of months that are over, in steps of the least count; for who may share today."""
    with context.database.read() as session:
        return counts(context.work(session, caller), query.alliance_id)


@router.get(
    "/{signal_id}",
    summary="Read one of the signals",
    responses=answers(examples.SIGNAL_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_signal(signal_id: SignalId, caller: CanReadSignals, context: Context) -> SignalView:
    """One's own. What it said is told as long as it is kept."""
    with context.database.read() as session:
        work = context.work(session, caller)
        [view] = signal_views(work, [find_signal(work, signal_id)])
        return view


@router.post(
    "",
    status_code=201,
    summary="Share a signal",
    responses=answers(examples.SIGNAL_VIEW, *CHANGES, "agreement_not_signed", status=201),
)
def write_signal(
    body: Annotated[SignalRequest, Body(openapi_examples=shown(fake_orders=examples.SIGNAL))],
    caller: CanShareSignals,
    context: Context,
) -> SignalView:
    """The evidence stays with the member. No answer of anybody's changes by it."""
    with context.database.write() as session:
        work = context.work(session, caller)
        [view] = signal_views(work, [share(work, context.keys, body)])
        return view


@router.post(
    "/{signal_id}/retraction", summary="Retract a signal of one's own", responses=answers(examples.RETRACTED, *CHANGES)
)
def write_retraction(
    signal_id: SignalId,
    body: Annotated[Retraction, Body(openapi_examples=shown(an_error=examples.RETRACTION))],
    caller: CanShareSignals,
    context: Context,
) -> SignalView:
    """It supports nothing from now on. Who retracts much is heard less."""
    with context.database.write() as session:
        work = context.work(session, caller)
        [view] = signal_views(work, [retract(work, signal_id, body)])
        return view

"""Feeds of upstream platforms: how they stand, what waits for a person."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from huixin.types.base import Line, Passage, Reply, Request

RunState = Literal["running", "completed", "incomplete", "failed"]
ReappearanceVerdict = Literal["reopened", "stays_ended"]


class UpstreamRunView(Reply):
    """One attempt to take in what a feed says. `held`: rows that wait for a person; `dropped`: records not named."""

    id: str
    kind: Literal["pull", "push", "drop"]
    state: RunState
    problem: str | None
    detail: str | None
    started_at: datetime
    finished_at: datetime | None
    rows: int
    held: int
    dropped: int
    import_id: str | None


class UpstreamFeedView(Reply):
    """`confirmed_on`: when the platform last stated the whole list; after `stale_after_days` it supports no measure."""

    code: str
    list: str
    source: str
    confirmed_on: date | None
    age_days: int | None
    stale_after_days: int | None
    unconfirmed: int
    """Live records that nobody has confirmed for too long."""
    waiting: int
    """Records that have ended here and that the platform names again."""
    last_run: UpstreamRunView | None
    pull_minutes: int | None
    """From one pull by the worker to the next; null: by hand alone."""
    next_pull_at: datetime | None


class UpstreamStatus(Reply):
    items: list[UpstreamFeedView]


class UnconfirmedPage(Reply):
    """Ids of listings, in order; `next` goes on as `after`."""

    items: list[str]
    next: str | None


class ReappearanceView(Reply):
    """Upstream names a record again that ended here on `ended_on`; nothing comes of it without `answer`."""

    id: str
    feed: str
    listing_id: str
    list: str
    ended_on: date
    seen_at: datetime
    answer: ReappearanceVerdict | None
    answered_by: str | None
    answered_at: datetime | None
    why: str | None


class ReappearancePage(Reply):
    items: list[ReappearanceView]
    next: str | None


class ReappearanceAnswer(Request):
    """`reopened`: the record counts again and follows upstream, a pushed name as a lead that is verified anew;
    `stays_ended`: upstream is not believed."""

    answer: ReappearanceVerdict
    by: Line
    why: Passage


class PushedList(BaseModel):
    """Columns of each record as the platform publishes them; `recid` is its key, `TCRQ` ends it."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    list: list[dict[str, Any]]


class UpstreamPush(BaseModel):
    """The platform's own form of answer, without pages."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    data: PushedList


class PushReceipt(Reply):
    """`again`: this very message had been taken in before, and nothing was done."""

    again: bool
    state: RunState
    problem: str | None
    rows: int
    held: int
    import_id: str | None

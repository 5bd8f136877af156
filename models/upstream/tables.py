"""Feeds of upstream platforms, what each run of one did, and what waits for a person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

SHAPES = ("new", "old")
KINDS = ("pull", "push", "drop")
RUN_STATES = ("running", "completed", "incomplete", "failed")
ANSWERS = ("reopened", "stays_ended")


class UpstreamFeed(MainTable, table=True):
    """One list of one platform. Records that come by it bear its `source`."""

    __tablename__ = "upstream_feed"
    __table_args__ = (
        UniqueConstraint("list", "source"),
        CheckConstraint(one_of("shape", SHAPES), name="shape"),
        CheckConstraint("page_size > 0", name="page_size"),
        CheckConstraint("pull_minutes > 0", name="pull_minutes"),
    )
    code: str = Field(primary_key=True, max_length=64)
    list: str = Field(foreign_key="list.code", max_length=64)
    source: str = Field(max_length=300)
    shape: str = Field(max_length=8)
    url: str | None = Field(default=None, max_length=2000)
    """Of the query; None: the platform only pushes, or files are dropped."""
    page_size: int
    sealed_secret: bytes
    """Signs what is pushed."""
    sealed_token: bytes | None = None
    """Sent as bearer token with each query."""
    pull_minutes: int | None = None
    """From the beginning of one pull to the next by the worker; None: it is pulled by hand alone."""
    created_at: datetime = Field(sa_type=Instant)


class UpstreamRefresh(MainTable, table=True):
    """That a feed stated its whole list on a day: what it then named, and what bears no day of its own, it confirmed.

    One row stands for all records of the feed, so that a daily refresh of unchanged records writes one version.
    """

    __tablename__ = "upstream_refresh"
    __table_args__ = (
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="version_window"),
        Index(
            "ix_upstream_refresh_current",
            "list",
            "source",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    list: str = Field(primary_key=True, foreign_key="list.code", max_length=64)
    source: str = Field(primary_key=True, max_length=300)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    confirmed_on: date


class UpstreamRun(MainTable, table=True):
    """One attempt to take in what a feed says. `number` counts those of a feed, `next_page` and `size` are the cursor
    of a pull."""

    __tablename__ = "upstream_run"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("state", RUN_STATES), name="state"),
        CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished"),
        UniqueConstraint("feed", "number"),
    )
    id: str = Field(primary_key=True, max_length=40)
    feed: str = Field(foreign_key="upstream_feed.code", max_length=64)
    number: int
    kind: str = Field(max_length=8)
    state: str = Field(max_length=16)
    started_at: datetime = Field(sa_type=Instant)
    touched_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    problem: str | None = Field(default=None, max_length=64)
    detail: str | None = Field(default=None, max_length=300)
    next_page: int = 1
    size: int = 0
    """Bytes of the pages put by so far."""
    total: int | None = None
    """Records in all, as the platform last said."""
    rows: int = 0
    import_id: str | None = Field(default=None, max_length=40)
    held: int = 0
    """Rows that wait for a person."""
    dropped: int = 0
    """Records that a complete statement no longer named, or only in a row that was rejected."""


class UpstreamPush(MainTable, table=True):
    """A pushed message that was taken in: the same one again changes nothing."""

    __tablename__ = "upstream_push"
    feed: str = Field(primary_key=True, foreign_key="upstream_feed.code", max_length=64)
    message_id: str = Field(primary_key=True, max_length=200)
    at: datetime = Field(sa_type=Instant)
    run_id: str = Field(foreign_key="upstream_run.id", max_length=40)


class Reappearance(MainTable, table=True):
    """Upstream names a record again that has ended here. Nothing comes of it until a person has answered."""

    __tablename__ = "upstream_reappearance"
    __table_args__ = (
        UniqueConstraint("listing_id", "natural_key", "ended_seq"),
        CheckConstraint(f"answer IS NULL OR {one_of('answer', ANSWERS)}", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )
    id: str = Field(primary_key=True, max_length=40)
    feed: str = Field(foreign_key="upstream_feed.code", max_length=64)
    listing_id: str = Field(foreign_key="listing.id", max_length=40)
    natural_key: str = Field(max_length=300)
    """Of the row: another than the record's where upstream has numbered the same document anew."""
    ended_on: date
    ended_seq: int
    """Since which number of the change sequence it has ended on that day: the answer speaks of this end alone."""
    seen_at: datetime = Field(sa_type=Instant)
    answer: str | None = Field(default=None, max_length=16)
    answered_by: str | None = Field(default=None, max_length=300)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = Field(default=None, max_length=2000)

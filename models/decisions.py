"""Decisions: what was asked and what was answered, in a log of its own. Rows are only ever added; their position alone
is given later. What is committed together stands under one signed head (`models.receipts`)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field

from models.base import Instant, LogTable

REFUSED = "outcome = 'refuse'"
"""As their index has it: a bound parameter would not find that."""


class Decision(LogTable, table=True):
    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "ix_decision_without_position",
            "at",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
        Index("ix_decision_batch_leaf", "batch", "leaf", unique=True),
        Index("ix_decision_refused", "at", sqlite_where=text(REFUSED), postgresql_where=text(REFUSED)),
    )
    id: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(sa_type=Instant, index=True)
    member_id: str = Field(max_length=40, index=True)
    subject_key: str = Field(max_length=80, index=True)
    """Keyed digest of what was asked for."""
    subject_id: str | None = Field(default=None, max_length=40)
    """The subject that the code led to."""
    sequence: int
    ruleset: str = Field(max_length=80)
    on: date
    scene: str = Field(max_length=64)
    asked_as: str = Field(max_length=16)
    purpose: str = Field(max_length=64)
    operator: str | None = Field(default=None, max_length=64)
    authorisation: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    request: dict[str, Any] = Field(sa_type=JSON)
    """The request's class (scene, actor, role, campaign), without names or codes."""
    listing_ids: list[str] = Field(sa_type=JSON)
    candidate_ids: list[str] = Field(sa_type=JSON)
    outcome: str = Field(max_length=16)
    answer: dict[str, Any] = Field(sa_type=JSON)
    """The answer as sent, personal identifiers masked."""
    body_hash: str = Field(max_length=64)
    code_version: str | None = Field(default=None, max_length=32)
    """Of the service that worded the answer; None before it was written down."""
    rules_read: int | None = None
    """The last row of `rules_in_force` that the answer knew; None before it was written down."""
    position: int | None = Field(default=None, sa_type=BigInteger, unique=True, index=True)
    """In the order in which rows are read: none comes to stand below one that has been read (`give_positions`)."""
    batch: int | None = Field(default=None, sa_type=BigInteger)
    """Number of the head under which it was committed; None before there were heads."""
    leaf: int | None = None
    """Its place in that batch, from 0."""
    salt: str | None = Field(default=None, max_length=32)
    """Hides in the digest what may be erased: subject, operator, authorisation, candidates and answer."""
    erased: str | None = Field(default=None, max_length=128)
    """The two digests over those, once they have been erased; until then they are made again when they are needed."""


class IdempotencyKey(LogTable, table=True):
    """One request of a member under its own key, with the decisions that answered it."""

    __tablename__ = "idempotency_key"
    member_id: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=128)
    body_hash: str = Field(max_length=64)
    decision_ids: list[str | None] = Field(sa_type=JSON)
    problems: list[dict[str, Any] | None] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)


class Head(LogTable, table=True):
    """What a commit added to the log: the root of the tree over its decisions, chained to the head before, signed."""

    __tablename__ = "log_head"
    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    digest: str = Field(max_length=64)
    """Of `signed`; the next head repeats it."""
    signed: str

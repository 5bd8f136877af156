"""Tables of submissions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from huixin.types.submission import ReconciliationState, SubmissionState
from models.base import Instant, MainTable, one_of

SUBMIT, RECONCILE = "submit", "reconcile"
"""Kinds of the jobs; their keys are the rows, their lane is the platform."""
ITEM_STATES = ("pending", "accepted", "refused")
KINDS = ("list", "penalty", "withdrawal")


class SubmissionPlatform(MainTable, table=True):
    """`url` null: it takes files, and what it answers is entered by hand."""

    __tablename__ = "submission_platform"
    code: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=300)
    url: str | None = Field(default=None, max_length=2000)
    sealed_token: bytes | None = None
    created_at: datetime = Field(sa_type=Instant)


class Submission(MainTable, table=True):
    __tablename__ = "submission"
    __table_args__ = (CheckConstraint(one_of("state", SubmissionState), name="state"),)
    id: str = Field(primary_key=True, max_length=40)
    platform: str = Field(foreign_key="submission_platform.code", max_length=64, index=True)
    state: str = Field(max_length=16)
    records: int
    tries: int = 0
    error: str | None = Field(default=None, max_length=64)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null for the command line."""
    created_at: datetime = Field(sa_type=Instant)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)


class SubmissionItem(MainTable, table=True):
    """One record as it was submitted. `digest`: of what it said, by which a later change is known."""

    __tablename__ = "submission_item"
    __table_args__ = (
        CheckConstraint(one_of("state", ITEM_STATES), name="state"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
    )
    submission_id: str = Field(primary_key=True, foreign_key="submission.id", max_length=40)
    thing_id: str = Field(primary_key=True, max_length=64)
    """Of the listing or the penalty."""
    kind: str = Field(max_length=16)
    digest: str = Field(max_length=64)
    record: dict[str, Any] = Field(sa_type=JSON)
    state: str = Field(default="pending", max_length=16)
    message: str | None = None


class Reconciliation(MainTable, table=True):
    """One comparison of what a platform holds with what it should."""

    __tablename__ = "reconciliation"
    __table_args__ = (CheckConstraint(one_of("state", ReconciliationState), name="state"),)
    id: str = Field(primary_key=True, max_length=40)
    platform: str = Field(foreign_key="submission_platform.code", max_length=64, index=True)
    state: str = Field(max_length=16)
    ours: int | None = None
    theirs: int | None = None
    differences: list[dict[str, Any]] = Field(sa_type=JSON)
    error: str | None = Field(default=None, max_length=64)
    tries: int = 0
    submission_id: str | None = Field(default=None, foreign_key="submission.id", max_length=40)
    created_at: datetime = Field(sa_type=Instant)
    compared_at: datetime | None = Field(default=None, sa_type=Instant)

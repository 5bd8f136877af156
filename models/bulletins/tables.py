"""A bulletin, and which records it may name. Who they are about is not written here."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from huixin.types.bulletin import BulletinState
from models.base import Instant, MainTable


class Bulletin(MainTable, table=True):
    """Its state follows from what was done and from the day: see `state_on`."""

    __tablename__ = "bulletin"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="days"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved"),
        CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name="second_person"),
        CheckConstraint("approved_by IS NULL OR discarded_at IS NULL", name="discarded"),
        CheckConstraint("withdrawn_at IS NULL OR approved_by IS NOT NULL", name="withdrawn"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_on IS NULL)", name="withdrawn_on"),
    )
    id: str = Field(primary_key=True, max_length=40)
    first: date
    last: date
    as_of: date
    """Day as of which `progress` counts."""
    publish_on: date
    """First day on which everybody may read it."""
    remarks: dict[str, str] | None = Field(default=None, sa_type=JSON)
    progress: list[dict[str, Any]] = Field(sa_type=JSON)
    """Figures of the campaign; numbers alone."""
    named: dict[str, int] = Field(sa_type=JSON)
    """By list how many names it had when it was approved."""
    corrects: str | None = Field(default=None, foreign_key="bulletin.id", max_length=40)
    drafted_by: str = Field(max_length=40)
    """The credential of its author."""
    approved_by: str | None = Field(default=None, max_length=40)
    reason: dict[str, str] | None = Field(default=None, sa_type=JSON)
    """Why it was discarded or withdrawn."""
    created_at: datetime = Field(sa_type=Instant)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    discarded_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_on: date | None = None
    """The day of that."""


class BulletinName(MainTable, table=True):
    """That a bulletin names a record, as long as that may be named."""

    __tablename__ = "bulletin_name"
    __table_args__ = (UniqueConstraint("bulletin_id", "listing_id"),)
    bulletin_id: str = Field(primary_key=True, foreign_key="bulletin.id", max_length=40)
    number: int = Field(primary_key=True)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, index=True)


def state_on(row: Bulletin, day: date) -> BulletinState:
    """An approved one is published by its day."""
    if row.withdrawn_at is not None:
        return BulletinState.WITHDRAWN
    if row.discarded_at is not None:
        return BulletinState.DISCARDED
    if row.approved_at is None:
        return BulletinState.DRAFT
    return BulletinState.PUBLISHED if row.publish_on <= day else BulletinState.APPROVED

"""Tables of exits: the ends as they were decided, requests for removal, who received what, and who has been told."""

from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from huixin.core.vocabulary import EndKind
from models.base import Instant, MainTable, one_of

JsonRows: TypeAlias = list[dict[str, Any]]


class ListingEnd(MainTable, table=True):
    """One of the four ends of a record, or the withdrawal of its publication, with who decided it. Rows are only ever
    added."""

    __tablename__ = "listing_end"
    __table_args__ = (
        CheckConstraint(one_of("kind", EndKind), name="kind"),
        CheckConstraint("(document_number IS NULL) = (document_on IS NULL)", name="document_complete"),
        CheckConstraint("announced_on IS NULL OR channel IS NOT NULL", name="announced_somewhere"),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, index=True)
    kind: str = Field(max_length=16)
    on: date
    decided_by: str = Field(max_length=300)
    document_number: str | None = Field(default=None, max_length=300)
    """Null for an end that the parameters decide."""
    document_on: date | None = None
    reason: str
    channel: str | None = Field(default=None, max_length=300)
    """Where the record had been published, and the notice of its end is to appear."""
    announced_on: date | None = None
    """When it did."""
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null: entered by the service itself, because a day has come."""
    recorded_at: datetime = Field(sa_type=Instant)


class RemovalRequest(MainTable, table=True):
    """移出申请. At most one of a record is open."""

    __tablename__ = "removal_request"
    __table_args__ = (
        CheckConstraint(one_of("state", ("requested", "sent", "removed", "returned", "overtaken")), name="state"),
        CheckConstraint("sent_on IS NULL OR opinion IS NOT NULL", name="sent_with_opinion"),
        CheckConstraint(
            "state = 'requested' OR state = 'overtaken' OR sent_on IS NOT NULL", name="sent_before_decision"
        ),
        CheckConstraint("(decided_on IS NULL) = (state = 'requested' OR state = 'sent')", name="decision_of_state"),
        CheckConstraint("(decided_on IS NULL) = (decided_by IS NULL)", name="decision_complete"),
        CheckConstraint("state <> 'returned' OR decision_reasons IS NOT NULL", name="returned_with_reasons"),
        CheckConstraint("state <> 'removed' OR document_number IS NOT NULL", name="removed_by_document"),
        Index(
            "ix_removal_request_open",
            "listing_id",
            unique=True,
            sqlite_where=text("decided_on IS NULL"),
            postgresql_where=text("decided_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    recogniser: str | None = Field(default=None, max_length=300)
    recogniser_code: str | None = Field(default=None, max_length=130)
    requested_by: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null: nobody asked, an accepted rectification opened it."""
    case_id: str | None = Field(default=None, foreign_key="case.id", max_length=40)
    """The case whose rectification was accepted."""
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    """Whose opinion goes with it."""
    state: str = Field(max_length=16)
    reasons: str
    evidence: JsonRows = Field(sa_type=JSON)
    opinion: str | None = None
    sent_on: date | None = None
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=300)
    document_number: str | None = Field(default=None, max_length=300)
    decision_reasons: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Received(MainTable, table=True):
    """That a member received a record, however; filled from the logs, never while answering."""

    __tablename__ = "received"
    __table_args__ = (Index("ix_received_listing", "listing_id"),)
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    listing_id: str = Field(primary_key=True, max_length=40)
    last_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was last told that the record is no longer to be used."""


class Followed(MainTable, table=True):
    """How far the logs have been read, and the changes and days looked at."""

    __tablename__ = "followed"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: int = Field(default=1, primary_key=True)
    decisions_at: datetime | None = Field(default=None, sa_type=Instant)
    events_at: datetime | None = Field(default=None, sa_type=Instant)
    sequence: int = 0
    day: date | None = None


class ExitNotice(MainTable, table=True):
    """What one member is told of one record, and whether it has said that it saw to it."""

    __tablename__ = "exit_notice"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("ended", "corrected", "withdrawn")), name="kind"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledgement_complete"),
        Index("ix_exit_notice_member", "member_id", "created_at"),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, index=True)
    list: str = Field(foreign_key="list.code", max_length=64)
    kind: str = Field(max_length=16)
    ended_on: date | None = None
    created_at: datetime = Field(sa_type=Instant)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: str | None = Field(default=None, max_length=64)

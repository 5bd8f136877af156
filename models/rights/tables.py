"""Tables of the subject's rights."""

from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

JsonRows: TypeAlias = list[dict[str, Any]]
Codes: TypeAlias = list[str]


class Objection(MainTable, table=True):
    """异议. While one is open its record is disputed."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint(one_of("raised_by", ("merchant", "centre", "unit")), name="raised_by"),
        CheckConstraint(one_of("state", ("open", "upheld", "rejected")), name="state"),
        CheckConstraint("(decided_on IS NULL) = (state = 'open')", name="decision_of_state"),
        CheckConstraint(
            "(decided_on IS NULL) = (decided_by IS NULL) AND (decided_on IS NULL) = (reasons IS NULL)",
            name="decision_complete",
        ),
        CheckConstraint("(told_on IS NULL) = (told_how IS NULL)", name="told_complete"),
        CheckConstraint("told_on IS NULL OR decided_on IS NOT NULL", name="told_after_decision"),
        Index("ix_objection_listing", "listing_id", "state"),
        Index(
            "ix_objection_open",
            "listing_id",
            "raised_by",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    recogniser_code: str | None = Field(default=None, max_length=130)
    raised_by: str = Field(max_length=16)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    statement: str
    evidence: JsonRows = Field(sa_type=JSON)
    raised_on: date
    extended: bool = False
    state: str = Field(max_length=16)
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=300)
    document_number: str | None = Field(default=None, max_length=300)
    reasons: str | None = None
    corrected: Codes = Field(sa_type=JSON)
    spread_at: datetime | None = Field(default=None, sa_type=Instant)
    """When those who had received the wrong record were told."""
    told_on: date | None = None
    told_how: str | None = Field(default=None, max_length=300)
    created_at: datetime = Field(sa_type=Instant)


class Stay(MainTable, table=True):
    """A court or body of review, or a reorganisation, holds up what follows from a record. While one stands the record
    is under `relief`."""

    __tablename__ = "stay"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("court", "review", "relief")), name="kind"),
        CheckConstraint("(lifting IS NULL) = (lifted_on IS NULL)", name="lifting_complete"),
        CheckConstraint("lifted_on IS NULL OR lifted_on >= since", name="lifted_after_its_beginning"),
        Index(
            "ix_stay_standing",
            "listing_id",
            "kind",
            unique=True,
            sqlite_where=text("lifted_on IS NULL"),
            postgresql_where=text("lifted_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, index=True)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    recogniser_code: str | None = Field(default=None, max_length=130)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    kind: str = Field(max_length=16)
    since: date
    decided_by: str = Field(max_length=300)
    document_number: str = Field(max_length=300)
    document_on: date
    reason: str
    lifted_on: date | None = None
    lifting: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The body by which it was lifted."""
    created_at: datetime = Field(sa_type=Instant)


class Repair(MainTable, table=True):
    """信用修复申请. What is applied for elsewhere has a number there, and its outcome comes from there."""

    __tablename__ = "repair"
    __table_args__ = (
        CheckConstraint(one_of("route", ("credit_china", "market_supervision", "court", "internal")), name="route"),
        CheckConstraint(one_of("state", ("applied", "checking", "reported", "granted", "refused")), name="state"),
        CheckConstraint("route = 'internal' OR application_number IS NOT NULL", name="number_elsewhere"),
        CheckConstraint("route <> 'internal' OR commitment", name="commitment_here"),
        CheckConstraint("state <> 'checking' OR check_unit IS NOT NULL", name="unit_that_checks"),
        CheckConstraint(
            "(report IS NULL) = (reported_on IS NULL) AND (report IS NULL) = (found_performed IS NULL)",
            name="report_complete",
        ),
        CheckConstraint("(decided_on IS NULL) = (decided_by IS NULL)", name="decision_complete"),
        CheckConstraint("(decided_on IS NULL) = (state <> 'granted' AND state <> 'refused')", name="decision_of_state"),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, index=True)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    recogniser_code: str | None = Field(default=None, max_length=130)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    route: str = Field(max_length=32)
    application_number: str | None = Field(default=None, max_length=300)
    applied_on: date
    commitment: bool
    performed: str
    state: str = Field(max_length=16)
    check_unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    report: str | None = None
    reported_on: date | None = None
    found_performed: bool | None = None
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=300)
    document_number: str | None = Field(default=None, max_length=300)
    reasons: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Appeal(MainTable, table=True):
    """申诉 on a decision; a person of the member that decided looks at it again."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint(one_of("raised_by", ("merchant", "member")), name="raised_by"),
        CheckConstraint(one_of("state", ("open", "upheld", "rejected")), name="state"),
        CheckConstraint("(decided_at IS NULL) = (state = 'open')", name="result_of_state"),
        CheckConstraint(
            "(decided_at IS NULL) = (by IS NULL) AND (decided_at IS NULL) = (reasons IS NULL)", name="result_complete"
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    decision_id: str = Field(max_length=40, index=True)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    raised_by: str = Field(max_length=16)
    statement: str
    state: str = Field(max_length=16)
    by: str | None = Field(default=None, max_length=64)
    reasons: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class IdentityCode(MainTable, table=True):
    """A one-time code of a merchant: its keyed digest, how it went out, and what was seen before."""

    __tablename__ = "identity_code"
    __table_args__ = (
        CheckConstraint(one_of("channel", ("post", "counter")), name="channel"),
        CheckConstraint("channel <> 'post' OR address IS NOT NULL", name="posted_somewhere"),
        CheckConstraint("channel <> 'counter' OR licence_number IS NOT NULL", name="licence_seen"),
        CheckConstraint("tries >= 0", name="tries"),
    )
    id: str = Field(primary_key=True, max_length=40)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    digest: str = Field(max_length=64)
    channel: str = Field(max_length=16)
    address: str | None = Field(default=None, max_length=300)
    licence_number: str | None = Field(default=None, max_length=300)
    authorisation: str | None = Field(default=None, max_length=300)
    issued_by: str = Field(foreign_key="member.id", max_length=40)
    tries: int = 0
    """Wrong ones, as far as they are counted."""
    last_tried_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)

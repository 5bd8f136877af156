"""Mandates, memberships, nominations and sanctions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

MEASURES = ("member_warning", "member_censure", "member_downgrade", "member_expulsion")


class Mandate(MainTable, table=True):
    """`valid_to` is the first day outside; from `revoked_on` on it holds no more."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="window"),
        CheckConstraint("(revoked_on IS NULL) = (reason IS NULL)", name="revocation_complete"),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    standards: list[str] = Field(sa_type=JSON)
    valid_from: date
    valid_to: date
    document_number: str = Field(max_length=300)
    revoked_on: date | None = None
    reason: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Membership(MainTable, table=True):
    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="window"),
        Index(
            "ix_membership_standing",
            "member_id",
            "subject_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    """The association."""
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    uscc: str = Field(max_length=18)
    name: str = Field(max_length=300)
    """As the association calls it; what the record of the merchant says stays."""
    grade: str = Field(max_length=64)
    joined_on: date
    left_on: date | None = None
    reason: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Nomination(MainTable, table=True):
    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint(one_of("state", ("proposed", "accepted", "declined", "inside", "ended")), name="state"),
        CheckConstraint("(unit IS NULL) = (department IS NULL)", name="recogniser_complete"),
        CheckConstraint("(unit IS NULL) = (state = 'inside' OR state = 'ended')", name="proposed_to_somebody"),
        CheckConstraint("(listing_id IS NULL) = (unit IS NOT NULL)", name="listed_inside"),
        CheckConstraint("(recognition_id IS NULL) = (state <> 'accepted')", name="accepted_with_recognition"),
        Index("ix_nomination_body", "unit", "department"),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    mandate_id: str = Field(foreign_key="mandate.id", max_length=40)
    standard: str = Field(max_length=64)
    list: str = Field(foreign_key="list.code", max_length=64)
    uscc: str = Field(max_length=18)
    name: str = Field(max_length=300)
    facts: str = Field(max_length=2000)
    """Codes of the standard, separated by blanks."""
    description: str
    evidence: Any = Field(sa_type=JSON)
    state: str = Field(max_length=16)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    recognition_id: str | None = Field(default=None, foreign_key="recognition.id", max_length=40)
    listing_id: str | None = Field(default=None, foreign_key="listing.id", max_length=40)
    valid_to: date | None = None
    """Last day of what is kept inside."""
    reason: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Sanction(MainTable, table=True):
    """What a charter lets an association do. Major measures stand here only with hearing and resolution."""

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint(one_of("measure", MEASURES), name="measure"),
        CheckConstraint("effective_on >= defended_on", name="heard_before"),
        CheckConstraint("(resolution_number IS NULL) = (resolution_on IS NULL)", name="resolution_complete"),
        CheckConstraint(
            "measure <> 'member_expulsion' OR (heard_on IS NOT NULL AND resolution_on IS NOT NULL)",
            name="expelled_by_resolution",
        ),
        CheckConstraint("(grade IS NULL) = (measure <> 'member_downgrade')", name="grade_of_downgrade"),
        CheckConstraint("(lifted_on IS NULL) = (lifted_reason IS NULL)", name="lifting_complete"),
        CheckConstraint("lifted_on IS NULL OR lifted_on >= effective_on", name="lifted_after"),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    membership_id: str = Field(foreign_key="membership.id", max_length=40)
    measure: str = Field(max_length=32)
    clause_id: str = Field(max_length=40)
    article: str = Field(max_length=300)
    facts: str
    defended_on: date
    heard_on: date | None = None
    resolution_number: str | None = Field(default=None, max_length=300)
    resolution_on: date | None = None
    grade: str | None = Field(default=None, max_length=64)
    grade_before: str | None = Field(default=None, max_length=64)
    nomination_id: str | None = Field(default=None, foreign_key="nomination.id", max_length=40)
    """The entry kept inside on which it rests."""
    effective_on: date
    lifted_on: date | None = None
    lifted_reason: str | None = None
    created_at: datetime = Field(sa_type=Instant)

"""Templates of commitments, who has made one, what became of it, and the keys by which members sign."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from huixin.core.vocabulary import SubjectKind
from models.base import Instant, MainTable, one_of

LONGEST_NAME = 300
MAY_PROMISE = (SubjectKind.COMPANY, SubjectKind.ORGANISATION, SubjectKind.INDIVIDUAL_BUSINESS)
"""Registered entities alone: no natural person stands in a public register."""


class CommitmentTemplate(MainTable, table=True):
    """One version of what may be promised; never changed. `digest` is of its texts: what is signed names it."""

    __tablename__ = "commitment_template"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("months IS NULL OR months > 0", name="months"),
    )
    code: str = Field(primary_key=True, max_length=64)
    version: int = Field(primary_key=True)
    title: dict[str, str] = Field(sa_type=JSON)
    says: dict[str, str] = Field(sa_type=JSON)
    months: int | None = None
    """How long a promise by it lasts; None: until it is withdrawn."""
    since: date
    digest: str = Field(max_length=64)
    by: str = Field(max_length=LONGEST_NAME)
    created_at: datetime = Field(sa_type=Instant)


class MemberKey(MainTable, table=True):
    """A public key (EC P-256, as JWK) by which a member signs for itself as a registered entity."""

    __tablename__ = "member_key"
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    uscc: str = Field(max_length=18)
    name: str = Field(max_length=LONGEST_NAME)
    jwk: dict[str, str] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Commitment(MainTable, table=True):
    """That a registered entity has promised to trade honestly, by a version of a template."""

    __tablename__ = "commitment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["template", "template_version"], ["commitment_template.code", "commitment_template.version"]
        ),
        CheckConstraint(one_of("kind", MAY_PROMISE), name="kind"),
        CheckConstraint("(how = 'signature') = (signature IS NOT NULL)", name="signed"),
        CheckConstraint("how = 'signature' OR how = 'document'", name="how"),
    )
    id: str = Field(primary_key=True, max_length=40)
    key: str = Field(max_length=300, index=True)
    """`uscc:…`, by which a check finds the merchant."""
    uscc: str = Field(max_length=18)
    name: str = Field(max_length=LONGEST_NAME)
    kind: str = Field(max_length=24)
    template: str = Field(max_length=64)
    template_version: int
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    """Who has entered it: the promiser itself, or the authority to which it came on paper."""
    by: str = Field(max_length=LONGEST_NAME)
    accepted_on: date
    how: str = Field(max_length=16)
    signature: str | None = None
    evidence: list[dict[str, Any]] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)


class CommitmentVersion(MainTable, table=True):
    """The days on which it was in force, as known from `seq_from` up to, not including, `seq_to`."""

    __tablename__ = "commitment_version"
    __table_args__ = (
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        Index(
            "ix_commitment_version_current",
            "commitment_id",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    commitment_id: str = Field(primary_key=True, foreign_key="commitment.id", max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    valid_from: date
    valid_to: date | None = None
    """First day on which it is over by its own term."""
    withdrawn_on: date | None = None
    breached_on: date | None = None
    """The day of the authority's document."""


class CommitmentEvent(MainTable, table=True):
    """What was reported of one, or happened to it."""

    __tablename__ = "commitment_event"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        CheckConstraint(one_of("action", ("report", "withdraw", "breach", "retract")), name="action"),
    )
    id: str = Field(primary_key=True, max_length=40)
    commitment_id: str = Field(foreign_key="commitment.id", max_length=40)
    number: int
    at: datetime = Field(sa_type=Instant)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    by: str = Field(max_length=LONGEST_NAME)
    action: str = Field(max_length=16)
    said: dict[str, Any] = Field(sa_type=JSON)

"""Alliances, versions of their agreements, signatures. Versions are closed and added, never updated."""

from datetime import date, datetime
from typing import get_args

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from huixin.types.alliance import RulingKind
from models.base import Instant, MainTable, one_of


class Alliance(MainTable, table=True):
    __tablename__ = "alliance"
    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=300, unique=True)
    lead_id: str = Field(foreign_key="member.id", max_length=40)
    charter: str = Field(max_length=300)
    charter_sha256: str = Field(max_length=64)
    founded_on: date
    created_at: datetime = Field(sa_type=Instant)


class Agreement(MainTable, table=True):
    """In force from its day until the next begins."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("alliance_id", "number"),
        UniqueConstraint("alliance_id", "effective_from"),
        CheckConstraint("number >= 1", name="number"),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    number: int
    title: str = Field(max_length=300)
    document_sha256: str = Field(max_length=64)
    effective_from: date
    personal_kinds: list[str] = Field(sa_type=JSON)
    """Kinds of signals built on personal identifiers that it takes in."""
    created_at: datetime = Field(sa_type=Instant)


class Signature(MainTable, table=True):
    """That a member signed a version. It holds from the day of signing up to, not including, that of leaving."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= signed_on", name="window"),
        Index(
            "ix_signature_standing",
            "agreement_id",
            "member_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40, index=True)
    agreement_id: str = Field(foreign_key="agreement.id", max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    signed_on: date
    by: str = Field(max_length=64)
    group_name: str | None = Field(default=None, max_length=300)
    """The group of companies that it belongs to: members of one group count as one voice."""
    left_on: date | None = None
    leaving_reason: str | None = None
    created_at: datetime = Field(sa_type=Instant)


class Ruling(MainTable, table=True):
    """What the centre has ruled of a member: of which group it is, that it is shut out from a day up to, not including,
    another, or that it is let in again."""

    __tablename__ = "alliance_ruling"
    __table_args__ = (
        CheckConstraint(one_of("kind", get_args(RulingKind)), name="kind"),
        CheckConstraint("group_name IS NULL OR kind = 'group'", name="group_of_group"),
        CheckConstraint("ends_on IS NULL OR (kind = 'exclusion' AND ends_on >= begins_on)", name="window"),
        UniqueConstraint("alliance_id", "number"),
        Index("ix_alliance_ruling_member", "alliance_id", "member_id"),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    number: int
    """In the order in which the alliance's were entered: the last is the one that holds."""
    member_id: str = Field(foreign_key="member.id", max_length=40)
    kind: str = Field(max_length=16)
    group_name: str | None = Field(default=None, max_length=300)
    """Null in a ruling on the group: it is of none, whatever it says itself."""
    begins_on: date
    ends_on: date | None = None
    reason: str
    by: str = Field(max_length=300)
    created_at: datetime = Field(sa_type=Instant)

"""Clauses: what a member's own published rule, charter or contract lets it do, versioned by the change sequence."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import MainTable


class Clause(MainTable, table=True):
    __tablename__ = "clause"
    __table_args__ = (
        CheckConstraint("kind IN ('platform_rule', 'charter', 'contract')", name="kind"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="window"),
    )
    id: str = Field(primary_key=True, max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    kind: str = Field(max_length=16)
    measure: str = Field(max_length=64)
    reference: str = Field(max_length=300)
    reference_en: str | None = Field(default=None, max_length=300)
    url: str | None = Field(default=None, max_length=300)
    published_on: date
    effective_from: date
    effective_to: date | None = None
    """First day on which it no longer holds."""
    standard: bool = False

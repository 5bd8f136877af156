"""Versions of the action plan and their signatories."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.base import Instant, MainTable


class Plan(MainTable, table=True):
    """`effective_to` is the first day on which it holds no more; no later than `effective_from` where it never held."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)
    id: str = Field(primary_key=True, max_length=40)
    number: int = Field(unique=True)
    title: str = Field(max_length=300)
    document_number: str = Field(max_length=300)
    ground: str = Field(max_length=300)
    effective_from: date
    effective_to: date | None = None
    reason: str | None = None
    """Why it was ended."""
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Who entered it; null for the command line."""
    created_at: datetime = Field(sa_type=Instant)


class PlanSignatory(MainTable, table=True):
    """`measures`: each a `PlanMeasure`."""

    __tablename__ = "plan_signatory"
    __table_args__ = (CheckConstraint("(signed_on IS NULL) = (signed_by IS NULL)", name="signature_complete"),)
    plan_id: str = Field(primary_key=True, foreign_key="plan.id", max_length=40)
    department: str = Field(primary_key=True, foreign_key="department.code", max_length=64)
    measures: list[dict[str, Any]] = Field(sa_type=JSON)
    signed_on: date | None = None
    signed_by: str | None = Field(default=None, max_length=64)

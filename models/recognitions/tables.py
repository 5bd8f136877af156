"""认定: one row from the notice to the service of the decision. The database itself holds the order of the steps."""

from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

JsonRows: TypeAlias = list[dict[str, Any]]
Codes: TypeAlias = list[str]


class Recognition(MainTable, table=True):
    __tablename__ = "recognition"
    __table_args__ = (
        CheckConstraint(one_of("state", ("noticed", "decided", "served", "dropped")), name="state"),
        CheckConstraint(one_of("severity", ("minor", "general", "serious")), name="severity"),
        CheckConstraint(
            one_of("mode", ("direct", "left", "mail", "electronic", "entrusted", "public_notice")), name="mode"
        ),
        CheckConstraint("(statement IS NULL) = (stated_on IS NULL)", name="statement_complete"),
        CheckConstraint(
            "(number IS NULL) = (decided_on IS NULL) AND (number IS NULL) = (severity IS NULL)"
            " AND (number IS NULL) = (exit_conditions IS NULL) AND (number IS NULL) = (listing_id IS NULL)",
            name="decision_complete",
        ),
        CheckConstraint("number IS NOT NULL OR (state <> 'decided' AND state <> 'served')", name="decided_in_state"),
        CheckConstraint(
            "stated_on IS NOT NULL OR decided_on IS NULL OR decided_on > statement_until", name="heard_before_decision"
        ),
        CheckConstraint(
            "statement_complete OR decided_on IS NULL OR decided_on > statement_until", name="waited_for_statement"
        ),
        CheckConstraint(
            "(consent_on IS NULL) = (consent_by IS NULL) AND (consent_on IS NULL) = (consent_number IS NULL)",
            name="consent_complete",
        ),
        CheckConstraint("consent_on IS NULL OR consent_on <= decided_on", name="consent_before_decision"),
        CheckConstraint(
            "(served_on IS NULL) = (mode IS NULL) AND (served_on IS NULL) = (proof IS NULL)"
            " AND (served_on IS NULL) = (takes_effect_on IS NULL)",
            name="service_complete",
        ),
        CheckConstraint("served_on IS NULL OR repair_notice_number IS NOT NULL", name="served_with_repair_notice"),
        CheckConstraint("served_on IS NULL OR served_on >= decided_on", name="served_after_decision"),
        CheckConstraint("served_on IS NOT NULL OR state <> 'served'", name="served_in_state"),
        CheckConstraint("takes_effect_on IS NULL OR takes_effect_on >= served_on", name="effect_after_service"),
        CheckConstraint("published_on IS NULL OR published_on >= takes_effect_on", name="published_after_effect"),
        Index("ix_recognition_body", "unit", "department"),
    )
    id: str = Field(primary_key=True, max_length=40)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    listing_id: str | None = Field(default=None, foreign_key="listing.id", max_length=40, unique=True)
    unit: str = Field(foreign_key="unit.code", max_length=64)
    department: str = Field(foreign_key="department.code", max_length=64)
    state: str = Field(max_length=16)
    notice_number: str = Field(max_length=300, unique=True)
    noticed_on: date
    statement_until: date
    """Last day on which the merchant may state its case, as it was reckoned for the notice and then for the decision;
    until that it is read as it is reckoned today (`views.statement_period`)."""
    statement: str | None = None
    stated_on: date | None = None
    """Day of the last that it stated."""
    statement_complete: bool = False
    """The merchant has said that this is all, or that it makes none: the period need not be waited for."""
    facts: str
    grounds: str
    problem_types: str = Field(default="", max_length=300)
    """Codes in alphabetical order, separated by blanks."""
    number: str | None = Field(default=None, max_length=300, unique=True)
    decided_on: date | None = None
    evidence: JsonRows = Field(sa_type=JSON)
    severity: str | None = Field(default=None, max_length=16)
    measures: Codes = Field(sa_type=JSON)
    exit_conditions: str | None = None
    consent_by: str | None = Field(default=None, max_length=300)
    """The body of the level above, where the list asks for its consent."""
    consent_number: str | None = Field(default=None, max_length=300)
    consent_on: date | None = None
    repair_notice_number: str | None = Field(default=None, max_length=300, unique=True)
    served_on: date | None = None
    mode: str | None = Field(default=None, max_length=16)
    proof: str | None = None
    takes_effect_on: date | None = None
    published_on: date | None = None
    channel: str | None = Field(default=None, max_length=300)
    reasons: str | None = None
    """Why it was dropped."""
    corrections: JsonRows = Field(sa_type=JSON)
    """Each wrong publication that was withdrawn, and the record that says it aright."""
    created_at: datetime = Field(sa_type=Instant)

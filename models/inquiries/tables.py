"""Inquiries, and what each member that was asked said. An answer is given once."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from models.base import Instant, MainTable, one_of


class Inquiry(MainTable, table=True):
    __tablename__ = "inquiry"
    __table_args__ = (
        CheckConstraint(one_of("authority", ("public_security", "postal")), name="authority"),
        CheckConstraint(
            "(authority IS NULL) = (document_number IS NULL) AND (authority IS NULL) = (document_on IS NULL)",
            name="document_complete",
        ),
        CheckConstraint("period_to >= period_from", name="period"),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    question: str
    period_from: date
    period_to: date
    due: date
    """Last day."""
    authority: str | None = Field(default=None, max_length=16)
    document_number: str | None = Field(default=None, max_length=300)
    document_on: date | None = None
    merchants: list[str] = Field(sa_type=JSON)
    """Codes; named in a document alone."""
    created_at: datetime = Field(sa_type=Instant)


class InquiryAnswer(MainTable, table=True):
    __tablename__ = "inquiry_answer"
    __table_args__ = (
        CheckConstraint(one_of("answer", ("count", "deliver", "refuse")), name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (by IS NULL)", name="given"),
        CheckConstraint("count IS NULL OR (answer IS NOT NULL AND answer = 'count' AND count >= 0)", name="count"),
        CheckConstraint("reason IS NOT NULL OR answer IS NULL OR answer <> 'refuse'", name="refusal_reasoned"),
    )
    inquiry_id: str = Field(primary_key=True, foreign_key="inquiry.id", max_length=40)
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40, index=True)
    answer: str | None = Field(default=None, max_length=16)
    count: int | None = None
    evidence_sha256: str | None = Field(default=None, max_length=64)
    reason: str | None = None
    note: str | None = None
    by: str | None = Field(default=None, max_length=64)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)

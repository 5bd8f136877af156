"""A person's judgement whether a candidate is the merchant asked for; it decides later checks of that member."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Instant, MainTable


class PersonJudgement(MainTable, table=True):
    __tablename__ = "judgement"
    __table_args__ = (CheckConstraint("judgement IN ('same', 'not_the_same')", name="judgement"),)
    id: str = Field(primary_key=True, max_length=40)
    seq_from: int
    seq_to: int | None = None
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    query_key: str = Field(max_length=80, index=True)
    """Keyed digest of what was asked for (code, else normalised name), so that the same question finds it again."""
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    subject_sequence: int
    """The candidate's newest version when judged; `not_the_same` holds until its record changes."""
    decision_id: str = Field(max_length=40)
    judgement: str = Field(max_length=16)
    by: str = Field(max_length=64)
    why: str
    at: datetime = Field(sa_type=Instant)

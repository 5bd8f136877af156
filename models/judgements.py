"""A person's judgement whether a candidate is the merchant asked for; it decides later checks of that member."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.base import Instant, MainTable


class PersonJudgement(MainTable, table=True):
    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("judgement IN ('same', 'not_the_same')", name="judgement"),
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),
    )
    id: str = Field(primary_key=True, max_length=40)
    seq_from: int
    seq_to: int | None = None
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    query_key: str = Field(max_length=80, index=True)
    """Keyed digest of what was asked for (code, else normalised name), so that the same question finds it again."""
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    subject_sequence: int
    """The candidate's newest version when judged; `not_the_same` holds until its record changes."""
    decision_id: str = Field(max_length=40, index=True)
    judgement: str = Field(max_length=16)
    by: str = Field(max_length=64)
    why: str
    at: datetime = Field(sa_type=Instant)


def judgements_on(session: Session, member_id: str, query_key: str) -> list[PersonJudgement]:
    """The member's newest judgement on each candidate for what was asked, newest first."""
    rows = session.exec(
        select(PersonJudgement)
        .where(
            PersonJudgement.member_id == member_id,
            PersonJudgement.query_key == query_key,
            col(PersonJudgement.seq_to).is_(None),
        )
        .order_by(col(PersonJudgement.seq_from).desc())
    )
    newest: dict[str, PersonJudgement] = {}
    for row in rows:
        newest.setdefault(row.subject_id, row)
    return list(newest.values())


def judgements_of_decision(session: Session, decision_id: str) -> Sequence[PersonJudgement]:
    """All judgements on one decision, in the order in which they were made."""
    return session.exec(
        select(PersonJudgement)
        .where(PersonJudgement.decision_id == decision_id)
        .order_by(col(PersonJudgement.seq_from))
    ).all()

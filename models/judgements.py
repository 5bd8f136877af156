"""A person's judgement whether a candidate is the merchant asked for; it decides later checks of that member.

A later judgement of the member on the same candidate, for the same question, closes the earlier one: at any sequence at
most one is in force, and none is ever lost.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text, update
from sqlmodel import Field, Session, col, select

from models.base import Instant, MainTable
from models.versions import in_force


class PersonJudgement(MainTable, table=True):
    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("judgement IN ('same', 'not_the_same')", name="judgement"),
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),
        Index(
            "ix_judgement_current",
            "member_id",
            "query_key",
            "subject_id",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    seq_from: int
    seq_to: int | None = None
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    query_key: str = Field(max_length=80, index=True)
    """Keyed digest of what was asked for (code, else normalised name), so that the same question finds it again."""
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    subject_sequence: int
    """The sequence of the answer that was judged; `not_the_same` holds until the member sees the record change."""
    decision_id: str = Field(max_length=40, index=True)
    judgement: str = Field(max_length=16)
    by: str = Field(max_length=64)
    why: str
    at: datetime = Field(sa_type=Instant)


def enter_judgement(session: Session, judgement: PersonJudgement) -> None:
    """From its `seq_from` on it holds instead of the member's earlier one on that candidate for that question."""
    session.execute(
        update(PersonJudgement)
        .where(
            col(PersonJudgement.member_id) == judgement.member_id,
            col(PersonJudgement.query_key) == judgement.query_key,
            col(PersonJudgement.subject_id) == judgement.subject_id,
            in_force(PersonJudgement, None),
        )
        .values(seq_to=judgement.seq_from)
    )
    session.add(judgement)
    session.flush()


def judgements_on(
    session: Session, member_id: str, query_key: str, at_sequence: int | None = None
) -> Sequence[PersonJudgement]:
    """The member's judgement on each candidate for what was asked, newest first, as they stand or stood then."""
    return session.exec(
        select(PersonJudgement)
        .where(
            PersonJudgement.member_id == member_id,
            PersonJudgement.query_key == query_key,
            in_force(PersonJudgement, at_sequence),
        )
        .order_by(col(PersonJudgement.seq_from).desc())
    ).all()


def judgements_of_decision(session: Session, decision_id: str) -> Sequence[PersonJudgement]:
    """All judgements on one decision, in the order in which they were made."""
    return session.exec(
        select(PersonJudgement)
        .where(PersonJudgement.decision_id == decision_id)
        .order_by(col(PersonJudgement.seq_from))
    ).all()

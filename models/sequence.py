"""The change sequence: one counter, taken at the end of a transaction and locked until its commit.

So numbers are gap-free and in commit order on both databases. Whoever takes numbers writes the versions that carry
them in the same transaction, last.
"""

from sqlalchemy import CheckConstraint, update
from sqlmodel import Field, Session, select

from models.base import MainTable


class ChangeSequence(MainTable, table=True):
    __tablename__ = "change_sequence"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: int = Field(default=1, primary_key=True)
    value: int = Field(default=0)


def take_sequence(session: Session, count: int = 1) -> range:
    """The next `count` numbers; other writers wait here until this transaction ends."""
    last = session.execute(
        update(ChangeSequence)
        .where(ChangeSequence.id == 1)  # type: ignore[arg-type]
        .values(value=ChangeSequence.value + count)
        .returning(ChangeSequence.value)  # type: ignore[call-overload]
    ).scalar_one()
    return range(last - count + 1, last + 1)


def current_sequence(session: Session) -> int:
    return session.exec(select(ChangeSequence.value)).one()

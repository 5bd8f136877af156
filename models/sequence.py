"""The change sequence: one counter, held by a write transaction from its beginning to its end.

So numbers are gap-free and in commit order on both databases. Whoever takes numbers writes the versions that carry
them in the same transaction. Of each day in Shanghai it is kept which numbers were taken on it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Label, case, func, insert, update
from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, col, select

from models.base import MainTable

_TODAY = "today"


class ChangeSequence(MainTable, table=True):
    __tablename__ = "change_sequence"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: int = Field(default=1, primary_key=True)
    value: int = Field(default=0)


class SequenceDay(MainTable, table=True):
    """The numbers that were taken on a day. Days of which none was taken have no row, nor have those before the first
    row: nothing was kept of them."""

    __tablename__ = "sequence_day"
    __table_args__ = (CheckConstraint("last >= first", name="numbers"),)
    day: date = Field(primary_key=True)
    first: int
    last: int = Field(unique=True)


def keep_time(session: Session, today: Callable[[], date]) -> None:
    """From now on the numbers that this session takes are of the day that `today` says."""
    session.info[_TODAY] = today


def hold_sequence(session: Session) -> None:
    """Other writers wait here until this transaction ends; what it reads from now on, they have all committed."""
    # SQLite has no FOR UPDATE and needs none: with its first statement the transaction is the only writer.
    session.exec(select(ChangeSequence.value).with_for_update()).one()


def take_sequence(session: Session, count: int = 1) -> range:
    """The next `count` numbers."""
    last = session.execute(
        update(ChangeSequence)
        .where(ChangeSequence.id == 1)  # type: ignore[arg-type]
        .values(value=ChangeSequence.value + count)
        .returning(ChangeSequence.value)  # type: ignore[call-overload]
    ).scalar_one()
    taken = range(last - count + 1, last + 1)
    _date(session, taken)
    return taken


def _date(session: Session, taken: range) -> None:
    today: date = session.info[_TODAY]()
    newest = session.exec(select(func.max(SequenceDay.day))).one()
    # numbers never go back in time, though the clock of another replica may be a moment behind
    day = today if newest is None else max(today, newest)
    if day == newest:
        values: Any = update(SequenceDay).where(col(SequenceDay.day) == day).values(last=taken[-1])
    else:
        values = insert(SequenceDay).values(day=day, first=taken[0], last=taken[-1])
    session.execute(values)


def current_sequence(session: Session) -> int:
    return session.exec(select(ChangeSequence.value)).one()


def sequence_at_end_of(session: Session, day: date) -> int | None:
    """The last number that was taken on that day or before; None for a day of which that was not kept."""
    newest_first = select(SequenceDay.last).where(SequenceDay.day <= day).order_by(col(SequenceDay.day).desc())
    return session.exec(newest_first.limit(1)).first()


def first_day_kept(session: Session) -> date | None:
    """The first day whose end `sequence_at_end_of` knows; None before any number was taken."""
    return session.exec(select(func.min(SequenceDay.day))).one()


def day_of_number(number: Any) -> Label[date | None]:
    """For a query: the day on which the number in a column was taken; NULL where that was not kept."""
    days = sql_select(case((col(SequenceDay.first) <= number, col(SequenceDay.day)))).where(
        col(SequenceDay.last) >= number
    )
    return days.order_by(col(SequenceDay.last)).limit(1).correlate_except(SequenceDay).scalar_subquery().label(None)

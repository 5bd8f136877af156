"""Readings: which records an answer beside a check showed to a member, one row for each page or view.

Who received a record is derived from them later (`models.exits.received`), and what has been derived is deleted: the
table holds no more than was read since the last change or day.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, delete
from sqlmodel import Field, Session, col, select

from models.base import Instant, LogTable

AT_ONCE = 20
"""Readings followed at a time; each may name as many records as a page has."""


class Reading(LogTable, table=True):
    __tablename__ = "reading"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    member_id: str = Field(max_length=40)
    listing_ids: list[str] = Field(sa_type=JSON)


def enter_reading(log: Session, member_id: str, listing_ids: Sequence[str], now: datetime) -> None:
    log.add(Reading(at=now, member_id=member_id, listing_ids=list(listing_ids)))
    log.flush()


def next_readings(log: Session) -> Sequence[Reading]:
    return log.exec(select(Reading).order_by(col(Reading.id)).limit(AT_ONCE)).all()


def forget(log: Session, readings: Sequence[Reading]) -> None:
    log.execute(delete(Reading).where(col(Reading.id).in_([reading.id for reading in readings])))

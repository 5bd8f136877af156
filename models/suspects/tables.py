"""Suspects, the signals on which they rest, and the marks by which a register links firms."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.base import Instant, MainTable, one_of
from models.signals.tables import Signal, live_on


class Suspect(MainTable, table=True):
    """Of whom it is, what it is called and about which problems follows from the signals that rest on it, as long as
    they count: none of their words stands here."""

    __tablename__ = "suspect"
    __table_args__ = (
        CheckConstraint(one_of("state", ("open", "case_opened", "dismissed")), name="state"),
        CheckConstraint("(decided_on IS NULL) = (state = 'open')", name="decided"),
        CheckConstraint("(decided_on IS NULL) = (reason IS NULL)", name="reasoned"),
        CheckConstraint("(case_id IS NULL) = (state <> 'case_opened')", name="case_of_opened"),
        CheckConstraint("(case_id IS NULL) = (subject_id IS NULL)", name="subject_of_case"),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    state: str = Field(max_length=16)
    list: str = Field(foreign_key="list.code", max_length=64)
    """As what a case would be opened."""
    opened_on: date
    created_at: datetime = Field(sa_type=Instant)
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=300)
    reason: str | None = None
    case_id: str | None = Field(default=None, foreign_key="case.id", max_length=40)
    subject_id: str | None = Field(default=None, foreign_key="subject.id", max_length=40)


class SuspectSignal(MainTable, table=True):
    """`linked`: about another merchant or target that is linked with it."""

    __tablename__ = "suspect_signal"
    suspect_id: str = Field(primary_key=True, foreign_key="suspect.id", max_length=40)
    signal_id: str = Field(primary_key=True, foreign_key="signal.id", max_length=40, index=True)
    linked: bool = False


class RegisterMark(MainTable, table=True):
    """A mark that firms may share, as the register gives it: keyed digest of a representative or an address."""

    __tablename__ = "register_mark"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("representative", "address")), name="kind"),
        Index("ix_register_mark_digest", "kind", "digest"),
    )
    uscc: str = Field(primary_key=True, max_length=18)
    kind: str = Field(primary_key=True, max_length=16)
    digest: str = Field(max_length=64)


def rests_on_live(day: date) -> ColumnElement[bool]:
    """Suspects of which a signal of their own still counts; with the last one they are gone from every query."""
    return own_signals(live_on(day)).exists()


def own_signals(*which: ColumnElement[bool]) -> SelectOfScalar[str]:
    """Those that rest on a suspect as said of itself; inside a query on suspects."""
    return (
        select(SuspectSignal.signal_id)
        .join(Signal, col(Signal.id) == col(SuspectSignal.signal_id))
        .where(SuspectSignal.suspect_id == Suspect.id, ~col(SuspectSignal.linked), *which)
        .correlate(Suspect)
    )

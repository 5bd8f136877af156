"""Suspects, the signals on which they rest, and the marks by which a register links firms."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index
from sqlmodel import Field, col, select

from models.base import Instant, MainTable, one_of
from models.signals.tables import Signal, kept_on, live_on


class Suspect(MainTable, table=True):
    """About a merchant by its code or, where nobody has named one, about a target."""

    __tablename__ = "suspect"
    __table_args__ = (
        CheckConstraint(one_of("state", ("open", "case_opened", "dismissed")), name="state"),
        CheckConstraint("(decided_on IS NULL) = (state = 'open')", name="decided"),
        CheckConstraint("(decided_on IS NULL) = (reason IS NULL)", name="reasoned"),
        CheckConstraint("(case_id IS NULL) = (state <> 'case_opened')", name="case_of_opened"),
        CheckConstraint("(case_id IS NULL) = (subject_id IS NULL)", name="subject_of_case"),
        CheckConstraint("uscc IS NOT NULL OR target_key IS NOT NULL", name="about_something"),
        Index("ix_suspect_uscc", "alliance_id", "uscc"),
        Index("ix_suspect_target", "alliance_id", "target_key"),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    state: str = Field(max_length=16)
    uscc: str | None = Field(default=None, max_length=18)
    name: str | None = Field(default=None, max_length=300)
    target_key: str | None = Field(default=None, max_length=64)
    """Null where there is a code."""
    target_kind: str = Field(max_length=16)
    target: str | None = Field(default=None, max_length=300)
    platform: str | None = Field(default=None, max_length=300)
    problem_types: str = Field(max_length=300)
    """Codes in alphabetical order, separated by blanks."""
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    """Where the merchant belongs, if that is known."""
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
    return _rests_on(live_on(day))


def rests_on_kept(day: date) -> ColumnElement[bool]:
    """Suspects of which a signal of their own is kept, retracted or not; with the last one they are erased."""
    return _rests_on(kept_on(day))


def _rests_on(signals: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(SuspectSignal.suspect_id)
        .join(Signal, col(Signal.id) == col(SuspectSignal.signal_id))
        .where(SuspectSignal.suspect_id == Suspect.id, ~col(SuspectSignal.linked), signals)
        .exists()
    )

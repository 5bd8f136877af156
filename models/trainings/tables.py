"""Rounds of training, and who was invited to each. Persons are known by a keyed digest, and stored sealed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

LONGEST_NAME = 300
AS = ("merchant", "legal_representative", "individual")
"""市场主体、法定代表人、涉嫌严重失信个人."""
STATES = ("invited", "scheduled", "attended", "passed", "failed", "absent", "excused")


class Training(MainTable, table=True):
    """One round: what is taught, when and where, for those on which lists."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("pass_mark IS NULL OR (pass_mark > 0 AND pass_mark <= 100)", name="pass_mark"),
    )
    id: str = Field(primary_key=True, max_length=40)
    title: str = Field(max_length=LONGEST_NAME)
    contents: str
    lists: str = Field(max_length=LONGEST_NAME)
    """Codes of the lists whose names are invited, separated by blanks."""
    place: str = Field(max_length=LONGEST_NAME)
    first_day: date
    last_day: date
    pass_mark: int | None = None
    """Marks of 100 that the exam asks for; None: there is none."""
    member_id: str = Field(foreign_key="member.id", max_length=40)
    by: str = Field(max_length=LONGEST_NAME)
    created_at: datetime = Field(sa_type=Instant)


class TrainingSeat(MainTable, table=True):
    """Somebody invited to a round, and how far it has come. Where it ends nothing else begins or ends."""

    __tablename__ = "training_seat"
    __table_args__ = (
        UniqueConstraint("training_id", "subject_id", "role", "person_key"),
        CheckConstraint(one_of("role", AS), name="role"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("(role = 'merchant') = (person_key = '')", name="persons"),
        CheckConstraint("(person_key = '') = (sealed IS NULL)", name="sealed"),
    )
    id: str = Field(primary_key=True, max_length=40)
    training_id: str = Field(foreign_key="training.id", max_length=40, index=True)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    """The merchant; of a person, the one that it stands for."""
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    role: str = Field(max_length=24)
    person_key: str = Field(default="", max_length=80)
    """Keyed digest of a person's number; empty for the merchant itself."""
    name: str = Field(max_length=LONGEST_NAME)
    """Of the merchant as written, of a person masked."""
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Name and number of a person, encrypted."""
    state: str = Field(max_length=16)
    invited_on: date
    scheduled_on: date | None = None
    attended_on: date | None = None
    mark: int | None = None
    examined_on: date | None = None
    note: str | None = None

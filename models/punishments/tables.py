"""Tables of joint punishment. One row for each record, measure and addressee; what was said of it is only added."""

from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from huixin.core.vocabulary import Binding
from huixin.types.plan import GapReason
from models.base import Instant, MainTable, one_of

_BINDING = one_of("binding", Binding)
_REPLACED = "replaced_by IS NULL OR ended_at IS NOT NULL"


class Punishment(MainTable):
    """What a task and a prompt have in common: what the rules said when they last said something new."""

    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    measure: str = Field(max_length=64)
    scenes: str = Field(max_length=300)
    """Codes separated by blanks."""
    binding: str = Field(max_length=16)
    rule: str = Field(max_length=64)
    grounds: list[dict[str, Any]] = Field(sa_type=JSON)
    """Each a `GroundView`."""
    ruleset: str = Field(max_length=80)
    sequence: int
    until: date | None = None
    """Last day; null where no end is known."""
    opened_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when nothing supports it; the addressee was told in the same transaction."""
    replaced_by: str | None = Field(default=None, max_length=64)
    """The measure that includes this one and took its place before anybody had applied it: there is nothing to lift."""
    answer: str | None = Field(default=None, max_length=16)
    answered: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The body of the last answer."""
    lifted_on: date | None = None


class PunishmentTask(Punishment, table=True):
    """惩戒任务. `body`: the addressee as rules and packs find it; `unit`, `department`: as a person may assign it."""

    __tablename__ = "punishment_task"
    __table_args__ = (
        UniqueConstraint("listing_id", "measure", "body"),
        CheckConstraint(_BINDING, name="binding"),
        CheckConstraint(_REPLACED, name="ended_where_replaced"),
        CheckConstraint(one_of("answer", ("done", "not_applicable")), name="answer"),
        CheckConstraint("(answer IS NULL) = (answered IS NULL)", name="answer_complete"),
        Index("ix_punishment_task_place", "unit", "department"),
        Index("ix_punishment_task_page", "opened_at", "id"),
    )
    body: str = Field(max_length=200)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    named: str | None = Field(default=None, max_length=64)
    """Code as the document names it, where nobody knows who followed."""
    problem_types: str = Field(default="", max_length=300)
    urged_at: datetime | None = Field(default=None, sa_type=Instant)
    plan_id: str | None = Field(default=None, foreign_key="plan.id", max_length=40)
    """The version of the action plan that binds the department to it."""
    law: str | None = Field(default=None, max_length=300)
    """The article of a law that names the department instead."""


class Prompt(Punishment, table=True):
    """协同处置提示."""

    __tablename__ = "prompt"
    __table_args__ = (
        UniqueConstraint("listing_id", "measure", "member_id"),
        CheckConstraint(_BINDING, name="binding"),
        CheckConstraint(_REPLACED, name="ended_where_replaced"),
        CheckConstraint(one_of("answer", ("applied", "not_applied")), name="answer"),
        CheckConstraint("(answer IS NULL) = (answered IS NULL)", name="answer_complete"),
        CheckConstraint("appeal IS NULL OR answer = 'applied'", name="appeal_of_what_was_applied"),
        Index("ix_prompt_member_page", "member_id", "opened_at", "id"),
        Index("ix_prompt_page", "opened_at", "id"),
    )
    member_id: str = Field(foreign_key="member.id", max_length=40)
    appeal: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class PunishmentEvent(MainTable, table=True):
    """History of a task or a prompt: rows are only ever added."""

    __tablename__ = "punishment_event"
    __table_args__ = (
        CheckConstraint("(task_id IS NULL) <> (prompt_id IS NULL)", name="about_one"),
        Index("ix_punishment_event_task_id", "task_id"),
        Index("ix_punishment_event_prompt_id", "prompt_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    task_id: str | None = Field(default=None, foreign_key="punishment_task.id", max_length=40)
    prompt_id: str | None = Field(default=None, foreign_key="prompt.id", max_length=40)
    at: datetime = Field(sa_type=Instant)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null for what follows from the rules."""
    by: str = Field(max_length=300)
    action: str = Field(max_length=16)
    data: dict[str, Any] = Field(sa_type=JSON)


class PunishmentGap(MainTable, table=True):
    """What the rules ask of a department that neither the action plan nor a law names for it; no task comes of it."""

    __tablename__ = "punishment_gap"
    __table_args__ = (
        UniqueConstraint("listing_id", "measure", "body"),
        CheckConstraint(one_of("reason", get_args(GapReason)), name="reason"),
        Index("ix_punishment_gap_page", "created_at", "id"),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    measure: str = Field(max_length=64)
    body: str = Field(max_length=200)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    department: str = Field(foreign_key="department.code", max_length=64)
    problem_types: str = Field(default="", max_length=300)
    reason: str = Field(max_length=32)
    rule: str = Field(max_length=64)
    grounds: list[dict[str, Any]] = Field(sa_type=JSON)
    """Each a `GroundView`."""
    created_at: datetime = Field(sa_type=Instant)


class PunishmentCursor(MainTable, table=True):
    """How far the job has come: in the change sequence, and in the sweep of the day by subject id."""

    __tablename__ = "punishment_cursor"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: int = Field(default=1, primary_key=True)
    sequence: int = 0
    within: str = Field(default="", max_length=40)
    """Of the number after `sequence`, merchants up to this id are done."""
    swept_on: date | None = None
    """Day of the last sweep that came to its end."""
    sweeping_on: date | None = None
    swept_to: str = Field(default="", max_length=40)
    """Subjects up to this id have been swept on `sweeping_on`."""

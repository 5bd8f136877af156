"""惩戒任务: what departments are asked to do about a merchant under joint punishment, and what they did."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.core.vocabulary import Binding
from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short
from huixin.types.record import GroundView


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    TO_BE_LIFTED = "to_be_lifted"
    """Nothing supports it any more; it had been done, and it was not said that it was lifted."""
    LIFTED = "lifted"
    CLOSED = "closed"
    """Nothing supports it any more, or a measure that includes it took its place, and nothing had been done."""


class TaskDone(Request):
    action: Literal["done"] = "done"
    on: Day
    officer: Short
    document_number: Line | None = None
    note: Passage | None = None


class TaskNotApplicable(Request):
    action: Literal["not_applicable"] = "not_applicable"
    on: Day
    officer: Short
    reason: Passage


class TaskLifted(Request):
    action: Literal["lift"] = "lift"
    on: Day
    officer: Short
    document_number: Line | None = None


class TaskUrged(Request):
    """督办 by the city."""

    action: Literal["urge"] = "urge"
    basis: Passage


class TaskAssigned(Request):
    """The centre says whose a task is where the place or the successor of a body is not known."""

    action: Literal["assign"] = "assign"
    unit: Short
    department: Short
    basis: Passage


TaskAct: TypeAlias = TaskDone | TaskNotApplicable | TaskLifted | TaskUrged | TaskAssigned


class TaskActionRequest(RootModel[Annotated[TaskAct, Field(discriminator="action")]]):
    """One thing done about a task; its `action` says which fields it has."""


class TaskAnswerView(Reply):
    """What the department last said it did, or why it did not."""

    answer: Literal["done", "not_applicable"]
    on: date
    officer: str
    document_number: str | None = None
    note: str | None = None
    reason: str | None = None


class AddressedBy(Reply):
    """Why an administrative measure is this department's: it signed the plan for it, or a law names it."""

    plan_id: str | None
    law: str | None
    """Instrument and article, as `anti-unfair-competition-2025/18`."""


class PunishmentTaskView(Reply):
    """One measure for one department about one record. `unit` or `department` null: the centre's queue."""

    id: str
    state: TaskState
    unit: str | None
    department: str | None
    named: str | None
    """The department as the document names it, where nobody knows who followed it."""
    problem_types: tuple[str, ...]
    addressed_by: AddressedBy | None = None
    """Null: the measure is none of an authority's own power, or nobody knows yet whose the task is."""
    measure: str
    measure_title: Label
    binding: Binding
    """`advice`: the department decides by itself."""
    rule: str
    grounds: list[GroundView]
    ruleset: str
    sequence: int
    """With `ruleset` and the day of `opened_at` it gives the rules' words again."""
    subject_id: str
    subject_name: str
    uscc: str | None
    listing_id: str
    list: str
    until: date | None
    """Last day; null where no end is known."""
    opened_at: datetime
    urged_at: datetime | None
    answer: TaskAnswerView | None
    lifted_on: date | None


class PunishmentEventView(Reply):
    """`by`: the member that acted; `huixin` for what followed from the rules."""

    number: int
    at: datetime
    by: str
    action: str
    data: dict[str, Any]


class PunishmentTaskDetail(PunishmentTaskView):
    history: list[PunishmentEventView]


class PunishmentTaskPage(Reply):
    items: list[PunishmentTaskView]
    next: str | None
    """Cursor of the next page; null on the last."""

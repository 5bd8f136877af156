"""电子商务诚信教育培训: rounds, who is invited, what came of it, and rates by unit."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StringConstraints

from huixin.types.base import AsTyped, Day, Line, Passage, Reply, Request

TrainedAs: TypeAlias = Literal["merchant", "legal_representative", "individual"]
SeatState: TypeAlias = Literal["invited", "scheduled", "attended", "passed", "failed", "absent", "excused"]
ListCode = Annotated[str, StringConstraints(pattern="^[a-z0-9_]+$", max_length=64)]
Mark = Annotated[int, Field(ge=0, le=100, strict=True)]


class TrainingRequest(Request):
    """A round. `lists`: for those on which of the lists that the parameter `training_lists` names; `pass_mark`: of 100,
    null for a round without an exam."""

    title: Line
    contents: Passage
    lists: Annotated[tuple[ListCode, ...], Field(min_length=1, max_length=20)]
    place: Line
    first_day: Day
    last_day: Day
    pass_mark: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None


class InviteRequest(Request):
    """Somebody beside the merchants on the lists: a legal representative, or an individual, of a listed merchant."""

    uscc: AsTyped
    role: Literal["legal_representative", "individual"]
    name: Line
    resident_id: AsTyped


class Schedule(Request):
    action: Literal["schedule"] = "schedule"
    on: Day


class Attend(Request):
    """Came on that day."""

    action: Literal["attend"] = "attend"
    on: Day


class Examine(Request):
    """The mark of the exam; the round says what passes."""

    action: Literal["examine"] = "examine"
    on: Day
    mark: Mark


class MarkAbsent(Request):
    action: Literal["absent"] = "absent"
    note: Line | None = None


class Excuse(Request):
    action: Literal["excuse"] = "excuse"
    note: Line


TrainingAct: TypeAlias = Schedule | Attend | Examine | MarkAbsent | Excuse


class TrainingActionRequest(RootModel[Annotated[TrainingAct, Field(discriminator="action")]]):
    """What became of an invitation; its `action` says which fields it has."""


class SeatView(Reply):
    """`name`: of a person masked. What comes of it has no effect on any answer."""

    id: str
    training_id: str
    uscc: str | None
    merchant: str
    role: TrainedAs
    name: str
    unit: str | None
    state: SeatState
    invited_on: date
    scheduled_on: date | None
    attended_on: date | None
    examined_on: date | None
    mark: int | None
    note: str | None


class SeatPage(Reply):
    items: list[SeatView]
    next: str | None


class TrainingRate(Reply):
    """Of one unit; null: of those whose place is not known. Who is excused is among the invited."""

    unit: str | None
    invited: int
    excused: int
    attended: int
    passed: int
    failed: int


class TrainingView(Reply):
    id: str
    title: str
    contents: str
    lists: tuple[str, ...]
    place: str
    first_day: date
    last_day: date
    pass_mark: int | None
    by: str
    created_at: datetime
    rates: list[TrainingRate]


class TrainingPage(Reply):
    items: list[TrainingView]
    next: str | None


class Invited(Reply):
    """How many names on the lists were invited now; those of before stay."""

    invited: int

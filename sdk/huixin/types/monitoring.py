"""监测: figures on what became of the pushed names, each with its definition and the cases behind it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import Day, Label, Line, Passage, Reply, Request


class Figure(StrEnum):
    VERIFICATION = "verification"
    RECTIFICATION_ON_TIME = "rectification_on_time"
    REMOVAL = "removal"
    RECURRENCE = "recurrence"


class Dimension(StrEnum):
    """By what a figure is divided."""

    ALL = "all"
    UNIT = "unit"
    DEPARTMENT = "department"
    PROBLEM_TYPE = "problem_type"
    LIST = "list"
    MONTH = "month"


class FigureDefinition(Reply):
    figure: Figure
    title: Label
    says: Label


class FigureRow(Reply):
    """`counted` of `of` cases; `percent` to a tenth, null of nothing."""

    figure: Figure
    group: str
    title: Label
    """Of the group."""
    counted: int
    of: int
    percent: float | None


class FigureView(FigureRow):
    """`cases`: where the ids of its cases are told."""

    cases: str


class FigureTable(Reply):
    """`final`: the day is over, so that asked again it says the same."""

    first: date
    last: date
    as_of: date
    final: bool
    by: Dimension
    definitions: list[FigureDefinition]
    items: list[FigureView]


class FigureCases(Reply):
    """The cases behind one number, by id: those that it counts, and the others that it is about; one that was reopened
    as often as it is counted."""

    figure: Figure
    by: Dimension
    group: str
    first: date
    last: date
    as_of: date
    counted: list[str]
    others: list[str]


class SupervisionKind(StrEnum):
    """督查、情况通报、约谈部门负责人; the last is graver than those before it."""

    INSPECTION = "inspection"
    CIRCULAR = "circular"
    INTERVIEW_OFFICIAL = "interview_official"


class Proposal(Reply):
    """What a threshold proposes. Nothing follows from it until the centre opens it."""

    kind: SupervisionKind
    body: str
    figure: Figure
    by: Dimension
    group: str
    percent: float
    threshold: int
    counted: int
    of: int
    cases: str
    opened: str | None
    """Id of the supervision that the centre has opened on it."""


class ProposalList(Reply):
    first: date
    last: date
    as_of: date
    items: list[Proposal]


class SupervisionState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    """Not answered by the last day for that."""
    ANSWERED = "answered"
    CLOSED = "closed"


class SupervisionRequest(Request):
    """The centre opens it: on a figure of a body, or for a reason of its own (`figure` left out). `body`: a unit, or
    `unit/department`. `due`: last day to answer; by default the packs say."""

    kind: SupervisionKind
    body: Line
    reason: Passage
    document_number: Line | None = None
    due: Day | None = None
    figure: Figure | None = None
    first: Day | None = None
    last: Day | None = None
    as_of: Day | None = None


class SupervisionAnswer(Request):
    """What the body did about it."""

    action: Literal["answer"] = "answer"
    note: Passage
    document_number: Line | None = None


class SupervisionReturn(Request):
    """The centre is not content; until `due` there is time to answer again."""

    action: Literal["return"] = "return"
    reason: Passage
    due: Day


class SupervisionClosing(Request):
    """The centre is content, or takes it back."""

    action: Literal["close"] = "close"
    reason: Passage


SupervisionAct: TypeAlias = SupervisionAnswer | SupervisionReturn | SupervisionClosing


class SupervisionActionRequest(RootModel[Annotated[SupervisionAct, Field(discriminator="action")]]):
    """One thing done about a supervision; its `action` says which fields it has."""


class SupervisionEventView(Reply):
    at: datetime
    by: str
    action: str
    data: dict[str, Any]


class SupervisionView(Reply):
    """As it stands now, or stood on the day asked for. `counted` of `of`: what the figure was when it was opened; null
    without one."""

    id: str
    kind: SupervisionKind
    title: Label
    body: str
    state: SupervisionState
    reason: str
    document_number: str | None
    figure: Figure | None
    first: date | None
    last: date | None
    as_of: date | None
    counted: int | None
    of: int | None
    due: date
    created_at: datetime
    history: list[SupervisionEventView]


class SupervisionPage(Reply):
    items: list[SupervisionView]
    next: str | None

"""监测报告: the monthly and quarterly report, drawn up from the figures, approved by a second person, published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import Day, Label, Passage, Reply, Request
from huixin.types.monitoring import Dimension, FigureDefinition, FigureRow


class ReportState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class ReportRequest(Request):
    """A report on the month or quarter in which `on` lies. `as_of`: the day as of which it counts, one that is over; by
    default the last of the period, or yesterday while that runs."""

    every: Literal["month", "quarter"]
    on: Day
    as_of: Day | None = None
    remarks: Passage | None = None


class ReportApproval(Request):
    """By another person than the one who drew it up."""

    action: Literal["approve"] = "approve"


class ReportPublication(Request):
    """From now on everybody reads it who reads reports."""

    action: Literal["publish"] = "publish"


class ReportDiscarding(Request):
    """It is not published."""

    action: Literal["discard"] = "discard"
    reason: Passage


ReportAct: TypeAlias = ReportApproval | ReportPublication | ReportDiscarding


class ReportActionRequest(RootModel[Annotated[ReportAct, Field(discriminator="action")]]):
    """One thing done about a report; its `action` says which fields it has."""


class ReportRow(FigureRow):
    """`cases`: where the ids of its cases are told to who may read them; null where that was not kept yet."""

    cases: str | None = None


class ReportTable(Reply):
    by: Dimension
    title: Label
    rows: list[ReportRow]


class ReportContents(Reply):
    """Numbers alone: no name, and no case. `duties`, `supervisions`: how many stood how at the end of its day; of
    supervisions those that were not closed before its period. `queries`: where each of the two is told; `state` there
    chooses among them."""

    title: Label
    remarks: str | None
    definitions: list[FigureDefinition]
    tables: list[ReportTable]
    duties: dict[str, int]
    supervisions: dict[str, int]
    queries: dict[str, str] = Field(default_factory=dict)


class ReportView(Reply):
    id: str
    every: Literal["month", "quarter"]
    first: date
    last: date
    as_of: date
    state: ReportState
    created_at: datetime
    approved_at: datetime | None
    published_at: datetime | None
    contents: ReportContents


class ReportPage(Reply):
    items: list[ReportView]
    next: str | None

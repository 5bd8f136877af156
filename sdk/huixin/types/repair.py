"""信用修复: where to ask for it, and what came of it."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.core.vocabulary import EndKind, Severity
from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short

RepairRoute: TypeAlias = Literal["credit_china", "market_supervision", "court", "internal"]
RepairState: TypeAlias = Literal["applied", "checking", "reported", "granted", "refused"]


class RepairGuide(Reply):
    """Where a record is repaired and when. `possible_from` null: at once; `display_until` is the last day displayed."""

    listing_id: str
    route: RepairRoute | None
    severity: Severity
    explanation: Label
    link: str | None
    possible_from: date | None
    display_until: date | None


class RepairRequest(Request):
    """An application. Elsewhere than here it has a number of its own; here the commitment is a condition."""

    listing_id: Short
    application_number: Line | None = None
    applied_on: Day
    commitment: bool
    """The public credit commitment (信用承诺) has been made."""
    performed: Passage
    """What was corrected and performed, and what shows it."""


class HandDown(Request):
    """核查任务 to a unit."""

    action: Literal["hand_down"] = "hand_down"
    unit: Short


class Report(Request):
    action: Literal["report"] = "report"
    on: Day
    report: Passage
    performed: bool


class Grant(Request):
    """`ends`: which of the ends the repair brings, as of `on`."""

    action: Literal["grant"] = "grant"
    on: Day
    decided_by: Line | None = None
    document_number: Line
    reasons: Passage
    ends: Annotated[tuple[EndKind, ...], Field(min_length=1, max_length=3)] = (
        EndKind.DISPLAY_ENDED,
        EndKind.MEASURES_LIFTED,
    )


class Refuse(Request):
    action: Literal["refuse"] = "refuse"
    on: Day
    decided_by: Line | None = None
    document_number: Line | None = None
    reasons: Passage


RepairAct: TypeAlias = HandDown | Report | Grant | Refuse


class RepairActionRequest(RootModel[Annotated[RepairAct, Field(discriminator="action")]]):
    """One step of a repair; its `action` says which fields it has."""


class RepairView(Reply):
    id: str
    listing_id: str
    list: str
    subject_id: str
    route: RepairRoute
    application_number: str | None
    applied_on: date
    commitment: bool
    performed: str
    state: RepairState
    due: date
    provisional: bool
    check_unit: str | None
    report: str | None
    reported_on: date | None
    found_performed: bool | None
    decided_on: date | None
    decided_by: str | None
    document_number: str | None
    reasons: str | None
    created_at: datetime


class RepairPage(Reply):
    items: list[RepairView]
    next: str | None

"""专项治理任务分工: the tasks that a plan gives out, whose they are, and what was done about them in each period."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from huixin.types.base import Day, Label, Line, Passage, Reply, Request

DutyRole: TypeAlias = Literal["lead", "support"]


class DutyState(StrEnum):
    DONE = "done"
    LATE = "late"
    """Done, and reported after the last day for that."""
    OPEN = "open"
    OVERDUE = "overdue"
    """Nothing was reported in time. Only who leads can be: who supports has no day."""


class DutyReportRequest(Request):
    """What was done about a duty. `on`: when; in whose period that day lies. `body`: `unit` or `unit/department`, one's
    own where it is left out; the centre enters what comes on paper."""

    duty: Line
    on: Day
    note: Passage
    document_number: Line | None = None
    body: Line | None = None


class DutyReportView(Reply):
    id: str
    duty: str
    body: str
    period_from: date
    on: date
    note: str
    document_number: str | None
    by: str
    created_at: datetime
    withdrawn_at: datetime | None
    """Null: it counts."""


class DutyReportPage(Reply):
    items: list[DutyReportView]
    next: str | None


class DutyView(Reply):
    """One body's part in one duty in one period."""

    duty: str
    title: Label
    ground: str
    """Instrument and paragraph, as `huizhou-notice-2018/三(一)1`."""
    role: DutyRole
    body: str
    body_known: bool
    """False: nobody knows who followed the department that the plan names; in the centre's queue."""
    every: Literal["month", "quarter", "year"]
    period_from: date
    period_to: date
    due: date | None
    """Last day to report; null for who supports."""
    state: DutyState
    reports: list[DutyReportView]
    """Those of the period that count, oldest first."""


class DutyList(Reply):
    items: list[DutyView]

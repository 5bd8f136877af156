"""中止执行 and relief: a court or a body of review has decided that for now nothing follows from a record."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from huixin.types.base import Day, Line, Passage, Reply, Request, Short

StayKind: TypeAlias = Literal["court", "review", "relief"]
"""`court`, `review`: that court or body suspends what was decided; `relief`: a court has approved a reorganisation."""


class StayRequest(Request):
    """By which document, and whose. `on`: since when. Entered by the recogniser of the record, or by the centre."""

    listing_id: Short
    kind: StayKind
    on: Day
    decided_by: Line
    document_number: Line
    document_on: Day
    reason: Passage


class StayLifting(Request):
    """By which document, and whose, the record counts again. `on`: since when."""

    on: Day
    decided_by: Line
    document_number: Line
    document_on: Day
    reason: Passage


class StayView(Reply):
    id: str
    listing_id: str
    list: str
    subject_id: str
    kind: StayKind
    on: date
    decided_by: str
    document_number: str
    document_on: date
    reason: str
    lifting: StayLifting | None
    """Null: it stands."""
    created_at: datetime


class StayPage(Reply):
    items: list[StayView]
    next: str | None

"""协同监测: what the centre asks members of their own contract customers, and what they answer or refuse."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import AsTyped, Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Digest


class InquiryDocument(Request):
    """By which the police or the postal administration asks for more than a count."""

    authority: Literal["public_security", "postal"]
    number: Line
    on: Day


class InquiryRequest(Request):
    """To members by their ids, until the end of the day `due`. Without a document only a count is asked for, of members
    of the alliance, and nobody is named; with one `merchants` may be, by their codes."""

    alliance_id: Short
    members: Annotated[tuple[Short, ...], Field(min_length=1, max_length=500)]
    question: Passage
    period_from: Day
    period_to: Day
    due: Day
    document: InquiryDocument | None = None
    merchants: Annotated[tuple[AsTyped, ...], Field(max_length=100)] = ()


class GiveCount(Request):
    """How many of its own contract customers."""

    answer: Literal["count"] = "count"
    count: Annotated[int, Field(ge=0, strict=True)]
    by: Short
    note: Passage | None = None


class Deliver(Request):
    """What a document asks for was handed over: `evidence_sha256` says what, to whom it went the note."""

    answer: Literal["deliver"] = "deliver"
    evidence_sha256: Digest
    by: Short
    note: Passage | None = None


class Refuse(Request):
    answer: Literal["refuse"] = "refuse"
    reason: Passage
    by: Short


InquiryAnswer: TypeAlias = GiveCount | Deliver | Refuse


class InquiryAnswerRequest(RootModel[Annotated[InquiryAnswer, Field(discriminator="answer")]]):
    """One of the three, told apart by `answer`."""


class InquiryAnswerView(Reply):
    """`member_id`: for the centre and auditors. `answer`: null as long as nothing was said."""

    member_id: str | None
    member_kind: str
    answer: Literal["count", "deliver", "refuse"] | None
    count: int | None
    evidence_sha256: str | None
    reason: str | None
    note: str | None
    by: str | None
    answered_at: datetime | None


class InquiryView(Reply):
    """`answers`: everybody's to the centre and auditors, to a member its own. `total`: of the counts among them."""

    id: str
    alliance_id: str
    question: str
    period_from: date
    period_to: date
    due: date
    overdue: bool
    document: InquiryDocument | None
    merchants: tuple[str, ...]
    answers: tuple[InquiryAnswerView, ...]
    total: int
    asked_at: datetime


class InquiryPage(Reply):
    items: list[InquiryView]
    next: str | None

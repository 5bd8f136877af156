"""认定决定书: the decision that puts somebody on a list, from the notice before it to its service."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StrictBool

from huixin.core.vocabulary import Severity
from huixin.types.base import Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Evidence, ServiceMode

RecognitionState: TypeAlias = Literal["noticed", "decided", "served", "dropped"]


class NoticeOfRecognition(Request):
    """事先告知: what is intended, on what facts. `noticed_on`: the day on which the merchant received the notice."""

    list: Short
    uscc: Short
    name: Line
    notice_number: Line
    noticed_on: Day
    facts: Passage
    grounds: Passage
    problem_types: Annotated[tuple[Short, ...], Field(max_length=16)] = ()


class RecordStatement(Request):
    """陈述、申辩, or the merchant's word that it makes none. `complete`: the merchant says that this is all, or that it
    makes none; else its period goes on. What is stated later is added."""

    action: Literal["record_statement"] = "record_statement"
    on: Day
    statement: Passage
    complete: StrictBool = False


class Consent(Request):
    """同意 of the level above, where the list asks for it: by which body, in which document, on which day."""

    by: Line
    number: Line
    on: Day


class Decide(Request):
    """认定决定书, and the 信用修复告知书 made with it. `valid_to` is the last day on the list; `measures` are those
    that the rules take for it."""

    action: Literal["decide"] = "decide"
    number: Line
    decided_on: Day
    facts: Passage
    grounds: Passage
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1, max_length=50)]
    severity: Literal["minor", "general", "serious"]
    measures: Annotated[tuple[Short, ...], Field(min_length=1, max_length=32)]
    exit_conditions: Passage
    repair_notice_number: Line | None = None
    valid_to: Day | None = None
    consent: Consent | None = None


class Serve(Request):
    """Service of the decision together with its 信用修复告知书."""

    action: Literal["serve"] = "serve"
    on: Day
    mode: ServiceMode
    proof: Passage
    repair_notice_number: Line | None = None


class Drop(Request):
    """No recognition after all, before any decision was served."""

    action: Literal["drop"] = "drop"
    reasons: Passage


class Publish(Request):
    """By the centre, once the decision has taken effect."""

    action: Literal["publish"] = "publish"
    on: Day
    channel: Line


class Correct(Request):
    """What a publication that was withdrawn should have said, by a document of the recogniser. What is left out is as
    it was; it counts from today on, as a new record, and is published anew. Nothing graver, no further problem type and
    no later end (422 `graver`): that is a recognition of its own."""

    action: Literal["correct"] = "correct"
    document_number: Line
    document_on: Day
    reasons: Passage
    facts: Passage | None = None
    severity: Literal["minor", "general", "serious"] | None = None
    problem_types: Annotated[tuple[Short, ...] | None, Field(max_length=16)] = None
    valid_to: Day | None = None


RecognitionAct: TypeAlias = RecordStatement | Decide | Serve | Drop | Publish | Correct


class RecognitionActionRequest(RootModel[Annotated[RecognitionAct, Field(discriminator="action")]]):
    """One step of a recognition; its `action` says which fields it has."""


class Remedies(Reply):
    """Last days of 行政复议 and 行政诉讼, counted from the service; null before it."""

    review_days: int
    review_until: date | None
    litigation_months: int
    litigation_until: date | None


class PublishedAnew(Reply):
    """`withdrawn_id`: the record that was wrong, and stays withdrawn; `listing_id`: the one that says it aright, with
    these facts. Those of the recognition itself are the decision's, as it was served."""

    listing_id: str
    withdrawn_id: str
    reasons: str
    document_number: str
    document_on: date
    withdrawn_published_on: date | None
    corrected_on: date
    facts: str | None
    severity: Severity
    problem_types: tuple[str, ...]
    valid_to: date | None


class RecognitionView(Reply):
    """`takes_effect_on`: until then the listing is proposed, and no member sees it."""

    id: str
    list: str
    subject_id: str
    listing_id: str | None
    recogniser: str
    state: RecognitionState
    notice_number: str
    noticed_on: date
    statement_until: date
    statement_provisional: bool
    """The holidays on the way are not all known yet."""
    statement: str | None
    statement_complete: bool
    """The period need not be waited for."""
    number: str | None
    decided_on: date | None
    facts: str
    grounds: str
    evidence: tuple[Evidence, ...]
    severity: Severity | None
    problem_types: tuple[str, ...]
    measures: tuple[str, ...]
    exit_conditions: str | None
    consent: Consent | None
    corrections: tuple[PublishedAnew, ...]
    remedies: Remedies
    repair_notice_number: str | None
    served_on: date | None
    mode: str | None
    proof: str | None
    takes_effect_on: date | None
    published_on: date | None
    channel: str | None
    reasons: str | None
    created_at: datetime


class RecognitionPage(Reply):
    items: list[RecognitionView]
    next: str | None

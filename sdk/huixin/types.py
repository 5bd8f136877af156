"""Wire types: what the service takes and gives as JSON, the same in server and client.

Requests refuse unknown fields; answers tolerate them, so that an old client can read a newer service.
Days are ISO dates of Asia/Shanghai, instants are UTC.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from huixin.core.vocabulary import (
    Binding,
    BrushingForm,
    ClauseKind,
    MeasureClass,
    MemberKind,
    Outcome,
    Provenance,
    Rank,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)

Short = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_a_day(value: object) -> object:
    """A number is no day, though pydantic would take it for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("a day is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_written_as_a_day)]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Label(BaseModel):
    """The same in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str


# --- check ---------------------------------------------------------------------------------------------------------


class SubjectQuery(Request):
    """Whom to check: one code, or a name, or both. A natural person goes by `resident_id`, in the body only."""

    uscc: Short | None = None
    registration_number: Short | None = None
    organisation_code: Short | None = None
    resident_id: Short | None = None
    name: Line | None = None
    kind: SubjectKind | None = None
    role: Role = Role.MERCHANT


class CampaignQuery(Request):
    """A campaign by kind; without dates it is the day asked about. `to` is its last day."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    kind: Short
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Authorisation(Request):
    """On what ground a natural person is looked up."""

    kind: Literal["consent", "contract", "legal_duty", "public_information"]
    reference: Line
    date: Day


class CheckRequest(Request):
    """One check. `as` is for the centre, departments and auditors: asked as that kind, with its standard clauses."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    subject: SubjectQuery
    scene: Short
    campaign: CampaignQuery | None = None
    on: Day | None = None
    as_: MemberKind | None = Field(default=None, alias="as")
    purpose: Short | None = None
    operator: Short | None = None
    """Who at the member asks, for the query log: a staff number or account, no personal identifier."""
    authorisation: Authorisation | None = None
    reference: Short | None = None
    """The member's own number for this check."""


class BatchRequest(Request):
    """Up to 1,000 checks. Items are judged one by one, so they are taken as they come and refused one by one."""

    items: Annotated[list[Any], Field(min_length=1, max_length=1000)]


class Candidate(Reply):
    """A listed subject whose name resembles the one asked for. A person has to judge."""

    subject_id: str
    name: str
    uscc: str | None
    kind: SubjectKind
    score: float = Field(ge=0, le=1)
    matched: Literal["current", "former", "unverified"]
    """Which name it was: the current one, a former one, or that of a listing without a code."""


class Identity(Reply):
    """How the merchant was found. `name_agrees` is null where no name was given or none is known to compare."""

    matched_by: Literal["uscc", "registration_number", "organisation_code", "resident_id", "person", "name", "none"]
    """`person`: a person of the member judged a candidate to be the same. `name`: candidates only."""
    subject_id: str | None
    uscc: str | None
    name: str | None
    kind: SubjectKind | None
    name_agrees: bool | None
    candidates: list[Candidate]


class GroundView(Reply):
    instrument: str
    title: Label
    number: str | None
    article: str | None
    rank: Rank
    verified: bool


class RecordView(Reply):
    """A record as far as the caller may see it. `withheld` replaces all details of a record that has ended since."""

    id: str
    withheld: str | None = None
    list: str | None = None
    list_title: Label | None = None
    standing: Standing | None = None
    rectification: Rectification | None = None
    due: date | None = None
    severity: Severity | None = None
    problem_types: tuple[str, ...] = ()
    brushing_form: BrushingForm | None = None
    provenance: Provenance | None = None
    recogniser: str | None = None
    recogniser_verified: bool | None = None
    document_number: str | None = None
    decided_on: date | None = None
    grounds: str | None = None
    reason: str | None = None
    source: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day, null if none is known."""
    disputed: bool | None = None
    relief: bool | None = None
    ended_on: date | None = None
    end_kind: str | None = None


class MeasureView(Reply):
    """`because`: ids of the records that support it. `until`: its last day, null if none is known."""

    code: str
    title: Label
    measure_class: MeasureClass = Field(alias="class")
    binding: Binding
    clause: Label | None = None
    """The member's own clause, where it binds by one."""
    outcome: Outcome | None
    rule: str
    rule_title: Label
    grounds: list[GroundView]
    because: list[str]
    until: date | None
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class ReasonView(Reply):
    """A rule or limit that had a say without a measure."""

    rule: str
    title: Label
    outcome: Outcome | None
    grounds: list[GroundView]
    because: list[str]


class ReviewCause(Reply):
    code: str
    says: Label


class Review(Reply):
    """Whether a person is needed, why, and whom to ask."""

    needed: bool
    why: list[ReviewCause]
    ask: Label | None


class AsOf(Reply):
    date: date
    sequence: int
    ruleset: str
    """Digest of the rule set."""


class Answer(Reply):
    decision_id: str
    outcome: Outcome
    scene: str
    asked_as: MemberKind
    identity: Identity
    records: list[RecordView]
    measures: list[MeasureView]
    reasons: list[ReasonView]
    explanation: Label
    review: Review
    as_of: AsOf
    reference: str | None = None


class ProblemPointer(Reply):
    """One thing that is wrong: where (a JSON pointer into the body, or a parameter's name), which rule it broke."""

    pointer: str
    code: str
    message: str


class Problem(Reply):
    """RFC 9457 `application/problem+json`. `type` is stable; `title` is in the caller's language."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    request_id: str | None = None
    errors: list[ProblemPointer] = []


class BatchItem(Reply):
    """Either an answer or a problem, at the place of the item asked."""

    answer: Answer | None = None
    problem: Problem | None = None


class BatchAnswer(Reply):
    items: list[BatchItem]


class ReviewRequest(Request):
    """A person's judgement on a decision: is this candidate (or natural person) the one asked for?"""

    subject_id: Short
    judgement: Literal["same", "not_the_same"]
    by: Short
    """Who judged: a staff number or account of the member."""
    why: Passage


class Judgement(Reply):
    decision_id: str
    subject_id: str
    judgement: Literal["same", "not_the_same"]
    by: str
    why: str
    at: datetime


class DecisionView(Reply):
    """The record of a decision: what was answered, less what may no longer be shown."""

    id: str
    at: datetime
    member_id: str
    purpose: str
    operator: str | None
    on: date
    answer: Answer
    judgements: list[Judgement]


# --- catalogue, subjects, listings, imports, clauses ----------------------------------------------------------------


class ListView(Reply):
    code: str
    title: Label
    nature: str
    public: bool
    grounds: list[GroundView]


class ListingView(Reply):
    subject_id: str
    subject_name: str
    uscc: str | None
    record: RecordView
    sequence: int


class ListingPage(Reply):
    items: list[ListingView]
    next: str | None
    """Cursor of the next page; null on the last."""


class SubjectView(Reply):
    id: str
    kind: SubjectKind
    uscc: str | None
    name: str
    former_names: list[str]
    records: list[RecordView]
    as_of: AsOf


class ImportIssue(Reply):
    row: int
    column: str | None
    code: str
    message: str


class ImportReport(Reply):
    """What an import did. `rows` counts data rows; a row counts once; `errors` are the rejected rows."""

    id: str | None
    """Null for a dry run."""
    state: Literal["dry_run", "validated", "applying", "completed", "awaiting_confirmation"]
    list: str
    source: str
    mode: Literal["increment", "full"]
    filename: str
    sha256: str
    rows: int
    entered: int
    changed: int
    exited: int
    unchanged: int
    unverified: int
    rejected: int
    proposed_exits: int = 0
    errors: tuple[ImportIssue, ...]
    warnings: tuple[ImportIssue, ...]


class ClauseRequest(Request):
    """A clause of the member's own. `effective_to` is its last day."""

    kind: ClauseKind
    measure: Short
    reference: Line
    url: Line | None = None
    published_on: Day
    effective_from: Day
    effective_to: Day | None = None


class ClauseView(Reply):
    id: str
    kind: ClauseKind
    measure: str
    reference: str
    url: str | None
    published_on: date
    effective_from: date
    effective_to: date | None
    standard: bool


class ClauseList(Reply):
    items: list[ClauseView]


class TokenReply(Reply):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds."""
    scope: str

"""企业主动承诺诚信经营: templates, promises by them, what became of them, and the public register."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StringConstraints

from huixin.types.base import AsTyped, Day, Label, Line, Passage, Reply, Request
from huixin.types.case_actions import Evidence

Code = Annotated[str, StringConstraints(pattern="^[a-z0-9_]+$", max_length=64)]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
Evidences = Annotated[tuple[Evidence, ...], Field(max_length=20)]


class CommitmentState(StrEnum):
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    BREACHED = "breached"
    EXPIRED = "expired"


class CommitmentTemplateTitle(Request):
    zh: Line
    en: Line


class CommitmentTemplateText(Request):
    zh: Wording
    en: Wording


class CommitmentTemplateRequest(Request):
    """A new version of a template. `months`: how long a promise by it lasts; null: until it is withdrawn. `since`: its
    first day."""

    code: Code
    title: CommitmentTemplateTitle
    text: CommitmentTemplateText
    months: Annotated[int, Field(ge=1, le=120, strict=True)] | None = None
    since: Day


class CommitmentTemplateView(Reply):
    """`digest`: SHA-256 of the texts, which a signature names."""

    code: str
    version: int
    title: Label
    text: Label
    months: int | None
    since: date
    digest: str
    by: str
    created_at: datetime


class CommitmentTemplateList(Reply):
    items: list[CommitmentTemplateView]


class CommitmentRequest(Request):
    """A promise by the version of a template that is in force; left out, the newest.

    A merchant promises for itself; a member by its registered key; for anybody else the centre or a unit enters what
    came on paper (`uscc`, `name`). `signature`: a compact JWS (ES256, `typ` huixin-commitment) over the statement that
    names template, version, digest, code and day; else `evidence` holds the document.
    """

    template: Code
    version: Annotated[int, Field(ge=1, strict=True)] | None = None
    accepted_on: Day
    uscc: AsTyped | None = None
    name: Line | None = None
    signature: Annotated[str, StringConstraints(min_length=1, max_length=4000)] | None = None
    evidence: Evidences = ()


class ReportPerformance(Request):
    """How it has kept the promise over a time; by itself, or entered for it."""

    action: Literal["report"] = "report"
    first_day: Day
    last_day: Day
    report: Passage
    evidence: Evidences = ()


class WithdrawCommitment(Request):
    """From today on it is no longer promised. Nothing follows from that."""

    action: Literal["withdraw"] = "withdraw"
    reason: Passage | None = None


class RecordBreach(Request):
    """An authority's document has found a breach. A department names itself; the centre says whose document it is."""

    action: Literal["breach"] = "breach"
    unit: Code | None = None
    department: Code | None = None
    document_number: Line
    decided_on: Day
    found: Passage
    evidence: Evidences = ()


class RetractBreach(Request):
    """The document was annulled or changed, by another document: the promise stands as if it had not been."""

    action: Literal["retract"] = "retract"
    document_number: Line
    decided_on: Day
    reason: Passage


CommitmentAct: TypeAlias = ReportPerformance | WithdrawCommitment | RecordBreach | RetractBreach


class CommitmentActionRequest(RootModel[Annotated[CommitmentAct, Field(discriminator="action")]]):
    """One of the things that can be said of a commitment."""


class CommitmentEventView(Reply):
    number: int
    at: datetime
    by: str
    action: str
    said: dict[str, object]


class CommitmentView(Reply):
    """`until`: its last day by what is known; null: none is known. `performed`: how often performance was reported,
    `performed_to`: up to which day."""

    id: str
    uscc: str
    name: str
    template: str
    version: int
    title: Label
    how: Literal["signature", "document"]
    by: str
    accepted_on: date
    until: date | None
    state: CommitmentState
    performed: int
    performed_to: date | None
    created_at: datetime


class CommitmentDetail(CommitmentView):
    signature: str | None
    evidence: list[Evidence]
    history: list[CommitmentEventView]


class CommitmentPage(Reply):
    items: list[CommitmentView]
    next: str | None


class RegisteredCommitment(Reply):
    """What the public register says of one that is in force."""

    uscc: str
    name: str
    title: Label
    version: int
    accepted_on: date
    until: date | None
    performed: int
    performed_to: date | None


class CommitmentRegister(Reply):
    items: list[RegisteredCommitment]
    next: str | None

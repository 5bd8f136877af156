"""Rule sets as versions: drafts, what is said of them, who approved them, and from when they are in force."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, Field, RootModel, StringConstraints

from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short

RulesetState: TypeAlias = Literal["draft", "submitted", "approved", "published", "withdrawn"]
MOST_OF_ONE = 400_000
"""Characters of one document."""
Document: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=MOST_OF_ONE)]


class NewRuleset(Request):
    """A draft: a copy of the version of id `copy_of`, by default of the one in force."""

    title: Line
    reason: Passage
    copy_of: Short | None = None


class DocumentRequest(Request):
    """The whole file."""

    content: Document


class ApproveRuleset(Request):
    """By somebody who had no hand in it."""

    action: Literal["approve"] = "approve"


class ReturnRuleset(Request):
    """Back to its author."""

    action: Literal["return"] = "return"
    reason: Passage


class PublishRuleset(Request):
    """`effective_from`: by default now. `implements`: an instrument in force, perhaps one that the version brings, on
    which all that it changes rests. `new_standard`: also where the lists do not show it."""

    action: Literal["publish"] = "publish"
    effective_from: AwareDatetime | None = None
    implements: Short | None = None
    new_standard: bool = False
    consulted_from: Day | None = None
    consulted_to: Day | None = None
    note: Passage | None = None


class WithdrawRuleset(Request):
    """Gives up a draft, or takes a published version back before its instant has come."""

    action: Literal["withdraw"] = "withdraw"
    reason: Passage


RulesetDecision: TypeAlias = ApproveRuleset | ReturnRuleset | PublishRuleset | WithdrawRuleset


class RulesetDecisionRequest(
    RootModel[
        Annotated[
            RulesetDecision,
            Field(discriminator="action"),
        ]
    ]
):
    pass


class RulesetEventView(Reply):
    """`person` and `note` are for the centre and auditors; other members hear only of the publication."""

    at: datetime
    action: str
    person: str | None = None
    note: str | None = None


class RulesetView(Reply):
    """`standing`: of a published version whether its time is to come, is now, or is over."""

    id: str
    title: str
    reason: str
    state: RulesetState
    standing: Literal["scheduled", "in_force", "superseded"] | None
    shipped: bool
    based_on: str | None
    digest: str | None
    created_at: datetime
    effective_from: datetime | None
    implements: str | None
    new_standard: bool
    consulted_from: date | None
    consulted_to: date | None


class DocumentName(Reply):
    path: str
    etag: str
    characters: int


class RulesetDetail(RulesetView):
    documents: list[DocumentName]
    history: list[RulesetEventView]


class RulesetPage(Reply):
    items: list[RulesetView]
    next: str | None


class DocumentView(Reply):
    path: str
    etag: str
    content: str


class FindingView(Reply):
    """`zh`: what is wrong and what to do, in Chinese, by the code, with the names that it is about."""

    document: str
    line: int
    code: str
    message: str
    hint: str
    zh: str


class AnalysisFinding(Reply):
    """`document` and `line` are None where it is about no entry in particular. `since` and `until`: first and last day
    on which it is so; None where open."""

    document: str | None
    line: int | None
    code: str
    message: Label
    hint: Label
    example: Label | None
    scenes: list[str]
    since: date | None
    until: date | None


class AcceptedFinding(Reply):
    """A finding that the documents accept, with the reason that they give."""

    kind: str
    entry: str
    code: str
    reason: str


class RulesetAnalysis(Reply):
    """What the rules come to over all classes: what is to be mended, and what is accepted. Of `classes`, `situations`
    differ to the rules."""

    findings: list[AnalysisFinding]
    accepted: list[AcceptedFinding]
    classes: int
    situations: int
    scenes: int
    epochs: int


class RulesetCheck(Reply):
    """What `rules check`, `rules test` and `rules analyse` say. `digest`: of the version as it stands; None where it
    cannot be used. `analysis`: None there, and where a test fails."""

    digest: str | None
    findings: list[FindingView]
    tests: int
    failed: list[FindingView]
    analysis: RulesetAnalysis | None


class NewSuspension(Request):
    """Of a measure, at once. `reason_en`: by default the same."""

    measure: Short
    reason: Line
    reason_en: Line | None = None


class SuspensionView(Reply):
    """`ended_on`: the first day on which the measure is back."""

    id: str
    measure: str
    title: Label
    begins_on: date
    ended_on: date | None
    reason: str
    reason_en: str


class SuspensionList(Reply):
    items: list[SuspensionView]


class RuleChange(Reply):
    """What one entry says otherwise: `path` leads to it inside the entry; empty where the whole entry came or went."""

    change: str
    kind: str
    code: str
    path: list[str | int]
    before: Any
    after: Any
    sentence: Label


class RulesetDiff(Reply):
    before: str
    after: str
    changes: list[RuleChange]


class TableView(Reply):
    """A table taken into a draft: the draft's new ETag for tables, and what it says otherwise than before."""

    etag: str
    changes: list[RuleChange]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A decision table as XLSX, with the ETag that sends it back."""

    content: bytes
    etag: str


class MeasureEntry(Reply):
    """`applied`: on that day; not before or after its time, and not while it is suspended. `effective_from`,
    `effective_to`: its first and last day; null where open."""

    code: str
    title: Label
    measure_class: str
    basis: str
    actors: list[str]
    includes: list[str]
    effective_from: date | None = None
    effective_to: date | None = None
    applied: bool
    verified: bool


class InstrumentEntry(Reply):
    code: str
    title: Label
    number: str | None
    issuer: Label
    rank: str
    in_force_from: date | None
    in_force_to: date | None
    in_force: bool
    articles: dict[str, Label]
    replaces: tuple[str, ...]
    verified: bool


class ParameterEntry(Reply):
    """`value` on that day; None before its first one. `source`: an instrument, or words."""

    code: str
    title: Label
    unit_of: str | None
    value: Any
    source: str | None
    verified: bool | None


class MeasureList(Reply):
    on: date
    ruleset: str
    items: list[MeasureEntry]


class InstrumentList(Reply):
    on: date
    ruleset: str
    items: list[InstrumentEntry]


class ParameterList(Reply):
    on: date
    ruleset: str
    items: list[ParameterEntry]

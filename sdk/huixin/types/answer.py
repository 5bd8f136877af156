"""What a check is answered with: who was found, what is known, what follows from it and why."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from huixin.core.vocabulary import Binding, MeasureClass, MemberKind, Outcome, SubjectKind
from huixin.types.base import Label, Reply
from huixin.types.record import AsOf, GroundView, RecordView


class Candidate(Reply):
    """A listed subject whose name resembles the one asked for. A person has to judge."""

    subject_id: str
    name: str
    uscc: str | None
    kind: SubjectKind
    score: float = Field(ge=0, le=1)
    matched: Literal["current", "former", "unverified", "code"]
    """Which name it was: the current one, a former one, or that of a listing without a code. `code`: the code asked for
    is that of several merchants."""


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


class MeasureRule(Reply):
    """What one rule by itself comes to about a measure, and the records that it is about."""

    rule: str
    title: Label
    binding: Binding
    outcome: Outcome | None
    grounds: list[GroundView]
    because: list[str]


class ReplacedMeasure(Reply):
    """A measure that another includes and takes the place of, and the records that it would follow from."""

    code: str
    title: Label
    because: list[str]


class MeasureView(Reply):
    """A measure, once, at its worst. `because`: ids of all records that support it. `until`: its last day, null if none
    is known. `rule` is the decisive one; `rules` holds what each comes to by itself, the decisive one first.
    `replaces`: what it includes and what would follow beside it.

    `withheld`, in a decision read again: records that supported it have ended since. What rests on them alone is left
    out: `until`, and where nothing else supports it the rule, its grounds and the clause, too.
    """

    code: str
    title: Label
    measure_class: MeasureClass = Field(alias="class")
    binding: Binding
    clause: Label | None = None
    """The member's own clause, where it binds by one."""
    outcome: Outcome | None
    rule: str | None
    rule_title: Label | None
    rules: tuple[MeasureRule, ...] = ()
    replaces: tuple[ReplacedMeasure, ...] = ()
    grounds: list[GroundView]
    because: list[str]
    until: date | None
    withheld: str | None = None
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

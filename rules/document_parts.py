"""What the entries of a pack are made of: codes and days, conditions, and who confirmed or accepted what."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from huixin.core.vocabulary import (
    BrushingForm,
    Nature,
    Outcome,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=64)]
ParameterCode = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$", max_length=64)]
"""As `Code`; a dot groups parameters of one kind: `carrying_ranks.statute`."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
GroundRef = Annotated[str, Field(pattern=r"^[a-z0-9-]+(?:/.+)?$")]
"""`instrument` or `instrument/article`."""


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


def _written_day(value: object) -> object:
    """Numbers would be read as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and len(value) == len("2019-01-31")):
        return value
    raise ValueError("a day is written as 2019-01-31")


Day = Annotated[date, BeforeValidator(_written_day)]


class Dates(BaseModel):
    """A stretch of days; `to` is its last day."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


OneOrMany = Annotated[tuple[str, ...], Field(min_length=1)]


class RecordCondition(BaseModel):
    """All named fields must hold; a field with several values holds where one of them does."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    list: tuple[Code, ...] | None = None
    nature: tuple[Nature, ...] | None = None
    standing: tuple[Standing, ...] | None = None
    rectification: tuple[Rectification, ...] | None = None
    severity: tuple[Severity, ...] | None = None
    problem: tuple[Code, ...] | None = None
    """Holds where the record has at least one of these problem types."""
    brushing_form: tuple[BrushingForm, ...] | None = None
    provenance: tuple[Provenance, ...] | None = None
    public: bool | None = None
    disputed: bool | None = None
    relief: bool | None = None
    stale: bool | None = None
    names_owner: bool | None = None
    display_ended: bool | None = None
    measures_lifted: bool | None = None
    starts_inside: bool | None = None
    ends_inside: bool | None = None


class SubjectCondition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: tuple[SubjectKind, ...] | None = None
    has_live_black: bool | None = None
    repeat: bool | None = None
    several_lists: bool | None = None
    commitment: bool | None = None
    link: bool | None = None


class RequestCondition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    role: tuple[Role, ...] | None = None
    campaign: tuple[Code, ...] | None = None
    person_confirmed: bool | None = None


class When(BaseModel):
    """`record`, `subject` and `request` must all hold, and, if there is an `any`, one of its branches."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    record: RecordCondition | None = None
    subject: SubjectCondition | None = None
    request: RequestCondition | None = None
    any: tuple["When", ...] | None = None


class Then(BaseModel):
    """A measure with an outcome; an outcome alone; a measure alone, beside the outcome; or neither: a remark."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: Code | None = None
    outcome: Outcome | None = None


class LimitThen(BaseModel):
    """What a limit does to all findings about the same record.

    at_most `watch` (`review`): outcomes come to no more, measures fall away (are held to advice).
    at_least: the record comes to at least this, unless another limit holds it below.
    hold_irreversible: measures that cannot be undone fall away.
    Neither touches `favour` nor a measure beside the outcome.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    at_most: Literal["watch", "review"] | None = None
    at_least: Literal["review"] | None = None
    hold_irreversible: bool = False


class FormPart(BaseModel):
    """Paragraphs under a heading or none. `when` (`unless`): only where this placeholder is known (is not)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    heading: str | None = None
    says: str
    when: str | None = None
    unless: str | None = None


class Confirmation(BaseModel):
    """Who held an entry or a value against its source, on which day, and against which text of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    by: Sentence
    on: Day
    text: Sentence


ACCEPTABLE = frozenset(
    {
        "actor_may_not",
        "duplicate",
        "empty_scene",
        "gap",
        "ground_ends",
        "idle_limit",
        "never_binds",
        "overridden",
        "shadowed",
        "unreachable",
        "weak_ground",
    }
)
"""Findings about one entry as a whole. What arises between several would hide the next one of its kind."""


class Acceptance(BaseModel):
    """A finding of the analysis about this entry that stands because the law itself is so.

    `where` narrows a gap to the classes that it describes; what is left open elsewhere is found all the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    finding: Code
    reason: Sentence
    where: When | None = None


def unsaid(value: Any) -> bool:
    """Leaves a key that says nothing out of the canonical form, so that its coming changed no digest."""
    return value is None or value is False or value == ()


class Entry(BaseModel):
    """Common to all kinds: strict, immutable, and honest about what nobody has confirmed yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
    note: str | None = None
    accepts: tuple[Acceptance, ...] = Field(default=(), exclude_if=unsaid)
    """Findings of `rules analyse` about this entry that are as the law has it."""

"""The tests of a pack, as their authors write them: YAML beside the rules, each a sentence with a date.

A test may be a table: each of its `cases` is laid over the test and is a test of its own. Mappings are merged key by
key; lists, and `measures` and `until` of what is expected, are replaced as a whole.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from huixin.core.vocabulary import (
    Binding,
    BrushingForm,
    EndKind,
    MemberKind,
    Outcome,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from rules.documents import Code, Day

ASKER = "asker"
"""Id of the member that asks, for records `inside` it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SubjectGiven(_Part):
    kind: SubjectKind = SubjectKind.COMPANY
    commitment: bool = False
    link: bool = False


class RecordGiven(_Part):
    """Fields of `huixin.core.records.Record`; `to` is the last day; no `from`: since ever."""

    list: Code
    id: str | None = None
    """`r1`, `r2`, … where it is not given."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    standing: Standing | None = None
    """The list's default where it is not given."""
    rectification: Rectification = Rectification.NOT_REQUIRED
    due: Day | None = None
    severity: Severity = Severity.UNKNOWN
    problem_types: tuple[Code, ...] = ()
    brushing_form: BrushingForm = BrushingForm.NONE
    provenance: Provenance = Provenance.AUTHORITY
    recogniser: str | None = None
    recogniser_code: str | None = None
    recogniser_verified: bool = False
    inside: str | None = None
    document_number: str | None = None
    decided_on: Day | None = None
    grounds: str | None = None
    reason: str | None = None
    source: str | None = None
    disputed: bool = False
    relief: bool = False
    correction_of: str | None = None
    confirmed_on: Day | None = None
    names_owner: bool = False
    takes_effect_on: Day | None = None
    display_ended_on: Day | None = None
    measures_lifted_on: Day | None = None
    ended_on: Day | None = None
    end_kind: EndKind | None = None
    end_reason: str | None = None


class Given(_Part):
    subject: SubjectGiven = SubjectGiven()
    records: tuple[RecordGiven, ...] = ()


class CampaignAsked(_Part):
    kind: Code
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Ask(_Part):
    scene: Code
    actor: MemberKind
    role: Role = Role.MERCHANT
    campaign: CampaignAsked | None = None
    person_confirmed: bool = False
    clauses: Literal["standard", "none"] | tuple[Code, ...] = "standard"
    """The actor's standard clauses; none; or clauses that cover exactly these measures, at any time."""


class Expect(_Part):
    """What is left out is not looked at. `measures` is the whole set, `reasons` and `until` are part of what is found.

    `silent` are rules and limits that must not be among the reasons.
    """

    outcome: Outcome | None = None
    measures: dict[Code, Binding] | None = None
    reasons: tuple[Code, ...] = ()
    silent: tuple[Code, ...] = ()
    until: dict[Code, Day | None] = {}


class PackTest(_Part):
    test: str
    on: Day
    given: Given = Given()
    ask: Ask
    expect: Expect


REPLACED = frozenset({"measures", "reasons", "until"})


def laid_over(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """A case over its test."""
    merged = dict(base)
    for key, value in top.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict) and key not in REPLACED
        merged[key] = laid_over(base[key], value) if both else value
    return merged

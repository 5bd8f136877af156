"""The entries of a rule pack, as their authors write them: one pydantic model for each kind.

A pack is a folder of YAML files; each file is a list of entries; the first key of an entry names its kind and its value
is the entry's code (`- rule: promotion-exclusion`). `rules.loading` reads them with line numbers and refuses what is
unknown or doubled; `rules.checks` holds the entries of all packs against each other.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from huixin.core.vocabulary import Basis, ClauseKind, MeasureClass, MemberKind, Nature, Rank, Standing
from huixin.types.base import Label
from rules.bodies import Department, Duty, Recogniser, Unit
from rules.document_parts import Code as Code
from rules.document_parts import (
    Confirmation,
    GroundRef,
    LimitThen,
    ParameterCode,
    Then,
    unsaid,
)
from rules.document_parts import Dates as Dates
from rules.document_parts import Day as Day
from rules.document_parts import Entry as Entry
from rules.document_parts import FormPart as FormPart
from rules.document_parts import RecordCondition as RecordCondition
from rules.document_parts import RequestCondition as RequestCondition
from rules.document_parts import SubjectCondition as SubjectCondition
from rules.document_parts import When as When


class Pack(Entry):
    """`pack.yaml`: what the pack is called and which packs it stands on."""

    pack: Code
    title: Label
    extends: tuple[Code, ...] = ()
    division: str | None = None
    """GB/T 2260 code of the city or province that the pack speaks for; None for the nation's, which extends none."""


class ListEntry(Entry):
    list: Code
    title: Label
    nature: Nature
    default_standing: Standing = Standing.EFFECTIVE
    default_severity: ParameterCode | None = None
    """Code of the dated parameter that holds it."""
    recognisers: tuple[Literal["authority", "association", "platform"], ...]
    recognised_as: tuple[Code, ...] = ()
    """Where a row stands instead that carries a whole recognition (body, document, date) by a body that the parameter
    `recognisers.<list>` of one of these lists names."""
    visible_to: tuple[MemberKind, ...]
    public: bool = False
    public_ground: GroundRef | None = None
    follows_upstream: bool = False
    display_limited: bool = False
    """Display ends by itself at the longest time that the parameters `display_max_months_*` give its severity."""
    repair: Literal["credit_china", "market_supervision", "court", "internal"] | None = None
    """Where a subject asks for repair; `internal`: here. None: what is on the list has nothing to repair."""
    grounds: tuple[GroundRef, ...]


class ProblemType(Entry):
    problem_type: Code
    title: Label


class Scene(Entry):
    scene: Code
    title: Label
    default_purpose: Code
    whole_campaign: bool = False
    """Asked about a campaign, it looks at all of its days that lie ahead; any other scene at the day asked about."""


class Campaign(Entry):
    campaign: Code
    title: Label


class Purpose(Entry):
    purpose: Code
    title: Label


SignalTarget = Literal["shop", "account", "website", "app", "recruiter", "courier"]


class SignalKind(Entry):
    """What a member of an anti-brushing alliance may tell of a target."""

    signal_kind: Code
    title: Label
    targets: tuple[SignalTarget, ...]
    problem_type: Code
    built_on: Literal["phone", "device", "payee"] | None = None
    """A personal identifier on which it rests: off unless the agreement of the members takes it in."""


class StandardFact(BaseModel):
    """A fact by which a merchant qualifies, of a problem type."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fact: Code
    title: Label
    problem_type: Code


class Standard(Entry):
    """认定标准: which facts qualify for a list, where an association or agency puts somebody forward."""

    standard: Code
    title: Label
    list: Code
    severity: Literal["minor", "general", "serious"]
    """Of what an association keeps inside."""
    grounds: tuple[GroundRef, ...]
    effective: Dates
    facts: tuple[StandardFact, ...] = Field(min_length=1)


class Instrument(Entry):
    instrument: Code
    title: Label
    number: str | None = None
    issuer: Label
    rank: Rank
    in_force: Dates
    articles: dict[str, Label] = Field(default={})
    """Articles that are cited, with what they say in a few words."""
    replaces: tuple[Code, ...] = Field(default=(), exclude_if=unsaid)
    """The instruments in whose place it stands; a version that encodes it may end these, and no others."""
    verified: bool
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)


class DatedValue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    from_: Day = Field(alias="from")
    value: int | bool | str | tuple[str, ...]
    source: GroundRef | None = None
    source_note: str | None = None
    verified: bool
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)


class Parameter(Entry):
    """Dated values; each holds until the next begins. `source` cites an instrument; `source_note` says it otherwise."""

    parameter: ParameterCode
    title: Label
    unit_of: str | None = None
    values: tuple[DatedValue, ...]


class HolidayTable(Entry):
    """The public holidays of a year, once published: stretches off, and weekend days `worked` instead (调休).

    It may name days at the end of the year before.
    """

    holidays: Code
    year: int = Field(ge=2000, le=2999)
    off: tuple[Dates, ...]
    worked: tuple[Day, ...] = ()
    source_note: str
    verified: bool
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)


class Measure(Entry):
    measure: Code
    title: Label
    measure_class: MeasureClass
    basis: Basis
    clause_kind: ClauseKind | None = None
    actors: tuple[MemberKind, ...]
    includes: tuple[Code, ...] = ()
    irreversible: bool = False
    major: bool = Field(default=False, exclude_if=unsaid)
    """It touches major interests: a clause that lets a member take it is published longer before it counts."""
    standing_duty: bool = False
    """A duty of the actor whoever is listed: a rule with it names no outcome, and it does not end with a record."""
    list_item: str | None = None
    """The line of the national or local list of measures that it comes from; needed where `basis` is `statute`."""
    effective: Dates = Dates()
    verified: bool
    """Of its wording and who may apply it."""
    confirmed: Confirmation | None = Field(default=None, exclude_if=unsaid)


class Suspension(Entry):
    """A measure that nobody applies for a time, whatever the rules say: decided on its own, at once. No document holds
    it; versions are put under it."""

    suspension: Code
    measure: Code
    effective: Dates
    reason: Label


class StandardClause(Entry):
    """The clause that a new member of a kind starts with, unless it declines."""

    clause: Code
    member_kind: MemberKind
    kind: ClauseKind
    measure: Code
    reference: Label
    effective: Dates


class Rule(Entry):
    """One rule. Every rule looks at one record: without `when.record` it looks at each.

    `actors` empty: for every kind of member. Where the caller may not apply the measure, `refuse` and `restrict`
    come to it as `review` without the measure; other outcomes as they stand, without the measure.
    `says` is what the answer's explanation adds, a sentence.
    """

    rule: Code
    title: Label
    grounds: tuple[GroundRef, ...]
    effective: Dates
    scenes: tuple[Code, ...] | Literal["all"] = "all"
    actors: tuple[MemberKind, ...] = ()
    when: When = When()
    then: Then = Then()
    says: Label | None = None


class Limit(Entry):
    """A modifier of rules: severity minor, disputed, relief, …"""

    limit: Code
    title: Label
    grounds: tuple[GroundRef, ...]
    effective: Dates
    scenes: tuple[Code, ...] | Literal["all"] = "all"
    actors: tuple[MemberKind, ...] = ()
    when: When
    then: LimitThen
    says: Label | None = None


class Text(Entry):
    """A sentence of the explanations, with `{placeholders}`."""

    text: Code
    says: Label


class Form(Entry):
    """An official document (文书式样), to be printed in Chinese. Which placeholders a form has, `rules.forms` says."""

    form: Code
    title: Label
    issuer: str
    addressee: str | None = None
    parts: tuple[FormPart, ...]
    signatures: tuple[str, ...] = ()
    """Who signs by hand, each with the day."""
    sealed: bool = True


KINDS: tuple[type[Entry], ...] = (
    Pack,
    ListEntry,
    ProblemType,
    Scene,
    Campaign,
    Purpose,
    SignalKind,
    Standard,
    Department,
    Unit,
    Recogniser,
    Duty,
    Instrument,
    Parameter,
    HolidayTable,
    Measure,
    Suspension,
    StandardClause,
    Rule,
    Limit,
    Text,
    Form,
)
"""The first field that a model adds to `Entry` is the key by which its entries are known."""

"""Closed facts: a merchant as a class. No names, no numbers, no free text ever stand here.

`core.profile` makes them from records; `rules.decide` reads nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from huixin.core.vocabulary import (
    BrushingForm,
    MemberKind,
    Nature,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)

FactValue: TypeAlias = str | bool
PROBLEM = "problem_"
"""A record's problem types become one boolean each: `problem_<code>`."""


class _Hashed:
    """Keeps its hash: words of enumerations hash slowly, and every check looks its class up."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash(tuple(getattr(self, name) for name in type(self).__slots__)))
            return self._hash


@dataclass(frozen=True, slots=True, order=True)
class RecordFacts(_Hashed):
    """One record as enumerations and booleans. `list` and `problem_types` are codes of the pack."""

    __hash__ = _Hashed.__hash__

    list: str
    nature: Nature = Nature.BLACK
    standing: Standing = Standing.EFFECTIVE
    rectification: Rectification = Rectification.NOT_REQUIRED
    severity: Severity = Severity.GENERAL
    problem_types: tuple[str, ...] = ()
    brushing_form: BrushingForm = BrushingForm.NONE
    provenance: Provenance = Provenance.AUTHORITY
    public: bool = False
    """The list is publicly displayed, on a ground in force."""
    disputed: bool = False
    relief: bool = False
    stale: bool = False
    """The list follows an upstream that has not confirmed the record for longer than the parameter allows."""
    names_owner: bool = False
    display_ended: bool = False
    """No longer displayed or shared; only authorities still hear of the record."""
    measures_lifted: bool = False
    starts_inside: bool = False
    """Starts within the window asked about (a campaign), after its first day."""
    ends_inside: bool = False
    """Ends within the window asked about (a campaign), before its last day."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "problem_types", tuple(sorted(set(self.problem_types))))


@dataclass(frozen=True, slots=True, order=True)
class SubjectFacts(_Hashed):
    __hash__ = _Hashed.__hash__

    kind: SubjectKind = SubjectKind.COMPANY
    has_live_black: bool = False
    repeat: bool = False
    several_lists: bool = False
    commitment: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True, order=True)
class RequestFacts(_Hashed):
    """What is asked. `scene` and `campaign` are codes of the pack; no campaign is `none`."""

    __hash__ = _Hashed.__hash__

    scene: str
    actor: MemberKind
    role: Role = Role.MERCHANT
    campaign: str = "none"
    person_confirmed: bool = False
    """A person of the caller has confirmed that the records are about the merchant asked for."""


@dataclass(frozen=True, slots=True)
class Profile(_Hashed):
    """A subject's class: its booleans and the set of its records' classes, in canonical order."""

    __hash__ = _Hashed.__hash__

    subject: SubjectFacts
    records: tuple[RecordFacts, ...] = field(default=())

    @classmethod
    def of(cls, subject: SubjectFacts, records: Iterable[RecordFacts]) -> "Profile":
        return cls(subject, tuple(sorted(set(records))))

"""What rules and limits come to where they hit a record, without what they ask: small, immutable, shippable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huixin.core.verdict import Ground
from huixin.core.vocabulary import Basis, ClauseKind, MeasureClass, MemberKind, Outcome


@dataclass(frozen=True, slots=True)
class MeasureTerms:
    """A measure as far as a verdict goes. `actors`: kinds of members that may apply it, as rules treat them."""

    measure: str
    measure_class: MeasureClass
    basis: Basis
    clause_kind: ClauseKind | None
    actors: frozenset[MemberKind]
    irreversible: bool
    standing_duty: bool


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """`carried`: the grounds alone make the measure bind on that day. `includes`: measures that it replaces.

    `suspended`: the measure that the rule names as written, while it is suspended and `measure` is None.
    """

    code: str
    outcome: Outcome | None
    grounds: tuple[Ground, ...]
    measure: MeasureTerms | None = None
    carried: bool = False
    includes: tuple[str, ...] = ()
    suspended: MeasureTerms | None = None
    aside: bool = False
    """It only says whether the merchant has promised something. That concerns no record, so no limit rises by it."""


@dataclass(frozen=True, slots=True)
class LimitEffect:
    code: str
    grounds: tuple[Ground, ...]
    at_most: Outcome | None
    calls_a_person: bool
    """It asks for at least `review`."""
    holds_irreversible: bool


@dataclass(frozen=True, slots=True)
class Effects:
    """Of all that lives in one epoch and scene, by code."""

    rules: Mapping[str, RuleEffect] = field(default_factory=dict)
    limits: Mapping[str, LimitEffect] = field(default_factory=dict)

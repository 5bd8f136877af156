"""What `decide` says about a class, before any clause of a member is looked at. Immutable, hashable, shippable."""

from dataclasses import dataclass

from huixin.core.facts import RecordFacts
from huixin.core.vocabulary import Basis, ClauseKind, MeasureClass, Outcome


@dataclass(frozen=True, slots=True)
class Ground:
    """An article that a finding rests on, in force on the day asked about."""

    instrument: str
    article: str | None
    rank: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule proposes one measure for one or more classes of records."""

    measure: str
    rule: str
    outcome: Outcome | None
    """None: it stands beside the outcome and never sets it."""
    records: tuple[int, ...]
    """Indices into `Verdict.classes`."""
    grounds: tuple[Ground, ...]
    measure_class: MeasureClass
    basis: Basis
    clause_kind: ClauseKind | None
    carried: bool
    """The grounds alone make it bind on that day; otherwise it takes a clause, or stays advice."""
    held: bool
    """A limit holds it to advice, clause or not."""
    includes: tuple[str, ...]
    """Measures that this one replaces, transitively."""
    standing_duty: bool = False
    """The law lays it on the actor whoever is listed: a record only recalls it, and does not end it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule or limit that names an outcome, or only a remark, without a measure."""

    rule: str
    outcome: Outcome | None
    records: tuple[int, ...]
    grounds: tuple[Ground, ...]
    foreign: bool = False
    """The rule names a measure that only others apply; the caller hears the outcome, not the measure."""
    suspended: str | None = None
    """The measure that the rule names and that nobody applies for the time being."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`classes` are the reduced classes of the records, in canonical order; reducing a record finds its class."""

    classes: tuple[RecordFacts, ...]
    proposals: tuple[Proposal, ...]
    reasons: tuple[Reason, ...]

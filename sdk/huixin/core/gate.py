"""Clauses and binding: turns what the rules propose into what the caller may do, and the outcome.

Applied after `decide` and on top of its memo, so that one verdict serves all members of a kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from huixin.core.verdict import Ground, Proposal, Reason, Verdict
from huixin.core.vocabulary import Basis, Binding, ClauseKind, Outcome, at_most, weight, worst
from huixin.core.windows import Window


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause of the caller's own rule, charter or contract that covers a measure on the days of `window`."""

    measure: str
    kind: ClauseKind
    reference_zh: str
    reference_en: str
    window: Window


@dataclass(frozen=True, slots=True)
class BoundProposal:
    """What one rule by itself comes to."""

    proposal: Proposal
    binding: Binding
    outcome: Outcome | None
    clause: OwnClause | None


@dataclass(frozen=True, slots=True)
class BoundMeasure:
    """A measure, at its worst of what its rules come to, each with the records that it is about; the decisive first."""

    binding: Binding
    outcome: Outcome | None
    clause: OwnClause | None
    rules: tuple[BoundProposal, ...]
    replaces: "tuple[BoundMeasure, ...]" = ()
    """What it includes and what would stand beside it otherwise."""

    @property
    def proposal(self) -> Proposal:
        """The decisive one."""
        return self.rules[0].proposal

    @property
    def records(self) -> tuple[int, ...]:
        """All that support it: indices into `Verdict.classes`."""
        return tuple(sorted({index for rule in self.rules for index in rule.proposal.records}))

    @property
    def grounds(self) -> tuple[Ground, ...]:
        return tuple(dict.fromkeys(ground for rule in self.rules for ground in rule.proposal.grounds))


@dataclass(frozen=True, slots=True)
class Gated:
    """The measures that stand, the reasons without a measure, and the outcome: the worst of both."""

    outcome: Outcome
    measures: tuple[BoundMeasure, ...]
    reasons: tuple[Reason, ...]


def gate(verdict: Verdict, clauses: Iterable[OwnClause], on: date) -> Gated:
    """Bind each proposal, or turn it into advice; say each measure once; drop what one that binds as much includes."""
    live = {(clause.measure, clause.kind): clause for clause in clauses if on in clause.window}
    proposed: dict[str, list[BoundProposal]] = {}
    for proposal in verdict.proposals:
        proposed.setdefault(proposal.measure, []).append(_bind(proposal, live))
    bound = [_gathered(rules) for rules in proposed.values()]
    standing = tuple(_replacing(one, bound) for one in bound if not any(_replaces(other, one) for other in bound))
    outcomes = [measure.outcome for measure in standing] + [reason.outcome for reason in verdict.reasons]
    return Gated(worst(*(outcome for outcome in outcomes if outcome is not None)), standing, verdict.reasons)


def _bind(proposal: Proposal, live: dict[tuple[str, ClauseKind], OwnClause]) -> BoundProposal:
    if proposal.basis is Basis.NONE:
        return BoundProposal(proposal, Binding.ADVICE, proposal.outcome, None)
    if not proposal.held:
        if proposal.carried:
            return BoundProposal(proposal, Binding.STATUTORY, proposal.outcome, None)
        if proposal.basis is Basis.CLAUSE and proposal.clause_kind is not None:
            clause = live.get((proposal.measure, proposal.clause_kind))
            if clause is not None:
                return BoundProposal(proposal, Binding.BY_OWN_CLAUSE, proposal.outcome, clause)
    outcome = None if proposal.outcome is None else at_most(proposal.outcome, Outcome.REVIEW)
    return BoundProposal(proposal, Binding.ADVICE, outcome, None)


def _gathered(rules: list[BoundProposal]) -> BoundMeasure:
    """One measure of what several rules say about it: as strongly as any of them binds, as bad as the worst."""
    worst_first = sorted(
        rules, key=lambda one: (-weight(one.outcome), -_STRENGTH[one.binding], one.proposal.rule, one.proposal.held)
    )
    strongest = max(worst_first, key=lambda one: _STRENGTH[one.binding])
    return BoundMeasure(strongest.binding, worst_first[0].outcome, strongest.clause, tuple(worst_first))


_STRENGTH = {Binding.STATUTORY: 2, Binding.BY_OWN_CLAUSE: 1, Binding.ADVICE: 0}


def _replacing(measure: BoundMeasure, bound: Iterable[BoundMeasure]) -> BoundMeasure:
    included = sorted((other for other in bound if _replaces(measure, other)), key=lambda one: one.proposal.measure)
    return replace(measure, replaces=tuple(included))


def _replaces(measure: BoundMeasure, other: BoundMeasure) -> bool:
    """It includes the other, and binds where that one does."""
    binds = measure.binding is not Binding.ADVICE or other.binding is Binding.ADVICE
    return binds and other.proposal.measure in measure.proposal.includes

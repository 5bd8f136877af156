"""Clauses and binding: turns what the rules propose into what the caller may do, and the outcome.

Applied after `decide` and on top of its memo, so that one verdict serves all members of a kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huixin.core.verdict import Proposal, Reason, Verdict
from huixin.core.vocabulary import Basis, Binding, ClauseKind, Outcome, at_most, worst
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
class BoundMeasure:
    proposal: Proposal
    binding: Binding
    outcome: Outcome | None
    clause: OwnClause | None


@dataclass(frozen=True, slots=True)
class Gated:
    """The measures that stand, the reasons without a measure, and the outcome: the worst of both."""

    outcome: Outcome
    measures: tuple[BoundMeasure, ...]
    reasons: tuple[Reason, ...]


def gate(verdict: Verdict, clauses: Iterable[OwnClause], on: date) -> Gated:
    """Bind each proposal, or turn it into advice; drop what a measure that binds as strongly includes."""
    live = {(clause.measure, clause.kind): clause for clause in clauses if on in clause.window}
    bound = [_bind(proposal, live) for proposal in verdict.proposals]
    standing = tuple(measure for measure in bound if not _replaced(measure, bound))
    outcomes = [measure.outcome for measure in standing] + [reason.outcome for reason in verdict.reasons]
    return Gated(worst(*(outcome for outcome in outcomes if outcome is not None)), standing, verdict.reasons)


def _bind(proposal: Proposal, live: dict[tuple[str, ClauseKind], OwnClause]) -> BoundMeasure:
    if proposal.basis is Basis.NONE:
        return BoundMeasure(proposal, Binding.ADVICE, proposal.outcome, None)
    if not proposal.held:
        if proposal.carried:
            return BoundMeasure(proposal, Binding.STATUTORY, proposal.outcome, None)
        if proposal.basis is Basis.CLAUSE and proposal.clause_kind is not None:
            clause = live.get((proposal.measure, proposal.clause_kind))
            if clause is not None:
                return BoundMeasure(proposal, Binding.BY_OWN_CLAUSE, proposal.outcome, clause)
    outcome = None if proposal.outcome is None else at_most(proposal.outcome, Outcome.REVIEW)
    return BoundMeasure(proposal, Binding.ADVICE, outcome, None)


def _replaced(measure: BoundMeasure, bound: list[BoundMeasure]) -> bool:
    code = measure.proposal.measure
    return any(
        code in other.proposal.includes and (other.binding is not Binding.ADVICE or measure.binding is Binding.ADVICE)
        for other in bound
    )

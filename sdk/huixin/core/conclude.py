"""From what hit which record to a verdict: statements, limits, and what stands of them, gathered."""

from collections import defaultdict
from collections.abc import Iterable

from huixin.core.effects import Effects, LimitEffect
from huixin.core.facts import RecordFacts
from huixin.core.statements import Statement, concerning, limited, state
from huixin.core.verdict import Proposal, Reason, Verdict
from huixin.core.vocabulary import MemberKind, Outcome, weight


def concluded(
    effects: Effects, records: tuple[RecordFacts, ...], hits: Iterable[tuple[str, int]], actor: MemberKind
) -> Verdict:
    """What follows where these rules and limits hit these records: code, and index into `records`."""
    said: list[Statement] = []
    limits: dict[int, list[LimitEffect]] = defaultdict(list)
    for code, record in sorted(hits):
        if code in effects.limits:
            limits[record].append(effects.limits[code])
        elif (statement := state(effects.rules[code], record, actor)) is not None:
            said.append(statement)
    statements = list(limited(concerning(said), limits))
    return Verdict(records, _proposals(statements), _reasons(statements))


def _proposals(statements: Iterable[Statement]) -> tuple[Proposal, ...]:
    """One for each rule, outcome and hold, with all records that support it; the worst first."""
    grouped: dict[tuple[str, Outcome | None, bool], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.proposes is not None:
            grouped[statement.code, statement.outcome, statement.held].append(statement)
    proposals = (_proposal(group) for group in grouped.values())
    return tuple(sorted(proposals, key=lambda one: (-weight(one.outcome), one.measure, one.rule, one.held)))


def _proposal(group: list[Statement]) -> Proposal:
    first = group[0]
    effect = first.proposes
    if effect is None or effect.measure is None:
        raise ValueError(f"rule '{first.code}' proposes no measure")
    return Proposal(
        measure=effect.measure.measure,
        rule=first.code,
        outcome=first.outcome,
        records=_records(group),
        grounds=first.grounds,
        measure_class=effect.measure.measure_class,
        basis=effect.measure.basis,
        clause_kind=effect.measure.clause_kind,
        carried=effect.carried,
        held=first.held,
        includes=effect.includes,
        standing_duty=effect.measure.standing_duty,
    )


def _reasons(statements: Iterable[Statement]) -> tuple[Reason, ...]:
    """One for each rule or limit and outcome that stands without a measure; the worst first."""
    grouped: dict[tuple[str, Outcome | None], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.proposes is None:
            grouped[statement.code, statement.outcome].append(statement)
    reasons = (
        Reason(code, outcome, _records(group), group[0].grounds, group[0].foreign, group[0].suspended)
        for (code, outcome), group in grouped.items()
    )
    return tuple(sorted(reasons, key=lambda one: (-weight(one.outcome), one.rule)))


def _records(group: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(sorted(statement.record for statement in group))

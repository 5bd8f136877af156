"""What rules say about single records, and how limits hold it down or up, before it is gathered into a verdict."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huixin.core.verdict import Ground
from huixin.core.vocabulary import MemberKind, Outcome, at_most, badness, treated_as
from rules.documents import Measure
from rules.live import LiveLimit, LiveRule

ADVISES = frozenset({MemberKind.AGENCY})
"""Kinds that advise others and bind nobody, whatever their grounds carried in their day."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule (or limit) about one record. `proposes` is the rule whose measure it proposes, None for no measure."""

    code: str
    record: int
    outcome: Outcome | None
    grounds: tuple[Ground, ...]
    proposes: LiveRule | None = None
    held: bool = False
    foreign: bool = False
    """The rule names a measure that others apply; to the caller only its outcome comes."""
    suspended: str | None = None
    """The caller's measure that the rule names and that is suspended."""

    @property
    def limitable(self) -> bool:
        """Limits take nothing from favour, nor from a measure that names no outcome, such as a standing duty."""
        return self.outcome is not Outcome.FAVOUR and not (self.proposes is not None and self.outcome is None)


def state(live: LiveRule, record: int, actor: MemberKind) -> Statement | None:
    """What a rule that hit a record says to a caller of this kind.

    Where the caller may not apply the measure, refuse and restrict come to it as review; a measure without an outcome
    does not come to it at all.
    """
    code, outcome = live.rule.rule, live.rule.then.outcome
    if live.suspended is not None:
        own = may_apply(live.suspended, actor)
        suspended = live.suspended.measure if own else None
        return Statement(code, record, outcome, live.grounds, foreign=not own, suspended=suspended)
    if live.measure is None:
        return Statement(code, record, outcome, live.grounds)
    if may_apply(live.measure, actor):
        proposes = replace(live, carried=False) if actor in ADVISES else live
        return Statement(code, record, outcome, live.grounds, proposes)
    if outcome is None:
        return None
    return Statement(code, record, _without_measure(outcome), live.grounds, foreign=True)


def may_apply(measure: Measure, actor: MemberKind) -> bool:
    return treated_as(actor) in {treated_as(kind) for kind in measure.actors}


def concerning(said: Collection[Statement]) -> Iterator[Statement]:
    """Without the measures of others about a record where one of the caller's own comes to as much."""
    own: dict[int, int] = {}
    for statement in said:
        if statement.proposes is not None and statement.outcome is not None:
            own[statement.record] = max(own.get(statement.record, 0), badness(statement.outcome))
    for statement in said:
        outcome = statement.outcome
        if not statement.foreign or outcome is None or badness(outcome) > own.get(statement.record, -1):
            yield statement


def _without_measure(outcome: Outcome) -> Outcome:
    return Outcome.REVIEW if badness(outcome) > badness(Outcome.REVIEW) else outcome


def limited(said: Iterable[Statement], limits: Mapping[int, list[LiveLimit]]) -> Iterator[Statement]:
    """The statements after the limits that hit their records, and what those limits add; `limits` goes by record."""
    touched = set()
    for statement in said:
        hitting = limits.get(statement.record, [])
        favoured = statement.outcome is Outcome.FAVOUR
        if hitting and (statement.limitable or (favoured and _calls_a_person(hitting))):
            touched.add(statement.record)
        yield _limit(statement, hitting) if statement.limitable and hitting else statement
    for record in sorted(touched):
        for live in limits[record]:
            rises = live.limit.then.at_least is not None and _calls_a_person(limits[record])
            yield Statement(live.limit.limit, record, Outcome.REVIEW if rises else None, live.grounds)


def _calls_a_person(limits: Collection[LiveLimit]) -> bool:
    """Some limit asks for at least review, and none keeps it at watch."""
    return _cap(limits) is not Outcome.WATCH and any(live.limit.then.at_least is not None for live in limits)


def _cap(limits: Iterable[LiveLimit]) -> Outcome | None:
    caps = [Outcome(live.limit.then.at_most) for live in limits if live.limit.then.at_most is not None]
    return min(caps, key=badness, default=None)


def _limit(statement: Statement, limits: list[LiveLimit]) -> Statement:
    cap = _cap(limits)
    measure = statement.proposes.measure if statement.proposes else None
    if measure is not None and measure.irreversible and any(live.limit.then.hold_irreversible for live in limits):
        # The measure falls away, but that a rule named one must not come out as clear.
        statement = _capped(replace(statement, proposes=None), Outcome.REVIEW)
    if cap is None:
        return statement
    if cap is Outcome.WATCH:
        return _capped(replace(statement, proposes=None), cap)
    return _capped(replace(statement, held=statement.proposes is not None), cap)


def _capped(statement: Statement, cap: Outcome) -> Statement:
    return statement if statement.outcome is None else replace(statement, outcome=at_most(statement.outcome, cap))

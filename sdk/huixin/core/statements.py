"""What rules say about single records, and how limits hold it down or up, before it is gathered into a verdict."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huixin.core.effects import LimitEffect, RuleEffect
from huixin.core.verdict import Ground
from huixin.core.vocabulary import MemberKind, Outcome, at_most, badness, treated_as

ADVISES = frozenset({MemberKind.AGENCY})
"""Kinds that advise others and bind nobody, whatever their grounds carried in their day."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule (or limit) about one record. `proposes` is the rule whose measure it proposes, None for no measure."""

    code: str
    record: int
    outcome: Outcome | None
    grounds: tuple[Ground, ...]
    proposes: RuleEffect | None = None
    held: bool = False
    foreign: bool = False
    """The rule names a measure that others apply; to the caller only its outcome comes."""
    suspended: str | None = None
    """The caller's measure that the rule names and that is suspended."""
    aside: bool = False

    @property
    def limitable(self) -> bool:
        """Limits take nothing from favour, nor from a measure that names no outcome, such as a standing duty, and have
        nothing to do with what is said aside."""
        return (
            not self.aside
            and self.outcome is not Outcome.FAVOUR
            and not (self.proposes is not None and self.outcome is None)
        )


def state(effect: RuleEffect, record: int, actor: MemberKind) -> Statement | None:
    """What a rule that hit a record says to a caller of this kind.

    Where the caller may not apply the measure, refuse and restrict come to it as review; a measure without an outcome
    does not come to it at all.
    """
    code, outcome = effect.code, effect.outcome
    if effect.suspended is not None:
        own = may_apply(effect.suspended.actors, actor)
        suspended = effect.suspended.measure if own else None
        return Statement(code, record, outcome, effect.grounds, foreign=not own, suspended=suspended)
    if effect.measure is None:
        return Statement(code, record, outcome, effect.grounds, aside=effect.aside)
    if may_apply(effect.measure.actors, actor):
        proposes = replace(effect, carried=False) if actor in ADVISES else effect
        return Statement(code, record, outcome, effect.grounds, proposes)
    if outcome is None:
        return None
    return Statement(code, record, _without_measure(outcome), effect.grounds, foreign=True)


def may_apply(actors: Iterable[MemberKind], actor: MemberKind) -> bool:
    return treated_as(actor) in map(treated_as, actors)


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


def limited(said: Iterable[Statement], limits: Mapping[int, list[LimitEffect]]) -> Iterator[Statement]:
    """The statements after the limits that hit their records, and what those limits add; `limits` goes by record."""
    touched = set()
    for statement in said:
        hitting = limits.get(statement.record, [])
        favoured = statement.outcome is Outcome.FAVOUR
        if hitting and (statement.limitable or (favoured and _calls_a_person(hitting))):
            touched.add(statement.record)
        yield _limit(statement, hitting) if statement.limitable and hitting else statement
    for record in sorted(touched):
        for limit in limits[record]:
            rises = limit.calls_a_person and _calls_a_person(limits[record])
            yield Statement(limit.code, record, Outcome.REVIEW if rises else None, limit.grounds)


def _calls_a_person(limits: Collection[LimitEffect]) -> bool:
    """Some limit asks for at least review, and none keeps it at watch."""
    return _cap(limits) is not Outcome.WATCH and any(limit.calls_a_person for limit in limits)


def _cap(limits: Iterable[LimitEffect]) -> Outcome | None:
    caps = [limit.at_most for limit in limits if limit.at_most is not None]
    return min(caps, key=badness, default=None)


def _limit(statement: Statement, limits: list[LimitEffect]) -> Statement:
    cap = _cap(limits)
    measure = statement.proposes.measure if statement.proposes else None
    if measure is not None and measure.irreversible and any(limit.holds_irreversible for limit in limits):
        # The measure falls away, but that a rule named one must not come out as clear.
        statement = _capped(replace(statement, proposes=None), Outcome.REVIEW)
    if cap is None:
        return statement
    if cap is Outcome.WATCH:
        return _capped(replace(statement, proposes=None), cap)
    return _capped(replace(statement, held=statement.proposes is not None), cap)


def _capped(statement: Statement, cap: Outcome) -> Statement:
    return statement if statement.outcome is None else replace(statement, outcome=at_most(statement.outcome, cap))

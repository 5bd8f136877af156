"""Which rules and limits live on a day, on which grounds, and whether those grounds alone carry the measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huixin.core.effects import LimitEffect, MeasureTerms, RuleEffect
from huixin.core.verdict import Ground
from huixin.core.vocabulary import Basis, Outcome, badness, treated_as
from rules.conditions import Every, condition_of
from rules.document_parts import Then, When
from rules.documents import Limit, Measure, Rule
from rules.entries import Catalogue, split_ground, window_of


@dataclass(frozen=True, slots=True)
class LiveRule:
    """`measure` is None for a rule without one. `includes` are the measures that it replaces, transitively.

    `suspended`: the measure that the rule names as written, while it is suspended. The rule then lives without it and
    comes to `watch`.
    """

    rule: Rule
    grounds: tuple[Ground, ...]
    condition: Every
    measure: Measure | None
    carried: bool
    includes: tuple[str, ...]
    suspended: Measure | None = None

    @property
    def effect(self) -> RuleEffect:
        return RuleEffect(
            code=self.rule.rule,
            outcome=self.rule.then.outcome,
            grounds=self.grounds,
            measure=None if self.measure is None else _terms(self.measure),
            carried=self.carried,
            includes=self.includes,
            suspended=None if self.suspended is None else _terms(self.suspended),
            aside=self.rule.then == Then() and _asks_for_promise(self.rule.when),
        )


def _asks_for_promise(when: When) -> bool:
    own = when.subject is not None and when.subject.commitment is not None
    return own or any(map(_asks_for_promise, when.any or ()))


def _terms(measure: Measure) -> MeasureTerms:
    return MeasureTerms(
        measure=measure.measure,
        measure_class=measure.measure_class,
        basis=measure.basis,
        clause_kind=measure.clause_kind,
        actors=frozenset(map(treated_as, measure.actors)),
        irreversible=measure.irreversible,
        standing_duty=measure.standing_duty,
    )


@dataclass(frozen=True, slots=True)
class LiveLimit:
    limit: Limit
    grounds: tuple[Ground, ...]
    condition: Every

    @property
    def effect(self) -> LimitEffect:
        then = self.limit.then
        return LimitEffect(
            code=self.limit.limit,
            grounds=self.grounds,
            at_most=None if then.at_most is None else Outcome(then.at_most),
            calls_a_person=then.at_least is not None,
            holds_irreversible=then.hold_irreversible,
        )


def in_force(catalogue: Catalogue, reference: str | None, day: date) -> bool:
    """Whether the instrument that a ground cites is in force on a day."""
    if reference is None:
        return False
    return day in window_of(catalogue.instruments[split_ground(reference)[0]].in_force)


def live_grounds(catalogue: Catalogue, references: tuple[str, ...], day: date) -> tuple[Ground, ...]:
    """The cited grounds in force on a day; the others are not cited."""
    grounds = []
    for reference in references:
        code, article = split_ground(reference)
        instrument = catalogue.instruments[code]
        if day in window_of(instrument.in_force):
            grounds.append(Ground(code, article, str(instrument.rank), instrument.verified))
    return tuple(grounds)


def live_rule(catalogue: Catalogue, rule: Rule, day: date) -> LiveRule | None:
    """The rule as it lives on a day, or None: not effective, its measure not either, or no ground in force."""
    measure = catalogue.measures[rule.then.measure] if rule.then.measure else None
    if day not in window_of(rule.effective) or (measure is not None and day not in window_of(measure.effective)):
        return None
    grounds = live_grounds(catalogue, rule.grounds, day)
    if not grounds:
        return None
    if measure is not None and not is_applied(catalogue, measure, day):
        return _without_measure(rule, grounds, measure)
    carried = measure is not None and is_carried(catalogue, measure, grounds, day)
    includes = tuple(sorted(included(catalogue, measure.measure))) if measure else ()
    return LiveRule(rule, grounds, condition_of(rule), measure, carried, includes)


def _without_measure(rule: Rule, grounds: tuple[Ground, ...], suspended: Measure) -> LiveRule | None:
    """What is left of a rule whose measure is suspended: that the record is there. None where it held nothing against
    the merchant: a reward or a duty is gone with its measure."""
    outcome = rule.then.outcome
    if outcome is None or badness(outcome) < badness(Outcome.WATCH):
        return None
    watching = rule.model_copy(update={"then": Then(outcome=Outcome.WATCH)})
    return LiveRule(watching, grounds, condition_of(rule), None, False, (), suspended)


def is_applied(catalogue: Catalogue, measure: Measure, day: date) -> bool:
    """Whether a measure may be applied on a day: effective, and not suspended."""
    suspended = (
        day in window_of(suspension.effective)
        for suspension in catalogue.suspensions.values()
        if suspension.measure == measure.measure
    )
    return day in window_of(measure.effective) and not any(suspended)


def live_limit(catalogue: Catalogue, limit: Limit, day: date) -> LiveLimit | None:
    """The limit as it lives on a day, or None."""
    grounds = live_grounds(catalogue, limit.grounds, day)
    if day not in window_of(limit.effective) or not grounds:
        return None
    return LiveLimit(limit, grounds, condition_of(limit))


def is_carried(catalogue: Catalogue, measure: Measure, grounds: tuple[Ground, ...], day: date) -> bool:
    """Whether the grounds alone make a measure bind on a day, by what its basis demands."""
    if measure.basis is Basis.INSTRUMENT:
        return bool(grounds)
    if measure.basis not in (Basis.STATUTE, Basis.CLAUSE):
        return False
    item_needed = measure.basis is Basis.STATUTE and catalogue.parameter_or("measure_list_required", day, False) is True
    if item_needed and measure.list_item is None:
        return False
    ranks = catalogue.parameter_or(f"carrying_ranks.{measure.basis}", day, ())
    return isinstance(ranks, tuple) and any(ground.rank in ranks for ground in grounds)


def included(catalogue: Catalogue, measure: str) -> set[str]:
    """Measures that a measure replaces, transitively; itself only where the packs go round in a circle."""
    found: set[str] = set()
    waiting = list(_includes(catalogue, measure))
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += _includes(catalogue, code)
    return found


def _includes(catalogue: Catalogue, measure: str) -> Iterator[str]:
    entry = catalogue.measures.get(measure)
    return iter(entry.includes if entry else ())

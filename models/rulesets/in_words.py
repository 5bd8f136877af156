"""A version of the rules as a citizen reads it: what follows from what, on which grounds, and from when until when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huixin.core.answer import ground_views
from huixin.core.texts import grounds_in_words
from huixin.core.verdict import Ground
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.base import Label
from rules.document_parts import GroundRef
from rules.documents import Dates, Instrument, Limit, Measure, Rule
from rules.entries import Catalogue, split_ground
from rules.wording import WORDS

_UNITS = {
    "days": Label(zh="天", en=" days"),
    "working days": Label(zh="个工作日", en=" working days"),
    "months": Label(zh="个月", en=" months"),
    "hours": Label(zh="小时", en=" hours"),
    "percent": Label(zh="%", en=" %"),
    "cases": Label(zh="件", en=" cases"),
}
"""Values in other units are of the service's own reckoning, and periods to nobody."""
_NOTHING_BY_ITSELF = Label(zh="仅作说明", en="a remark")
_HELD_BACK = Label(zh="不采取不可撤销的措施", en="no measure that cannot be undone")


@dataclass(frozen=True, slots=True)
class RuleInWords:
    title: Label
    follows: Label
    grounds: Label
    dates: Dates


@dataclass(frozen=True, slots=True)
class MeasureInWords:
    title: Label
    actors: Label
    dates: Dates


@dataclass(frozen=True, slots=True)
class PeriodInWords:
    title: Label
    value: Label
    since: date


@dataclass(frozen=True, slots=True)
class InWords:
    rules: tuple[RuleInWords, ...]
    measures: tuple[MeasureInWords, ...]
    instruments: tuple[Instrument, ...]
    periods: tuple[PeriodInWords, ...]


def in_words(catalogue: Catalogue) -> InWords:
    """In the order of the documents."""
    rules: Mapping[str, Rule | Limit] = {**catalogue.rules, **catalogue.limits}
    return InWords(
        rules=tuple(_rule(catalogue, one) for one in rules.values()),
        measures=tuple(map(_measure, catalogue.measures.values())),
        instruments=tuple(catalogue.instruments.values()),
        periods=tuple(_periods(catalogue)),
    )


def _rule(catalogue: Catalogue, one: Rule | Limit) -> RuleInWords:
    follows = list(_follows(catalogue, one)) or [_NOTHING_BY_ITSELF]
    return RuleInWords(one.title, _listed(follows), _grounds(catalogue, one.grounds), one.effective)


def _follows(catalogue: Catalogue, one: Rule | Limit) -> Iterator[Label]:
    if isinstance(one, Rule):
        if one.then.outcome is not None:
            yield _outcome(one.then.outcome)
        if one.then.measure is not None:
            yield catalogue.measures[one.then.measure].title
        return
    if one.then.at_most is not None:
        outcome = _outcome(one.then.at_most)
        yield Label(zh=f"至多{outcome.zh}", en=f"at most: {outcome.en}")
    if one.then.at_least is not None:
        outcome = _outcome(one.then.at_least)
        yield Label(zh=f"至少{outcome.zh}", en=f"at least: {outcome.en}")
    if one.then.hold_irreversible:
        yield _HELD_BACK


def _outcome(code: str) -> Label:
    return WORDS[Outcome][code]


def _grounds(catalogue: Catalogue, references: Iterable[GroundRef]) -> Label:
    cited = [(catalogue.instruments[code], article) for code, article in map(split_ground, references)]
    grounds = [Ground(one.instrument, article, str(one.rank), one.verified) for one, article in cited]
    return grounds_in_words(ground_views(catalogue.labels, grounds))


def _measure(one: Measure) -> MeasureInWords:
    return MeasureInWords(one.title, _listed(WORDS[MemberKind][kind] for kind in one.actors), one.effective)


def _periods(catalogue: Catalogue) -> Iterator[PeriodInWords]:
    for parameter in catalogue.parameters.values():
        unit = _UNITS.get(parameter.unit_of or "")
        if unit is not None:
            for dated in parameter.values:
                value = Label(zh=f"{dated.value}{unit.zh}", en=f"{dated.value}{unit.en}")
                yield PeriodInWords(parameter.title, value, dated.from_)


def _listed(words: Iterable[Label]) -> Label:
    said = list(words)
    return Label(zh="、".join(one.zh for one in said), en=", ".join(one.en for one in said))

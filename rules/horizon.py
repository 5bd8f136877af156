"""The legal gate, seen ahead: what ends within some days, which rules fall silent, which measures rest on nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huixin.types.base import Label
from rules.documents import Dates, Rule
from rules.entries import MAPPING_OF_KIND, Catalogue, split_ground
from rules.live import LiveRule, live_rule

MARKS = (90, 30, 7)
"""Days before an end on which the centre is warned."""
DAY = timedelta(days=1)
_WINDOW_OF = {
    "instrument": "in_force",
    "measure": "effective",
    "suspension": "effective",
    "rule": "effective",
    "limit": "effective",
    "clause": "effective",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """`last_day` is the last of an entry, or of a parameter's value that another follows.

    silent: rules that stop with it. unbound: rules whose measure its ground no longer carries. bare: measures that
    then rest on nothing, because no other rule proposes them.
    """

    kind: str
    code: str
    title: Label
    last_day: date
    days_left: int
    silent: tuple[str, ...] = ()
    unbound: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()

    @property
    def mark(self) -> int | None:
        """The nearest mark that has been reached; None where even the first lies ahead."""
        return min((mark for mark in MARKS if self.days_left <= mark), default=None)


def horizon(catalogue: Catalogue, today: date, days: int = MARKS[0]) -> list[Ending]:
    """All that ends from today on, `days` ahead at most; the soonest first."""
    found = []
    for kind, code, last_day in _last_days(catalogue):
        left = (last_day - today).days
        if 0 <= left <= days:
            title, lost = catalogue.title_of(kind, code), _consequences(catalogue, kind, code, last_day)
            found.append(Ending(kind, code, title, last_day, left, *lost))
    return sorted(found, key=lambda one: (one.last_day, one.kind, one.code))


def _last_days(catalogue: Catalogue) -> Iterator[tuple[str, str, date]]:
    for kind, window in _WINDOW_OF.items():
        for code, entry in getattr(catalogue, MAPPING_OF_KIND[kind]).items():
            dates: Dates = getattr(entry, window)
            if dates.to is not None:
                yield kind, code, dates.to
    for code, parameter in catalogue.parameters.items():
        for following in parameter.values[1:]:
            yield "parameter", code, following.from_ - DAY


def _consequences(
    catalogue: Catalogue, kind: str, code: str, last_day: date
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Rules silent, rules unbound, measures bare from the next day on, as far as they hang on this entry."""
    if last_day == date.max:
        return (), (), ()
    before, after = _living(catalogue, last_day), _living(catalogue, last_day + DAY)
    mine = {rule: live for rule, live in before.items() if _hangs(live.rule, kind, code)}
    silent = tuple(rule for rule in mine if rule not in after)
    unbound = tuple(rule for rule, live in mine.items() if rule in after and live.carried and not after[rule].carried)
    resting = {live.measure.measure for live in after.values() if live.measure}
    proposed = {live.measure.measure for rule in silent if (live := mine[rule]).measure}
    return silent, unbound, tuple(sorted(proposed - resting))


def _living(catalogue: Catalogue, day: date) -> dict[str, LiveRule]:
    lives = ((code, live_rule(catalogue, rule, day)) for code, rule in sorted(catalogue.rules.items()))
    return {code: live for code, live in lives if live is not None}


def _hangs(rule: Rule, kind: str, code: str) -> bool:
    if kind == "instrument":
        return any(split_ground(reference)[0] == code for reference in rule.grounds)
    if kind == "measure":
        return rule.then.measure == code
    return kind == "parameter" or (kind == "rule" and rule.rule == code)

"""Dates that can never come, and rules that live on no day."""

from collections.abc import Iterator
from itertools import pairwise

from rules.documents import Dates, Limit, Parameter, Rule
from rules.entries import Catalogue
from rules.epochs import cut
from rules.findings import Finding
from rules.live import live_limit, live_rule
from rules.loading import Located


def dead_dates(catalogue: Catalogue) -> Iterator[Finding]:
    """Windows that end before they start, and parameters whose values are not in the order of their days."""
    for located in catalogue.sources.values():
        for name in type(located.entry).model_fields:
            dates = getattr(located.entry, name)
            if isinstance(dates, Dates) and dates.from_ and dates.to and dates.to < dates.from_:
                message = f"'{name}' ends on {dates.to}, before it starts on {dates.from_}."
                yield located.finding((name, "to"), "dead_dates", message, "'to' is the last day: correct one of them.")
        if isinstance(located.entry, Parameter):
            yield from _unordered(located, located.entry)


def _unordered(located: Located, parameter: Parameter) -> Iterator[Finding]:
    if not parameter.values:
        message = f"Parameter '{parameter.parameter}' has no value."
        yield located.finding(("values",), "no_value", message, "Give at least one value with its first day.")
    for index, (one, following) in enumerate(pairwise(parameter.values), start=1):
        if following.from_ <= one.from_:
            message = f"The value from {following.from_} comes after the one from {one.from_}."
            hint = "Give each value its own first day, the earliest first."
            yield located.finding(("values", index, "from"), "unordered_dates", message, hint)


def dead_rules(catalogue: Catalogue) -> Iterator[Finding]:
    """Rules and limits that live on no day: never effective while a ground, and the measure, is in force."""
    days = [epoch.day for epoch in cut(catalogue, "")]
    for (kind, code), located in catalogue.sources.items():
        entry = located.entry
        if isinstance(entry, Rule):
            alive = any(live_rule(catalogue, entry, day) for day in days)
        elif isinstance(entry, Limit):
            alive = any(live_limit(catalogue, entry, day) for day in days)
        else:
            continue
        if not alive:
            message = f"{kind} '{code}' lives on no day: none of its grounds (or its measure) is in force while it is."
            hint = "Correct 'effective', or cite an instrument in force then."
            yield located.finding(("effective",), "never_live", message, hint)

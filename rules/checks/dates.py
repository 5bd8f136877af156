"""Dates that can never come, rules that live on no day, and holidays that cannot be."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rules.documents import Dates, HolidayTable, Limit, Parameter, Rule
from rules.entries import Catalogue
from rules.epochs import cut
from rules.findings import Finding
from rules.live import live_limit, live_rule
from rules.loading import Located
from rules.workdays import days_off

_SATURDAY = 5


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


def impossible_holidays(catalogue: Catalogue) -> Iterator[Finding]:
    """Years stated twice; days far from their year; stretches without an end; make-up days on a working day."""
    stated: dict[int, str] = {}
    for located in catalogue.sources.values():
        table = located.entry
        if not isinstance(table, HolidayTable):
            continue
        if table.year in stated:
            message = f"The holidays of {table.year} stand in '{stated[table.year]}' already."
            yield located.finding(("year",), "duplicate_year", message, "Keep one table for a year.")
        stated.setdefault(table.year, table.holidays)
        yield from _days_off(located, table)
        yield from _days_worked(located, table)


def _days_off(located: Located, table: HolidayTable) -> Iterator[Finding]:
    for index, dates in enumerate(table.off):
        if dates.from_ is None or dates.to is None:
            message = "A stretch of days off needs its first and its last day."
            yield located.finding(("off", index), "open_stretch", message, "Give both 'from' and 'to'.")
        elif not (_near(table, dates.from_) and _near(table, dates.to)):
            message = f"The days off from {dates.from_} to {dates.to} are not of {table.year}."
            yield located.finding(("off", index), "other_year", message, "Correct the days or the year.")
        elif dates.to < dates.from_:
            message = f"The days off end on {dates.to}, before they start on {dates.from_}."
            yield located.finding(("off", index, "to"), "dead_dates", message, "'to' is the last day: correct one.")


def _days_worked(located: Located, table: HolidayTable) -> Iterator[Finding]:
    off = set(days_off(table))
    for index, day in enumerate(table.worked):
        if not _near(table, day):
            message = f"The make-up day {day} is not of {table.year}."
            yield located.finding(("worked", index), "other_year", message, "Correct the day or the year.")
        elif day.weekday() < _SATURDAY or day in off:
            message = f"{day} cannot be a make-up day: it is a day off here, or no Saturday or Sunday."
            yield located.finding(("worked", index), "not_a_weekend", message, "Correct the day.")


def _near(table: HolidayTable, day: date) -> bool:
    """Of the year itself, or of the December before, from which New Year's holiday may take days."""
    return day.year == table.year or (day.year, day.month) == (table.year - 1, 12)


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

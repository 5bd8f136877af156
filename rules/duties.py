"""Tasks that a plan gives out: in which period a day lies, and whose they are on a day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from rules.bodies import Duty
from rules.departments import department_on
from rules.entries import Catalogue, window_of

Every: TypeAlias = Literal["month", "quarter", "year"]
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """`last` is its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Assigned:
    """One body's part in a duty. `body`: a unit, or `unit/department`; `known`: whether the department still is, or
    who followed it is known; else it stands as the plan names it."""

    duty: Duty
    role: Literal["lead", "support"]
    body: str
    known: bool = True


def period_of(every: Every, day: date) -> Period:
    """The calendar month, quarter or year in which the day lies."""
    length = _MONTHS[every]
    month = (day.month - 1) // length * length + 1
    end = month + length - 1
    return Period(date(day.year, month, 1), date(day.year, end, monthrange(day.year, end)[1]))


def period_before(every: Every, period: Period) -> Period | None:
    """None before the first of all days."""
    return period_of(every, period.first - timedelta(days=1)) if period.first > date.min else None


def is_asked(duty: Duty, period: Period) -> bool:
    """Whether the plan holds on some day of the period."""
    window = window_of(duty.effective)
    begins = window.start is None or window.start <= period.last
    return begins and (window.end is None or window.end > period.first)


def assigned_on(catalogue: Catalogue, duty: Duty, day: date) -> Iterator[Assigned]:
    """Each body once; who leads a duty does not support it too."""
    if duty.level == "counties":
        yield from (Assigned(duty, "lead", unit) for unit in _units(catalogue, city=False))
    taken: set[str] = set()
    for role, named in (("lead", duty.lead), ("support", duty.support)):
        for code in named:
            now = department_on(catalogue, code, day)
            body = f"{city_of(catalogue)}/{code if now is None else now}"
            if body not in taken:
                taken.add(body)
                yield Assigned(duty, "lead" if role == "lead" else "support", body, now is not None)


def city_of(catalogue: Catalogue) -> str:
    """Code of the city; empty where the packs are the nation's alone."""
    return next(_units(catalogue, city=True), "")


def _units(catalogue: Catalogue, *, city: bool) -> Iterator[str]:
    return (code for code, unit in catalogue.units.items() if (unit.unit_kind == "city") is city)

"""Working days (工作日) of the mainland: Monday to Friday, less public holidays, plus make-up days (调休上班).

The State Council publishes each year's holidays late in the year before. What a pack's tables (`- holidays:`) say goes
before the library `chinesecalendar`. A year that neither knows yet has its weekends only, and what is computed
through it is provisional: computed again, it corrects itself once the table is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar
from chinese_calendar.constants import holidays as library_holidays

from rules.documents import HolidayTable

_DAY = timedelta(days=1)
_SATURDAY = 5


class Deadline(NamedTuple):
    """`day`: met until its end. `provisional`: the holidays of a year on the way to it are not known yet."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Holidays:
    """What tables say: days off, weekend days worked, and the years that are known by them."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, tables: Iterable[HolidayTable]) -> "Holidays":
        """A table may reach into the last days of the year before: the table of that year counts less then."""
        days: dict[date, bool] = {}
        years = set()
        for table in sorted(tables, key=lambda table: table.year):
            days |= dict.fromkeys(days_off(table), False) | dict.fromkeys(table.worked, True)
            years.add(table.year)
        worked = frozenset(day for day, works in days.items() if works)
        return cls(frozenset(days) - worked, worked, frozenset(years))

    def knows(self, year: int) -> bool:
        return year in self.years or date(year, 10, 1) in library_holidays


def days_off(table: HolidayTable) -> Iterator[date]:
    for stretch in table.off:
        if stretch.from_ is not None and stretch.to is not None:
            yield from (stretch.from_ + _DAY * step for step in range((stretch.to - stretch.from_).days + 1))


def is_workday(day: date, holidays: Holidays) -> bool:
    """Whether offices work on that day, as far as its year is known."""
    if day in holidays.worked or day in holidays.off:
        return day in holidays.worked
    if day.year in holidays.years or not holidays.knows(day.year):
        return day.weekday() < _SATURDAY
    return bool(chinese_calendar.is_workday(day))


def add_workdays(day: date, count: int, holidays: Holidays) -> Deadline:
    """The `count`-th working day after `day`, which itself does not count.

    0: `day` or, where that is a day off, the working day that follows, as periods in calendar days end.
    """
    if count < 0:
        raise ValueError("a period has no less than no days")
    found, provisional = day, not holidays.knows(day.year)
    left = count
    while left or not is_workday(found, holidays):
        found += _DAY
        provisional = provisional or not holidays.knows(found.year)
        left -= bool(left) and is_workday(found, holidays)
    return Deadline(found, provisional)


def workdays_between(day: date, until: date, holidays: Holidays) -> int:
    """Working days after `day` up to and including `until`; below zero where `until` has passed."""
    if until < day:
        return -workdays_between(until, day, holidays)
    return sum(is_workday(day + _DAY * step, holidays) for step in range(1, (until - day).days + 1))

"""How long a record is displayed: the shortest and longest times of its severity, by the parameters of the day."""

from datetime import date

from huixin.core.records import Record
from huixin.core.terms import Dated, Terms
from huixin.core.vocabulary import Severity
from huixin.core.windows import months_after

_UNSET: Dated[int] = Dated()


def severity_of(terms: Terms, record: Record, day: date) -> Severity:
    """The recogniser's, or the dated default of the list; unknown where neither says, as where it was given up."""
    entry = terms.lists.get(record.list)
    if record.severity is not Severity.UNKNOWN or entry is None:
        return record.severity
    return entry.default_severity.on(day) or Severity.UNKNOWN


def display_ends_on(terms: Terms, record: Record) -> date | None:
    """First day on which the record is no longer displayed: as decided, or as the longest time says by itself.

    The time runs from the recognition. Each dated value of the parameter speaks for its own days, so that a shorter
    time ends older records on its first day. None: no end is known; a list that was given up limits nothing.
    """
    entry = terms.lists.get(record.list)
    longest = _longest_on(terms, record) if entry is not None and entry.display_limited else None
    ends = [day for day in (record.display_ended_on, longest) if day is not None]
    return min(ends, default=None)


def _longest_on(terms: Terms, record: Record) -> date | None:
    begun = record.began_on
    if begun is None:
        return None
    longest = terms.display_max_months.get(severity_of(terms, record, begun), _UNSET)
    following = [*(day for day, _ in longest.steps[1:]), date.max]
    for (first, months), until in zip(longest.steps, following, strict=False):
        day = max(first, months_after(begun, months))
        if day < until:
            return day
    return None


def repair_possible_from(terms: Terms, record: Record, day: date) -> date | None:
    """First day on which the record may be repaired, by the shortest display of that day; None: at any time."""
    begun = record.began_on
    months = terms.display_min_months.get(severity_of(terms, record, day), _UNSET).on(day)
    return months_after(begun, months) if begun is not None and months else None


def left_members_on(terms: Terms, record: Record) -> date | None:
    """First day on which no member hears of the record: its window is over, or it came to one of its four ends."""
    ends = (record.live_window().end, display_ends_on(terms, record), record.measures_lifted_on)
    return min((day for day in ends if day is not None), default=None)

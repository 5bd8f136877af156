"""How long a record is displayed: the shortest and longest times of its severity, by the parameters of the day."""

from datetime import date

from huixin.core.records import Record
from huixin.core.vocabulary import Severity
from huixin.core.windows import months_after
from rules.entries import Catalogue


def severity_of(catalogue: Catalogue, record: Record, day: date) -> Severity:
    """The recogniser's, or the dated default of the list; unknown where neither says."""
    code = catalogue.lists[record.list].default_severity
    if record.severity is not Severity.UNKNOWN or code is None:
        return record.severity
    return Severity(str(catalogue.parameter_or(code, day, Severity.UNKNOWN)))


def display_ends_on(catalogue: Catalogue, record: Record) -> date | None:
    """First day on which the record is no longer displayed: as decided, or as the longest time says by itself.

    The time runs from the recognition. Each dated value of the parameter speaks for its own days, so that a shorter
    time ends older records on its first day. None: no end is known.
    """
    longest = _longest_on(catalogue, record) if catalogue.lists[record.list].display_limited else None
    ends = [day for day in (record.display_ended_on, longest) if day is not None]
    return min(ends, default=None)


def _longest_on(catalogue: Catalogue, record: Record) -> date | None:
    begun = record.began_on
    if begun is None:
        return None
    parameter = catalogue.parameters.get(f"display_max_months_{severity_of(catalogue, record, begun)}")
    values = () if parameter is None else parameter.values
    following = [dated.from_ for dated in values[1:]]
    for index, dated in enumerate(values):
        day = max(dated.from_, months_after(begun, int(str(dated.value))))
        if index >= len(following) or day < following[index]:
            return day
    return None


def repair_possible_from(catalogue: Catalogue, record: Record, day: date) -> date | None:
    """First day on which the record may be repaired, by the shortest display of that day; None: at any time."""
    begun = record.began_on
    severity = severity_of(catalogue, record, day)
    months = catalogue.parameter_or(f"display_min_months_{severity}", day, 0)
    if begun is None or isinstance(months, bool) or not isinstance(months, int) or months == 0:
        return None
    return months_after(begun, months)


def left_members_on(catalogue: Catalogue, record: Record) -> date | None:
    """First day on which no member hears of the record: its window is over, or it came to one of its four ends."""
    ends = (record.live_window().end, display_ends_on(catalogue, record), record.measures_lifted_on)
    return min((day for day in ends if day is not None), default=None)

"""Working days: known years exactly, unknown years provisionally, and laws that hold for every calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.documents import HolidayTable
from rules.workdays import Deadline, Holidays, add_workdays, is_workday, workdays_between

NONE = Holidays()
DAY = timedelta(days=1)


def table(year: int, off: list[tuple[str, str]], worked: list[str]) -> HolidayTable:
    stretches = [{"from": first, "to": last} for first, last in off]
    told = {"holidays": f"of-{year}", "year": year, "off": stretches, "worked": worked}
    return HolidayTable.model_validate(told | {"source_note": "Invented for this test.", "verified": False})


SPRING = table(2027, [("2027-01-01", "2027-01-03"), ("2027-02-06", "2027-02-12")], ["2027-02-14", "2027-02-20"])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2018-02-14", True),  # the day before Spring Festival's eve
        ("2018-02-15", False),
        ("2018-02-21", False),
        ("2018-02-24", True),  # a Saturday worked instead
        ("2018-02-25", False),  # a plain Sunday
        ("2026-10-01", False),
        ("2026-11-23", True),
    ],
)
def test_the_library_knows_the_years_up_to_2026(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day), NONE) is works


def test_seven_working_days_over_a_holiday_of_eight() -> None:
    # 30 September, then 1 to 7 October off and Saturday 10 October worked
    assert add_workdays(date(2026, 9, 29), 7, NONE) == Deadline(date(2026, 10, 14), False)


def test_an_unknown_year_has_weekends_only_and_says_so() -> None:
    assert add_workdays(date(2026, 12, 30), 3, NONE) == Deadline(date(2027, 1, 4), True)
    assert add_workdays(date(2026, 12, 21), 3, NONE) == Deadline(date(2026, 12, 24), False)


def test_the_table_corrects_it_once_it_is_there() -> None:
    known = Holidays.of([SPRING])
    assert add_workdays(date(2026, 12, 30), 3, known) == Deadline(date(2027, 1, 5), False)
    assert add_workdays(date(2027, 2, 5), 2, NONE) == Deadline(date(2027, 2, 9), True)
    assert add_workdays(date(2027, 2, 5), 2, known) == Deadline(date(2027, 2, 15), False)


def test_a_table_goes_before_the_library() -> None:
    plain = Holidays.of([table(2026, [("2026-11-23", "2026-11-23")], [])])
    assert not is_workday(date(2026, 11, 23), plain)
    assert is_workday(date(2026, 10, 1), plain)


def test_a_table_may_take_days_of_the_december_before() -> None:
    following = table(2028, [("2027-12-31", "2028-01-02")], ["2027-12-26"])
    known = Holidays.of([following, table(2027, [("2027-12-26", "2027-12-27")], [])])
    assert (is_workday(date(2027, 12, 31), known), is_workday(date(2027, 12, 26), known)) == (False, True)
    alone = Holidays.of([following])
    assert add_workdays(date(2027, 12, 23), 1, alone) == Deadline(date(2027, 12, 24), True)


def test_no_days_end_on_the_day_itself_or_the_next_working_day() -> None:
    assert add_workdays(date(2026, 11, 23), 0, NONE).day == date(2026, 11, 23)
    assert add_workdays(date(2026, 10, 1), 0, NONE).day == date(2026, 10, 8)


def test_a_period_is_never_below_zero() -> None:
    with pytest.raises(ValueError, match="no less than no days"):
        add_workdays(date(2026, 11, 23), -1, NONE)


days = st.dates(date(2003, 1, 1), date(2032, 12, 31))
calendars = st.sampled_from([NONE, Holidays.of([SPRING])])


@given(day=days, one=st.integers(0, 60), other=st.integers(1, 60), holidays=calendars)
def test_periods_add_up(day: date, one: int, other: int, holidays: Holidays) -> None:
    first = add_workdays(day, one, holidays)
    second = add_workdays(first.day, other, holidays)
    # counted from a day off, the working day on which no days end is the first of those that follow
    lost = one == 0 and not is_workday(day, holidays)
    assert add_workdays(day, one + other + lost, holidays).day == second.day


@given(day=days, count=st.integers(1, 90), holidays=calendars)
def test_counting_gives_back_what_was_added(day: date, count: int, holidays: Holidays) -> None:
    due = add_workdays(day, count, holidays)
    assert is_workday(due.day, holidays)
    assert workdays_between(day, due.day, holidays) == count == -workdays_between(due.day, day, holidays)
    assert workdays_between(day, due.day - DAY, holidays) == count - 1


@given(day=days, count=st.integers(0, 90), holidays=calendars)
def test_provisional_exactly_where_a_year_is_unknown(day: date, count: int, holidays: Holidays) -> None:
    due = add_workdays(day, count, holidays)
    assert due.provisional is not all(holidays.knows(year) for year in range(day.year, due.day.year + 1))
    assert due.day >= day + DAY * count

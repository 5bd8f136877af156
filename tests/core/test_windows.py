"""Laws of half-open windows of days, and of the day on which an instant falls."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huixin.core.windows import SHANGHAI, Window, day_of

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
ENDS = st.one_of(st.none(), DAYS)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = draw(ENDS), draw(ENDS)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Window(start, end)


@given(windows(), DAYS)
def test_a_day_is_inside_from_the_start_up_to_not_including_the_end(window: Window, day: date) -> None:
    after_start = window.start is None or day >= window.start
    before_end = window.end is None or day < window.end
    assert (day in window) == (after_start and before_end)


@given(windows())
def test_the_start_and_the_last_day_are_inside_and_the_end_is_not(window: Window) -> None:
    assert window.end is None or window.end not in window
    assume(window.start is None or window.start != window.end)
    assert window.start is None or window.start in window
    assert window.last is None or window.last in window


@given(ENDS, ENDS)
def test_a_window_given_by_its_last_day_holds_that_day(start: date | None, last: date | None) -> None:
    assume(start is None or last is None or start <= last)
    window = Window.inclusive(start, last)
    assert (window.start, window.last) == (start, last)
    assert last is None or (last in window and last + timedelta(days=1) not in window)


def test_the_last_day_of_the_calendar_means_open() -> None:
    assert Window.inclusive(date(2020, 1, 1), date.max) == Window(date(2020, 1, 1), None)


@given(DAYS, DAYS)
def test_a_window_cannot_end_before_it_starts(one: date, other: date) -> None:
    assume(one != other)
    with pytest.raises(ValueError, match="cannot end"):
        Window(max(one, other), min(one, other))


@given(windows(), windows())
def test_overlap_is_symmetric(one: Window, other: Window) -> None:
    assert one.overlaps(other) == other.overlaps(one)


@given(windows(), windows(), DAYS)
def test_windows_that_share_a_day_overlap(one: Window, other: Window, day: date) -> None:
    if day in one and day in other:
        assert one.overlaps(other)


@given(windows(), windows())
def test_windows_that_overlap_share_a_day(one: Window, other: Window) -> None:
    if not one.overlaps(other):
        return
    starts = [start for start in (one.start, other.start) if start is not None]
    ends = [end for end in (one.end, other.end) if end is not None]
    shared = max(starts) if starts else min(ends, default=date(2020, 1, 1)) - timedelta(days=1)
    assert shared in one
    assert shared in other


@given(windows(), DAYS)
def test_a_single_day_overlaps_just_where_it_is_inside(window: Window, day: date) -> None:
    assert window.overlaps(Window.inclusive(day, day)) == (day in window)


@given(DAYS, windows())
def test_an_empty_window_holds_and_overlaps_nothing(day: date, other: Window) -> None:
    empty = Window(day, day)
    assert day not in empty
    assert not empty.overlaps(other)
    assert not empty.overlaps(empty)


@given(windows())
def test_a_window_that_is_not_empty_overlaps_itself_and_always(window: Window) -> None:
    assume(window.start is None or window.start != window.end)
    assert window.overlaps(window)
    assert window.overlaps(Window())


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 16, 0, 0, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 4, 1, 0, 0, 0, tzinfo=SHANGHAI), date(2026, 4, 1)),
        (datetime(2026, 3, 31, 23, 0, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 4, 1)),
    ],
)
def test_an_instant_falls_on_the_day_in_shanghai(instant: datetime, day: date) -> None:
    assert day_of(instant) == day


@given(st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_the_day_does_not_depend_on_how_the_instant_is_written(instant: datetime) -> None:
    assert day_of(instant) == day_of(instant.astimezone(UTC))


def test_an_instant_without_a_zone_names_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 4, 1))  # noqa: DTZ001

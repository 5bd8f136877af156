"""Days of Asia/Shanghai and half-open windows of them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(instant: datetime) -> date:
    """The day in Shanghai on which an aware instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone names no day")
    return instant.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` up to, not including, `end`; None is open on that side."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a window cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def inclusive(cls, start: date | None, last: date | None) -> "Window":
        """A window given by its last day (YXQZ, `valid to`, `effective.to`)."""
        return cls(start, None if last is None or last == date.max else last + timedelta(days=1))

    @property
    def last(self) -> date | None:
        """The last day inside, None when open."""
        return None if self.end is None else self.end - timedelta(days=1)

    def ahead_of(self, day: date) -> "Window":
        """What of it still lies ahead on a day, that day included; once it is over, that day alone."""
        if self.end is not None and self.end <= day:
            return Window.inclusive(day, day)
        return Window(day if self.start is None else max(self.start, day), self.end)

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Window") -> bool:
        starts_before_end = self.start is None or other.end is None or self.start < other.end
        ends_after_start = self.end is None or other.start is None or other.start < self.end
        empty = (self.start is not None and self.start == self.end) or (
            other.start is not None and other.start == other.end
        )
        return starts_before_end and ends_after_start and not empty


LONGEST_CAMPAIGN = timedelta(days=366)
"""So far ahead a campaign may be asked about."""


def campaign_days(on: date, first: date | None, last: date | None) -> Window:
    """The days that a question about a campaign looks at, asked on a day: what of the campaign lies ahead.

    Without a first day it has begun by then; without a last one it lasts a day.
    """
    start = min(on, last or on) if first is None else first
    return Window.inclusive(start, last or max(start, on)).ahead_of(on)

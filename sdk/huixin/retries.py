"""When a request is tried again, and after how long: data, so that a caller can read it and change it."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Failures after which the service cannot have seen the request."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Back-off that doubles, with jitter; the service's `Retry-After` goes before it.

    tries: in all, the first one included; 1 never tries again.
    first_delay, longest_delay: seconds before the second try, and at most before any.
    jitter: share of a delay that chance may take off, so that many clients do not come back at once.
    longest_obeyed: seconds of `Retry-After` that are waited out; asked for more, the error is raised at once.
    statuses: answers that are worth another try.
    """

    tries: int = 4
    first_delay: float = 0.5
    longest_delay: float = 8.0
    jitter: float = 0.25
    longest_obeyed: float = 60.0
    statuses: frozenset[int] = frozenset({429, 503})

    def __post_init__(self) -> None:
        if self.tries < 1 or not 0 <= self.jitter <= 1 or min(self.first_delay, self.longest_delay) < 0:
            raise ValueError("A retry policy needs at least one try, delays of 0 or more, and jitter from 0 to 1.")

    def after_answer(self, attempt: int, response: httpx.Response, chance: float) -> float | None:
        """Seconds to wait after this answer, or null if it stands. `chance` is a random number from 0 to 1."""
        if response.status_code not in self.statuses or attempt >= self.tries:
            return None
        asked = retry_after(response)
        if asked is None:
            return self._back_off(attempt, chance)
        return asked if asked <= self.longest_obeyed else None

    def after_failure(self, attempt: int, error: httpx.RequestError, repeatable: bool, chance: float) -> float | None:
        """Seconds to wait after this failure, or null. What cannot be repeated is only tried again if it never left."""
        if attempt >= self.tries or not isinstance(error, httpx.TransportError):
            return None
        return self._back_off(attempt, chance) if repeatable or isinstance(error, BEFORE_SENDING) else None

    def _back_off(self, attempt: int, chance: float) -> float:
        delay = min(self.first_delay * 2.0 ** min(attempt - 1, 32), self.longest_delay)
        return delay * (1 - self.jitter * chance)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the service asks to wait: a number, or a date, which is read against the answer's own `Date`."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    until, sent = _instant(asked), _instant(response.headers.get("date", ""))
    return max(0.0, (until - sent).total_seconds()) if until and sent else None


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None

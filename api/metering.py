"""What members use of their quotas, counted in this process: a bucket for the second, a lease of units for the day.

A plain object, for the edge of any kind: `short` says whether `spend` would have to reserve from the database, so that
an event loop can leave that to a thread.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import TypeAlias

from huixin.core.windows import SHANGHAI, day_of
from models.caller import Quota
from models.quotas import Reserved

Reserve: TypeAlias = Callable[[str, date, Quota, int], Reserved]
"""Units of a member's day from the database: which member, which day, under which quota, how many at least."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands after a request: what is left at once and of the day, and seconds until they are full."""

    quota: Quota
    burst: int
    full_after: int
    daily: int
    day_over_after: int
    refused: str | None = None
    """Code of the problem, where the request is over one of the quotas."""
    retry_after: int = 0

    @property
    def headers(self) -> Mapping[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-10 has them."""
        told = f'"burst";r={self.burst};t={self.full_after}, "daily";r={self.daily};t={self.day_over_after}'
        headers = {"RateLimit-Policy": self.quota.policy, "RateLimit": told}
        if self.refused is not None:
            headers["Retry-After"] = str(self.retry_after)
        return headers


@dataclass(slots=True)
class _Account:
    """What this process knows of one member. `leased`: units of the day that it may give without asking."""

    filled: float
    at: float
    day: date
    leased: int = 0
    reserved: int = 0
    lock: Lock = field(default_factory=Lock)


class Meter:
    """`tick`: seconds that only ever go forward."""

    def __init__(self, reserve: Reserve, tick: Callable[[], float] = time.monotonic) -> None:
        self._reserve = reserve
        self._tick = tick
        self._accounts: dict[str, _Account] = {}

    def short(self, member_id: str, cost: int, now: datetime) -> bool:
        """Whether `spend` would reserve units of the day first, which waits for the database."""
        account = self._accounts.get(member_id)
        return account is None or account.day != day_of(now) or account.leased < cost

    def spend(self, member_id: str, quota: Quota, cost: int, now: datetime, *, paced: bool = True) -> Standing:
        """Takes `cost` units off, or none where that is refused.

        A batch larger than the burst passes where the bucket is full, and what is over is waited for afterwards. What
        is not `paced` counts for the day alone.
        """
        account = self._account(member_id, quota, day_of(now))
        with account.lock:
            self._fill(account, quota, day_of(now))
            at_once = cost if paced else 0
            lacks = min(at_once, quota.burst) - account.filled
            if paced and lacks > 0:
                return _standing(account, quota, now, "rate_limited", math.ceil(lacks / quota.per_second))
            if account.leased < cost:
                self._lease(account, member_id, quota, cost)
            if account.leased < cost:
                return _standing(account, quota, now, "daily_quota_used", _seconds_left(now))
            account.filled -= at_once
            account.leased -= cost
            return _standing(account, quota, now)

    def _account(self, member_id: str, quota: Quota, today: date) -> _Account:
        account = self._accounts.get(member_id)
        if account is None:
            account = self._accounts.setdefault(member_id, _Account(quota.burst, self._tick(), today))
        return account

    def _fill(self, account: _Account, quota: Quota, today: date) -> None:
        at = self._tick()
        account.filled = min(quota.burst, account.filled + (at - account.at) * quota.per_second)
        account.at = at
        if account.day != today:
            account.day, account.leased, account.reserved = today, 0, 0

    def _lease(self, account: _Account, member_id: str, quota: Quota, cost: int) -> None:
        got = self._reserve(member_id, account.day, quota, cost - account.leased)
        account.leased += got.granted
        account.reserved = got.reserved


def _standing(
    account: _Account, quota: Quota, now: datetime, refused: str | None = None, retry_after: int = 0
) -> Standing:
    left = max(quota.daily - account.reserved, 0) + account.leased
    full_after = math.ceil((quota.burst - account.filled) / quota.per_second)
    return Standing(
        quota,
        max(int(account.filled), 0),
        full_after,
        min(left, quota.daily),
        _seconds_left(now),
        refused,
        max(retry_after, 1),
    )


def _seconds_left(now: datetime) -> int:
    """Until the day in Shanghai is over."""
    local = now.astimezone(SHANGHAI)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return math.ceil((midnight - local).total_seconds())

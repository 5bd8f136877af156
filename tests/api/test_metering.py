"""The meter by itself: time is a number here, and the database a dictionary that replicas share."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.metering import Meter
from models.caller import Quota
from models.quotas import Reserved

EVENING = datetime(2026, 11, 11, 15, 30, tzinfo=UTC)
"""Half past eleven at night in Shanghai."""
QUOTA = Quota(per_second=10, burst=100, daily=1_000)


@dataclass
class Shop:
    """A day's units, and a clock that tests move."""

    given: Counter[tuple[str, date]] = field(default_factory=Counter)
    seconds: float = 0.0
    asked: int = 0

    def reserve(self, member: str, day: date, quota: Quota, needed: int) -> Reserved:
        self.asked += 1
        granted = max(min(max(quota.block, needed), quota.daily - self.given[member, day]), 0)
        self.given[member, day] += granted
        return Reserved(granted, self.given[member, day])

    def meter(self) -> Meter:
        return Meter(self.reserve, lambda: self.seconds)


def test_a_burst_passes_and_then_as_much_as_flows_in() -> None:
    shop = Shop()
    meter = shop.meter()
    assert meter.spend("a", QUOTA, 100, EVENING).refused is None
    refused = meter.spend("a", QUOTA, 1, EVENING)
    assert (refused.refused, refused.retry_after, refused.burst) == ("rate_limited", 1, 0)
    assert meter.spend("b", QUOTA, 1, EVENING).refused is None
    shop.seconds += refused.retry_after
    assert [meter.spend("a", QUOTA, 1, EVENING).refused for _ in range(11)] == [None] * 10 + ["rate_limited"]


def test_a_batch_over_the_burst_passes_once_and_is_waited_for() -> None:
    shop = Shop()
    meter = shop.meter()
    assert meter.spend("a", QUOTA, 300, EVENING).refused is None
    refused = meter.spend("a", QUOTA, 1, EVENING)
    assert (refused.refused, refused.retry_after) == ("rate_limited", 21)
    shop.seconds += 20
    assert meter.spend("a", QUOTA, 1, EVENING).refused == "rate_limited"
    shop.seconds += 1
    assert meter.spend("a", QUOTA, 1, EVENING).refused is None


def test_the_day_is_over_at_midnight_in_shanghai() -> None:
    shop = Shop()
    meter, quota = shop.meter(), Quota(per_second=10_000, burst=10_000, daily=400)
    assert meter.spend("a", quota, 400, EVENING).daily == 0
    refused = meter.spend("a", quota, 1, EVENING)
    assert (refused.refused, refused.retry_after) == ("daily_quota_used", 1800)
    assert meter.spend("a", quota, 1, EVENING + timedelta(seconds=1799)).refused == "daily_quota_used"
    morning = meter.spend("a", quota, 1, EVENING + timedelta(seconds=1800))
    assert (morning.refused, morning.daily) == (None, 399)


def test_what_is_refused_costs_nothing() -> None:
    shop = Shop()
    meter, quota = shop.meter(), Quota(per_second=10, burst=100, daily=50)
    assert meter.spend("a", quota, 51, EVENING).refused == "daily_quota_used"
    standing = meter.spend("a", quota, 50, EVENING)
    assert (standing.refused, standing.burst, standing.daily) == (None, 50, 0)


def test_a_raised_quota_counts_at_once() -> None:
    shop = Shop()
    meter = shop.meter()
    assert meter.spend("a", Quota(10, 100, 5), 6, EVENING).refused == "daily_quota_used"
    assert meter.spend("a", Quota(10, 100, 50), 6, EVENING).refused is None


def test_the_database_is_asked_once_for_a_block() -> None:
    shop = Shop()
    meter, quota = shop.meter(), Quota(per_second=10_000, burst=10_000, daily=2_000)
    asked = []
    for _ in range(100):
        asked.append(meter.short("a", 1, EVENING))
        meter.spend("a", quota, 1, EVENING)
    assert shop.asked == 100 / quota.block == sum(asked)


def test_headers_are_those_of_the_draft() -> None:
    standing = Shop().meter().spend("a", QUOTA, 25, EVENING)
    assert standing.headers == {
        "RateLimit-Policy": '"burst";q=100;w=10, "daily";q=1000;w=86400',
        "RateLimit": '"burst";r=75;t=3, "daily";r=975;t=1800',
    }


@given(
    daily=st.integers(0, 600),
    asks=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 40)), max_size=60),
)
def test_replicas_give_no_more_than_the_day_has_and_waste_less_than_a_block_each(
    daily: int, asks: list[tuple[int, int]]
) -> None:
    shop, quota = Shop(), Quota(per_second=1_000_000, burst=1_000_000, daily=daily)
    replicas = [shop.meter() for _ in range(3)]
    passed, refused = 0, False
    for replica, cost in asks:
        standing = replicas[replica].spend("a", quota, cost, EVENING)
        passed += cost if standing.refused is None else 0
        refused |= standing.refused is not None
        assert 0 <= standing.daily <= daily
    assert passed <= daily
    if refused:
        assert daily - passed < 3 * (quota.block + 40)

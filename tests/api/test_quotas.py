"""Quotas over HTTP: who sets them, what checks and batches cost, and how it is told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.caller import Quota
from models.quotas import DEFAULTS, set_quota
from tests.api.conftest import AssertProblem, World

PLATFORM = DEFAULTS[MemberKind.PLATFORM]


def limit(world: World, **changed: int) -> dict[str, str]:
    """Headers of a platform whose quota differs from the ordinary in this."""
    headers = world.headers()
    ordinary = {"per_second": 1_000, "burst": 10_000, "daily": 10_000_000}
    with world.context.database.write() as session:
        set_quota(session, world.members["test platform"].member_id, Quota(**(ordinary | changed)))
    return headers


def batch(world: World, headers: dict[str, str], items: int) -> Any:
    item = {"subject": {"uscc": "91441302MADEM0003B"}, "scene": "promotion"}
    return world.client.post("/v1/check/batch", json={"items": [item] * items}, headers=headers)


def test_every_answer_to_a_check_says_what_is_left(world: World) -> None:
    headers = world.headers()
    told = world.ask(headers).headers
    assert told["RateLimit-Policy"] == PLATFORM.policy
    assert told["RateLimit"] == '"burst";r=9999;t=1, "daily";r=9999999;t=43200'
    assert ";r=9999996;" in batch(world, headers, 3).headers["RateLimit"]


def test_a_batch_costs_its_items(world: World, assert_problem: AssertProblem) -> None:
    headers = limit(world, per_second=1, burst=5)
    assert batch(world, headers, 4).status_code == 200
    refused = batch(world, headers, 4)
    assert_problem(refused, "rate_limited")
    assert refused.headers["Retry-After"] in ("2", "3")
    assert world.ask(headers).status_code == 200


def test_over_the_day_it_says_when_the_day_is_over(world: World, assert_problem: AssertProblem) -> None:
    world.set_clock(datetime(2026, 11, 11, 15, 59, tzinfo=UTC))
    headers = limit(world, daily=2)
    assert [world.ask(headers).status_code for _ in range(3)] == [200, 200, 429]
    refused = world.ask(headers | {"Accept-Language": "zh"})
    told = assert_problem(refused, "daily_quota_used")
    assert told["detail"] == "每日最多查询2个主体，距当日（北京时间）结束还有60秒。"
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["RateLimit"].endswith('"daily";r=0;t=60')
    world.pass_time(seconds=60)
    assert world.ask(headers).status_code == 200


def test_what_is_refused_is_not_decided(world: World) -> None:
    headers = limit(world, daily=1)
    world.ask(headers)
    world.ask(headers)
    with world.context.database.log_read() as log:
        assert log.connection().exec_driver_sql("SELECT count(*) FROM decision").scalar() == 1


def test_the_centre_sets_quotas_and_they_count_at_once(world: World) -> None:
    headers, centre = world.headers(), world.headers(MemberKind.CENTRE)
    member_id = world.members["test platform"].member_id
    kind = {"member_id": member_id, "per_second": 1_000, "burst": 10_000, "daily": 10_000_000}
    assert world.client.get("/v1/quotas", headers=headers).json() == kind | {"own": False, "reserved_today": 0}
    own = {"per_second": 3, "burst": 30, "daily": 400}
    address = f"/v1/quotas/{member_id}"
    assert world.client.put(address, json=own, headers=centre).json() == kind | own | {"own": True, "reserved_today": 0}
    assert '"daily";r=399' in world.ask(headers).headers["RateLimit"]
    assert world.client.get("/v1/quotas", headers=headers).json()["reserved_today"] == 2
    assert world.client.get(address, headers=world.headers(MemberKind.AUDITOR)).json()["own"]
    assert not world.client.delete(address, headers=centre).json()["own"]
    assert world.ask(headers).headers["RateLimit-Policy"] == PLATFORM.policy


@pytest.mark.parametrize("wrong", [{"per_second": 0}, {"burst": -1}, {"daily": -1}, {"daily": 1 << 40}, {"more": 1}])
def test_what_is_no_quota_is_refused(world: World, assert_problem: AssertProblem, wrong: dict[str, int]) -> None:
    world.headers()
    address = f"/v1/quotas/{world.members['test platform'].member_id}"
    body = {"per_second": 1, "burst": 1, "daily": 1} | wrong
    assert_problem(world.client.put(address, json=body, headers=world.headers(MemberKind.CENTRE)), "invalid_content")


def test_a_quota_of_nobody_is_not_found(world: World, assert_problem: AssertProblem) -> None:
    centre, address = world.headers(MemberKind.CENTRE), "/v1/quotas/mem_" + "0" * 32
    body = {"per_second": 1, "burst": 1, "daily": 1}
    assert_problem(world.client.get(address, headers=centre), "not_found")
    assert_problem(world.client.put(address, json=body, headers=centre), "not_found")

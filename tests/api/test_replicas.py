"""Replicas over HTTP: how fresh each process is that answers, by its own account and the clock."""

from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest

import api.replica
from api.replica import tell_once, telling
from huixin.core.vocabulary import MemberKind
from models.replicas import Process
from models.sequence import current_sequence
from tests.api.conftest import World

ONE, OTHER = (Process(f"rpl_{number}", f"host/{number}", datetime(2026, 1, 1, tzinfo=UTC)) for number in (1, 2))


def newest(world: World) -> int:
    with world.context.database.read() as session:
        return current_sequence(session)


def told(world: World) -> list[dict[str, Any]]:
    return list(world.client.get("/v1/replicas", headers=world.headers(MemberKind.CENTRE)).json()["items"])


def test_a_replica_that_follows_is_as_fresh_as_its_last_look(world: World) -> None:
    world.headers(MemberKind.CENTRE)
    tell_once(world.context, ONE, newest(world))
    world.pass_time(seconds=4)
    [one] = told(world)
    assert (one["name"], one["behind"], one["age_seconds"], one["silent"]) == ("host/1", 0, 4.0, False)


def test_one_that_does_not_come_along_grows_old_beside_the_others(world: World) -> None:
    world.headers(MemberKind.CENTRE)
    before = newest(world)
    tell_once(world.context, ONE, before)
    world.enter({})
    world.pass_time(seconds=60)
    tell_once(world.context, ONE, before)
    tell_once(world.context, OTHER, newest(world))
    late, fresh = told(world)
    assert (late["behind"], late["age_seconds"], late["silent"]) == (newest(world) - before, 60.0, False)
    assert (fresh["behind"], fresh["age_seconds"]) == (0, 0.0)


def test_one_whose_hot_path_is_not_told_yet_has_no_age(world: World) -> None:
    tell_once(world.context, ONE, None)
    [one] = told(world)
    assert (one["sequence"], one["behind"], one["age_seconds"]) == (None, None, None)


def test_one_that_was_killed_is_silent_and_in_a_day_forgotten(world: World) -> None:
    tell_once(world.context, ONE, 0)
    world.pass_time(seconds=31)
    assert [one["silent"] for one in told(world)] == [True]
    world.pass_time(days=1)
    assert told(world) == []


def test_a_process_tells_of_itself_while_it_serves_and_takes_its_leave(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.replica, "BEAT", timedelta(milliseconds=20))
    world.headers(MemberKind.CENTRE)
    with telling(world.context, lambda: newest(world)):
        until = monotonic() + 30
        while not told(world) and monotonic() < until:
            sleep(0.05)
        assert [one["behind"] for one in told(world)] == [0]
    assert told(world) == []

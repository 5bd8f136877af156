"""Under overload: who asks too much is told so at once, and nobody else."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from api.settings import Settings
from api.shedding import NOBODY, Load, Shedding
from huixin.core.vocabulary import MemberKind
from tests.api.conftest import AssertProblem, World

MEMBERS = ("a", "b", "c", NOBODY)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(MEMBERS)), max_size=200))
def test_whoever_has_nothing_under_way_is_let_in_and_there_are_never_many_more_than_may_be(
    moves: list[tuple[bool, str]],
) -> None:
    load, under_way = Load(8, 5), dict.fromkeys(MEMBERS, 0)
    for comes, who in moves:
        if comes:
            taken = load.take(who)
            assert taken or under_way[who] > 0
            under_way[who] += taken
        elif under_way[who]:
            load.give_back(who)
            under_way[who] -= 1
        assert {one: load.of(one) for one in MEMBERS} == under_way
        assert max(under_way.values()) <= 5
        assert sum(under_way.values()) < 2 * 8


class Waiting:
    """An application whose answers wait until they may come."""

    def __init__(self) -> None:
        self.open, self.under_way = asyncio.Event(), 0

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["path"] == "/v1/check":
            self.under_way += 1
            await self.open.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def busy(world: World) -> Iterator[Shedding]:
    settings = replace(world.context.settings, at_once=4, at_once_of_one=3)
    object.__setattr__(world.context, "settings", settings)
    yield Shedding(Waiting(), world.context)


async def under_load(shedding: Any, tokens: dict[str, dict[str, str]]) -> dict[str, list[httpx.Response]]:
    """What each is answered: those who asked first wait, and are answered once those who came after have been."""
    transport = httpx.ASGITransport(shedding)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        async def come(who: str, count: int) -> list[asyncio.Task[httpx.Response]]:
            coming = [asyncio.create_task(client.post("/v1/check", headers=tokens[who])) for _ in range(count)]
            for _ in range(1000):
                await asyncio.sleep(0)
            return coming

        asked = {who: await come(who, count) for who, count in (("heavy", 5), ("light", 3), ("stranger", 2))}
        assert shedding._app.under_way == 6
        assert (await client.get("/healthz")).status_code == 204
        early = {who: [one for one in coming if one.done()] for who, coming in asked.items()}
        assert {who: len(shed) for who, shed in early.items()} == {"heavy": 2, "light": 1, "stranger": 1}
        shedding._app.open.set()
        told = {who: [await one for one in coming] for who, coming in asked.items()}
        told["again"] = [await one for one in await come("heavy", 3)]
        return told


def test_each_is_shed_by_its_own_load(world: World, assert_problem: AssertProblem) -> None:
    forged = {"Authorization": f"Bearer {world.token()[:-8]}AAAAAAAA"}
    tokens = {"heavy": world.headers(), "light": world.headers(MemberKind.LOGISTICS), "stranger": forged}
    with busy(world) as shedding:
        told = asyncio.run(under_load(shedding, tokens))
    assert [sorted(one.status_code for one in told[who]) for who in ("heavy", "light", "stranger", "again")] == [
        [204, 204, 204, 503, 503],
        [204, 204, 503],
        [204, 503],
        [204, 204, 204],
    ]
    shed = next(one for one in told["heavy"] if one.status_code == 503)
    assert_problem(shed, "unavailable")
    assert (shed.headers["retry-after"], shed.headers["x-request-id"]) == ("1", shed.json()["request_id"])
    assert "3 of your requests" in shed.json()["detail"]


@pytest.mark.parametrize("count", ["0", "-1", "many", "1.5"])
def test_a_count_is_a_number_from_one_on(count: str) -> None:
    with pytest.raises(ValueError, match="HUIXIN_AT_ONCE_OF_ONE"):
        Settings.read({"HUIXIN_AT_ONCE_OF_ONE": count})

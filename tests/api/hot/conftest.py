"""The hot path in front of a world's application, and both ways to an answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from api.context import AppContext
from api.hot import HotPath
from models.decisions import Decision
from models.hot.entries import Entries
from models.hot.following import Following
from tests.api.conftest import World

OWN = frozenset({"id", "at", "position", "batch", "leaf", "salt"})
"""What two decisions on the same question need not have in common."""


@dataclass
class Both:
    """`hot`: through the hot path; `ordinary`: past it."""

    world: World
    path: HotPath
    hot: TestClient
    ordinary: TestClient

    def ask(self, headers: dict[str, str], body: dict[str, Any]) -> tuple[httpx.Response, bool]:
        """The answer, and whether the hot path gave it."""
        before = self.path.answered
        reply = self.hot.post("/v1/check", json=body, headers=headers)
        return reply, self.path.answered > before

    def warm(self, headers: dict[str, str]) -> None:
        """From now on the bearer is known, and what is known is told."""
        self.path._following.follow()
        self.hot.post("/v1/check", json={"subject": {"name": "x"}, "scene": "live"}, headers=headers)

    def agree(self, headers: dict[str, str], body: dict[str, Any]) -> bool:
        """Asserts that both ways give the same answer and the same record of it; whether the hot path gave its own."""
        told, hot = self.ask(headers, body)
        expected = self.ordinary.post("/v1/check", json=body, headers=headers)
        assert told.status_code == expected.status_code, (told.text, expected.text)
        assert told.headers.keys() == expected.headers.keys()
        assert told.headers["content-type"] == expected.headers["content-type"]
        if told.status_code != 200:
            assert told.json() | {"request_id": ""} == expected.json() | {"request_id": ""}
            return hot
        ids = [each.json()["decision_id"] for each in (told, expected)]
        assert told.text.replace(ids[0], "") == expected.text.replace(ids[1], "")
        with self.world.context.database.log_read() as log:
            one, other = (_row(log, each) for each in ids)
        assert one == other
        return hot


def _row(log: Session, decision_id: str) -> dict[str, Any]:
    found = log.exec(select(Decision).where(Decision.id == decision_id)).one().model_dump(exclude=set(OWN))
    return found | {"answer": found["answer"] | {"decision_id": ""}}


@contextmanager
def in_front(world: World, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    # a machine that is busy elsewhere has no part in what is asserted
    monkeypatch.setattr("api.hot._PATIENCE", 20)
    monkeypatch.setattr("models.hot.following.POLL", 20)
    following = Following(world.context.database, Entries(world.clock_file.with_name("entries.db")))
    path = HotPath(app, world.context, following)
    with TestClient(path, raise_server_exceptions=False) as hot:
        yield Both(world, path, hot, world.client)
    following.stop()


@pytest.fixture
def both(world: World, serving: Callable[[AppContext], FastAPI], monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    with in_front(world, serving(world.context), monkeypatch) as found:
        yield found

"""The service in process over a fresh database, with the shipped rules; members are made where a test needs them.

Time is a file (`HUIXIN_CLOCK_FILE` in earnest), so that a test moves it as an operator of a test system would.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.clock import Clock
from api.context import AppContext
from api.problems import MEDIA_TYPE, PROBLEMS
from api.settings import Settings
from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.database import Database
from models.imports.run import run_import
from models.keys import KeyRing
from models.members import NewCredential, add_member
from models.scopes import default_scopes
from rules.ruleset import RuleSet

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""
BLACK, CLEAN = "91441302MADEM0003B", "91441300195971850Y"
NAME = "惠州市顺达优品贸易有限公司"
_COLUMNS = ("JGMC", "TYSHXYDM", "RDBM", "RDRQ", "YXQS", "YXQZ", "LRMDSY", "文书号", "SFZH", "属地")


@dataclass
class World:
    """The service, its clock, and the members that ask."""

    context: AppContext
    client: TestClient
    clock_file: Path
    members: dict[str, NewCredential] = field(default_factory=dict)

    def set_clock(self, instant: datetime) -> None:
        self.clock_file.write_text(instant.isoformat())

    def pass_time(self, **spell: float) -> None:
        self.set_clock(self.context.now() + timedelta(**spell))

    def member(
        self, kind: MemberKind, name: str | None = None, scopes: frozenset[str] | None = None, **place: str
    ) -> NewCredential:
        """`place`: unit and department of an authority."""
        name = name or f"test {kind}"
        if name not in self.members:
            wanted = default_scopes(kind) if scopes is None else scopes
            with self.context.database.write() as session:
                self.members[name] = add_member(session, name, kind, wanted, self.context.now(), **place)
                enter_standard_clauses(session, self.context.ruleset.catalogue, self.members[name].member_id)
        return self.members[name]

    def token(self, kind: MemberKind = MemberKind.PLATFORM, **options: Any) -> str:
        credential = self.member(kind, **options)
        form = {"grant_type": "client_credentials"}
        login = (credential.client_id, credential.client_secret)
        response = self.client.post("/oauth/token", data=form, auth=login)
        assert response.status_code == 200, response.text
        return str(response.json()["access_token"])

    def headers(self, kind: MemberKind = MemberKind.PLATFORM, **options: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(kind, **options)}"}

    def enter(self, *rows: Mapping[str, str], list_code: str = "brushing_black", **options: Any) -> Any:
        """Import records; a row names what differs from an ordinary one."""
        path = self.clock_file.with_name("list.csv")
        path.write_text(csv_of(*rows))
        context = self.context
        return run_import(
            context.database, context.keys, context.ruleset, path, list_code=list_code, now=context.now(), **options
        )

    def ask(self, headers: Mapping[str, str], **request: Any) -> httpx.Response:
        body = {"subject": {"uscc": BLACK}, "scene": "promotion"} | request
        return self.client.post("/v1/check", json=body, headers=dict(headers))


def csv_of(*rows: Mapping[str, str]) -> str:
    usual = {
        "JGMC": NAME,
        "TYSHXYDM": BLACK,
        "RDBM": "惠州市市场监督管理局",
        "RDRQ": "2026-09-01",
        "YXQZ": "2027-08-31",
        "LRMDSY": "组织虚假交易",
        "文书号": "惠市监认〔2026〕1号",
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, dict.fromkeys((*_COLUMNS, *chain.from_iterable(rows))))
    writer.writeheader()
    writer.writerows(usual | dict(row) for row in rows)
    return text.getvalue()


Settle = Callable[[Database, Path], AbstractContextManager[World]]
"""The service over a database, with a home folder, for as long as it lasts."""


@pytest.fixture(scope="session")
def serving() -> Callable[[AppContext], FastAPI]:
    """One application for all tests, as its routes take long to build; all that it serves is in its context."""
    built: list[FastAPI] = []

    def over(context: AppContext) -> FastAPI:
        if not built:
            built.append(create_app(context))
        built[0].state.context = context
        return built[0]

    return over


@pytest.fixture(scope="session")
def settle(ruleset: RuleSet, analyses: Path, serving: Callable[[AppContext], FastAPI]) -> Settle:
    @contextmanager
    def settled(database: Database, home: Path) -> Iterator[World]:
        clock_file = home / "clock"
        clock_file.write_text(NOON.isoformat())
        settings = Settings(home=home, clock_file=clock_file, analyses=analyses)
        clock = Clock.of(settings)
        dated = replace(database, today=clock.today)
        context = AppContext(dated, KeyRing.open(home), ruleset, clock, settings)
        with TestClient(serving(context), raise_server_exceptions=False) as client:
            yield World(context, client, clock_file)

    return settled


@pytest.fixture
def world(database: Database, tmp_path: Path, settle: Settle) -> Iterator[World]:
    with settle(database, tmp_path) as world:
        yield world


@pytest.fixture
def client(world: World) -> TestClient:
    return world.client


AssertProblem = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def assert_problem() -> AssertProblem:
    """The one way to look at a refusal: its whole envelope, and, if named, one of its errors."""

    def check(
        response: httpx.Response, code: str, pointer: str | None = None, error: str | None = None
    ) -> dict[str, Any]:
        body: dict[str, Any] = response.json()
        kind = PROBLEMS[code]
        assert (body["type"], body["status"]) == (kind.type, kind.status), body
        assert response.status_code == kind.status
        assert response.headers["content-type"] == MEDIA_TYPE
        assert body["title"] in (kind.title.zh, kind.title.en)
        assert body["request_id"] == response.headers["x-request-id"]
        assert kind.status != 401 or "www-authenticate" in response.headers
        if pointer is not None or error is not None:
            found = [(one["pointer"], one["code"]) for one in body["errors"]]
            assert any(pointer in (None, p) and error in (None, c) for p, c in found), found
        return body

    return check

"""The table of problems, and the form in which each is told."""

from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.app import create_app
from api.case_examples import LIAISON
from api.problems import PROBLEMS
from api.refusals import code_of
from clients.upstream.push import SignatureRefused
from huixin.core.vocabulary import MemberKind
from models.attachments import AttachmentTooLarge, AttachmentTypeRefused
from models.backup import BackupUnreadable, StateNotEmpty
from models.database import Database
from models.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from models.members import WrongCredentials
from models.rulesets.drafting import ChangedMeanwhile
from models.upstream.confirmation import TooManyMissing

RESIDENT_ID = "11010519491231002X"


def descendants(kind: type[DomainError]) -> set[type[DomainError]]:
    found = {kind}
    for child in kind.__subclasses__():
        found |= descendants(child)
    return found


SAID_BY_HTTP = {AttachmentTooLarge: 413, AttachmentTypeRefused: 415, ChangedMeanwhile: 412}
"""What HTTP itself has a status for."""


def test_every_domain_error_is_told_by_a_problem_of_its_category() -> None:
    status = {Invalid: 422, Forbidden: 403, NotFound: 404, Conflict: 409}
    for category, expected in status.items():
        for kind in descendants(category):
            assert PROBLEMS[code_of(kind("x"))].status == SAID_BY_HTTP.get(kind, expected), kind


def test_every_domain_error_with_a_code_of_its_own_is_in_the_table() -> None:
    named = {kind for kind in descendants(DomainError) if "code" in vars(kind)}
    # The token endpoint tells wrong credentials as `invalid_client`, the signed callback a bad signature as
    # `forbidden`; backups are made on the command line only; what an upstream leaves out stands in its run.
    elsewhere = {DomainError, WrongCredentials, SignatureRefused, BackupUnreadable, StateNotEmpty, TooManyMissing}
    assert {kind.code for kind in named - elsewhere} <= set(PROBLEMS)


@pytest.mark.parametrize("kind", PROBLEMS.values(), ids=PROBLEMS)
def test_a_title_stands_in_both_languages(kind: Any) -> None:
    assert kind.title.en.isascii()
    assert not kind.title.zh.isascii()


def test_unknown_addresses_and_methods(client: Any, assert_problem: Any) -> None:
    assert_problem(client.get("/nowhere"), "not_found")
    refused = client.delete("/v1/check")
    assert_problem(refused, "method_not_allowed")
    assert refused.headers["allow"] == "POST"
    assert_problem(client.get("/v1/lists/"), "not_found")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB", "en"),
        ("fr, zh;q=0.3, en;q=0.2", "zh"),
        ("en;q=0, zh;q=0.1", "zh"),
        ("zh;q=nonsense", "en"),
        ("", "en"),
    ],
)
def test_the_title_is_in_the_callers_language(client: Any, assert_problem: Any, header: str, language: str) -> None:
    response = client.get("/nowhere", headers={"Accept-Language": header})
    body = assert_problem(response, "not_found")
    assert body["title"] == getattr(PROBLEMS["not_found"].title, language)
    assert response.headers["content-language"] == language


def test_a_request_id_is_ours_and_new_each_time(client: Any) -> None:
    one, other = (client.get("/healthz", headers={"X-Request-Id": RESIDENT_ID}) for _ in range(2))
    assert one.headers["x-request-id"].startswith("req_")
    assert one.headers["x-request-id"] != other.headers["x-request-id"]


def test_an_unforeseen_failure_says_nothing_of_itself(
    world: Any, assert_problem: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    headers = world.headers()

    def fail(*_: object) -> None:
        raise RuntimeError(RESIDENT_ID)

    monkeypatch.setattr("api.answering.check", fail)
    response = world.ask(headers)
    body = assert_problem(response, "internal_error")
    assert "detail" not in body
    assert RESIDENT_ID not in response.text
    assert body["request_id"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert RESIDENT_ID not in caplog.text


def test_a_resident_id_is_never_repeated(world: Any, assert_problem: Any) -> None:
    response = world.ask(world.headers(), scene=RESIDENT_ID, **{RESIDENT_ID: 1})
    assert_problem(response, "invalid_content")
    assert RESIDENT_ID not in response.text
    response = world.ask(world.headers(), scene=RESIDENT_ID)
    assert_problem(response, "invalid_content", "/scene", "unknown_scene")
    assert RESIDENT_ID not in response.text


def test_the_description_documents_only_problems_of_the_table(world: Any) -> None:
    described = create_app(world.context).openapi()
    told = set()
    for path in described["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                told |= set(response.get("content", {}).get("application/problem+json", {}).get("examples", ()))
    # These are answered outside of any operation, or by one that forbids nothing of its own accord.
    assert set(PROBLEMS) - told == {"method_not_allowed"}


@pytest.mark.parametrize("error", [OperationalError("select", {}, OSError("gone")), PoolTimeout()], ids=repr)
def test_a_database_that_does_not_answer(
    world: Any, assert_problem: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    headers = world.headers()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("api.answering.check", fail)
    check = {"subject": {"name": "x"}, "scene": "live"}
    for path, body in (("/v1/check", check), ("/v1/check/batch", {"items": [check]})):
        response = world.client.post(path, json=body, headers=headers)
        assert_problem(response, "unavailable")
        assert response.headers["retry-after"] == "1"


def test_a_change_whose_turn_does_not_come_is_told_so_and_writes_nothing(world: Any, assert_problem: Any) -> None:
    at = world.context.database.address
    centre = world.headers(MemberKind.CENTRE)
    with closing(Database.open(at.home, world.context.today, at.url, patience=0.2)) as impatient:
        client = TestClient(create_app(replace(world.context, database=impatient)), raise_server_exceptions=False)
        enter = partial(client.post, "/v1/liaisons", json=LIAISON.model_dump(mode="json"), headers=centre)
        with world.context.database.write():
            response = enter()
            assert client.get("/v1/liaisons", headers=centre).json()["items"] == [], "whoever reads waits for nobody"
        body = assert_problem(response, "unavailable")
        assert "nothing of this one has been written" in body["detail"]
        assert response.headers["retry-after"] == "5"
        assert enter().is_success


def test_what_is_there_already_is_a_conflict_and_another_breach_a_failure(
    world: Any, assert_problem: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = world.headers(MemberKind.CENTRE)
    with pytest.raises(IntegrityError) as duplicate, world.context.database.write() as session:
        session.connection().exec_driver_sql("INSERT INTO change_sequence (id, value) VALUES (1, 0)")
    with pytest.raises(IntegrityError) as breach, world.context.database.write() as session:
        session.connection().exec_driver_sql("UPDATE change_sequence SET id = 2")
    for error, code in ((duplicate, "conflict"), (breach, "internal_error")):
        monkeypatch.setattr("api.routers.liaisons.liaisons", Mock(side_effect=error.value))
        assert_problem(world.client.get("/v1/liaisons", headers=headers), code)


def test_a_service_that_is_not_ready(world: Any, assert_problem: Any) -> None:
    with world.context.database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE change_sequence RENAME TO gone")
    response = world.client.get("/readyz")
    assert_problem(response, "unavailable")
    assert response.headers["retry-after"] == "1"
    assert world.client.get("/healthz").json() == {"status": "ok"}

"""What is refused on the way to an answer is told in the caller's language, the whole of it."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import BLACK, World

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PERSON = "11010519491231002X"
CHECK: dict[str, Any] = {"subject": {"uscc": BLACK}, "scene": "promotion"}
GROUND = {"kind": "consent", "reference": "x", "date": "2026-11-01"}

BAD_CHECKS: list[dict[str, Any]] = [
    {},
    {"subject": 5, "scene": 5, "more": 1},
    CHECK | {"scene": ""},
    CHECK | {"scene": "x" * 65},
    CHECK | {"scene": " "},
    CHECK | {"scene": "dinner"},
    CHECK | {"purpose": "whim"},
    CHECK | {"on": "2026-02-30"},
    CHECK | {"on": "tomorrow"},
    CHECK | {"on": "2027-01-01"},
    CHECK | {"on": "2026-11-01"},
    CHECK | {"as": "logistics"},
    CHECK | {"as": "nobody"},
    CHECK | {"campaign": {"kind": "x"}},
    CHECK | {"campaign": {"kind": "double_11", "from": "2026-11-11", "to": "2026-11-01"}},
    CHECK | {"campaign": {"kind": "double_11", "to": "2029-11-01"}},
    CHECK | {"operator": PERSON},
    CHECK | {"subject": {}},
    CHECK | {"subject": {"uscc": BLACK, "organisation_code": "D2143569-X"}},
    *(CHECK | {"subject": {"uscc": code}} for code in ("1", BLACK[:-1] + "C", "9.1E+17", PERSON, "110108012660422")),
    CHECK | {"subject": {"resident_id": PERSON}},
    CHECK | {"subject": {"kind": "natural_person", "name": "张三"}},
    CHECK | {"subject": {"resident_id": PERSON}, "authorisation": GROUND | {"date": "2026-12-01"}},
    CHECK | {"subject": {"resident_id": PERSON}, "authorisation": GROUND | {"kind": "whim"}},
]
BAD_BODIES = [
    b"",
    b"{",
    b"\xff",
    b"[]",
    b'{"scene": 1, "scene": 2}',
    b'{"scene": "\\ud800"}',
    b'{"scene": ' + b"1" * 33 + b"}",
    b"[" * 40 + b"]" * 40,
    b" " * (1 << 20) + b"{}",
]


def texts(problem: dict[str, Any]) -> Iterator[str]:
    yield problem["title"]
    if "detail" in problem:
        yield problem["detail"]
    for error in problem["errors"]:
        yield error["message"]


def in_both(ask: Any) -> None:
    """The same refusal in Chinese and in English, by code and place the same."""
    chinese, english = (ask({"Accept-Language": language}).json() for language in ("zh-CN", "en"))
    assert [text for text in texts(chinese) if not CHINESE.search(text)] == []
    assert [text for text in texts(english) if CHINESE.search(text)] == []
    places = [[(one["pointer"], one["code"]) for one in told["errors"]] for told in (chinese, english)]
    assert places[0] == places[1]
    assert chinese["status"] == english["status"] >= 400


@pytest.mark.parametrize("body", BAD_CHECKS, ids=str)
def test_a_check_and_an_item_of_a_batch(world: World, body: dict[str, Any]) -> None:
    headers = world.headers()
    in_both(lambda language: world.client.post("/v1/check", json=body, headers=headers | language))
    batches = (
        world.client.post("/v1/check/batch", json={"items": [body]}, headers=headers | {"Accept-Language": language})
        for language in ("zh", "en")
    )
    chinese, english = (reply.json()["items"][0]["problem"] for reply in batches)
    assert all(CHINESE.search(text) for text in texts({k: v for k, v in chinese.items() if v is not None}))
    assert not any(CHINESE.search(text) for text in texts({k: v for k, v in english.items() if v is not None}))


@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch"])
@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: repr(body[:20]))
def test_a_body_that_cannot_be_read(world: World, body: bytes, path: str) -> None:
    headers = world.headers() | {"Content-Type": "application/json"}
    in_both(lambda language: world.client.post(path, content=body, headers=headers | language))


@pytest.mark.parametrize("items", [[], [0] * 1001, 5])
def test_a_batch_as_a_whole(world: World, items: Any) -> None:
    headers = world.headers()
    in_both(lambda language: world.client.post("/v1/check/batch", json={"items": items}, headers=headers | language))


def test_a_key_that_came_with_another_body(world: World) -> None:
    headers = world.headers() | {"Idempotency-Key": "k"}
    world.client.post("/v1/check", json=CHECK, headers=headers)
    other = CHECK | {"scene": "live"}
    in_both(lambda language: world.client.post("/v1/check", json=other, headers=headers | language))


TOKENS = ["", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.e30.x"]


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_that_does_not_hold(world: World, token: str) -> None:
    in_both(lambda language: world.client.get("/v1/lists", headers={"Authorization": token} | language))


def test_a_scope_that_is_missing_and_a_token_that_ran_out(world: World) -> None:
    headers = world.headers(scopes=frozenset({"lists:read"}))
    in_both(lambda language: world.client.post("/v1/check", json=CHECK, headers=headers | language))
    world.pass_time(hours=1)
    in_both(lambda language: world.client.get("/v1/lists", headers=headers | language))


@pytest.mark.parametrize("form", [{}, {"grant_type": "password"}, {"grant_type": "client_credentials"}])
def test_getting_a_token(world: World, form: dict[str, str]) -> None:
    in_both(lambda language: world.client.post("/oauth/token", data=form, headers=language))


READING = [
    f"/v1/subjects/{BLACK}",
    f"/v1/subjects/{PERSON}",
    "/v1/subjects/1",
    "/v1/listings?list=x",
    "/v1/listings?cursor=x",
]


@pytest.mark.parametrize("path", [*READING, "/v1/listings?limit=0", "/v1/decisions/dec_" + "0" * 32, "/v1/decisions/x"])
def test_reading(world: World, path: str) -> None:
    headers = world.headers(MemberKind.CENTRE)
    in_both(lambda language: world.client.get(path, headers=headers | language))


def test_a_judgement(world: World) -> None:
    world.enter({})
    headers = world.headers()
    path = f"/v1/decisions/{world.ask(headers).json()['decision_id']}/review"
    usual = {"subject_id": "sub_1", "judgement": "same", "by": "x", "why": "x"}
    for wrong in ({}, {"judgement": "perhaps"}, {"why": PERSON}):
        in_both(lambda language, wrong=wrong: _post(world, path, usual | wrong, headers | language))


def _post(world: World, path: str, body: dict[str, str], headers: dict[str, str]) -> httpx.Response:
    return world.client.post(path, json=body, headers=headers)

"""Logs and metrics: what they tell operators, and what they never hold."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.logs import log_to
from huixin.core.vocabulary import MemberKind
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World

PERSON, OPERATOR = "11010519491231002X", "王小明"
PLANTED = (BLACK, CLEAN, NAME, PERSON, OPERATOR)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is logged meanwhile, at the most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers, root.level
    log_to(stream, "json", "debug")
    yield stream
    root.handlers, root.level = before[0], before[1]


def told(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def sample(world: World, name: str, **labels: str) -> float:
    page = world.client.get("/metrics", headers=world.headers(MemberKind.CENTRE))
    assert page.status_code == 200, page.text
    found = [
        one.value
        for family in text_string_to_metric_families(page.text)
        for one in family.samples
        if one.name == name and labels.items() <= one.labels.items()
    ]
    assert len(found) <= 1, found
    return found[0] if found else 0.0


def test_the_log_names_the_request_by_the_id_of_the_answer(world: World, logged: io.StringIO) -> None:
    answer = world.ask(world.headers())
    [line] = [one for one in told(logged) if one.get("request_id") == answer.headers["x-request-id"]]
    assert (line["event"], line["route"], line["status"], line["problem"]) == ("answered", "/v1/check", 200, None)
    refused = world.client.get("/v1/decisions/dec_" + "0" * 32, headers=world.headers())
    [line] = [one for one in told(logged) if one.get("request_id") == refused.json()["request_id"]]
    assert (line["level"], line["problem"]) == ("info", "not_found")
    assert line["route"] == "/v1/decisions/{decision_id}"


def test_nothing_that_a_caller_sends_is_ever_logged(
    world: World, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers, client = world.headers(), world.client
    world.enter({})
    world.ask(headers, subject={"uscc": BLACK, "name": NAME})
    world.ask(headers, subject={"resident_id": PERSON}, operator=OPERATOR)
    world.ask(headers, scene=OPERATOR, more={NAME: PERSON})
    client.post("/v1/check", content=f'{{"{NAME}": {PERSON}', headers=headers | {"Content-Type": "application/json"})
    client.get(f"/v1/subjects/{BLACK}", headers=headers)
    client.get(f"/nowhere/{PERSON}/{NAME}", params={"name": NAME})
    client.get("/v1/listings", params={"list": PERSON, NAME: OPERATOR}, headers=headers)
    client.request(f"X{PERSON}", "/v1/check")

    def fail(*_: object) -> None:
        raise RuntimeError(*PLANTED)

    monkeypatch.setattr("api.answering.check", fail)
    assert world.ask(headers, subject={"uscc": CLEAN}).status_code == 500
    everything = logged.getvalue()
    assert "RuntimeError" in everything
    assert len(told(logged)) > 9
    assert [word for word in PLANTED if word in everything] == []
    page = client.get("/metrics", headers=world.headers(MemberKind.CENTRE)).text
    assert [word for word in PLANTED if word in page] == []


def test_on_a_terminal_it_is_text() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    root, stream = logging.getLogger(), Terminal()
    before = root.handlers, root.level
    log_to(stream, None, "info")
    logging.getLogger("a library").warning("so it is")
    root.handlers, root.level = before[0], before[1]
    assert "so it is" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_checks_are_counted_by_what_came_of_them(world: World) -> None:
    headers = world.headers()
    world.enter({})
    for code in (BLACK, CLEAN, CLEAN):
        outcome = world.ask(headers, subject={"uscc": code}).json()["outcome"]
    assert outcome == "clear"
    assert sample(world, "huixin_checks_total", outcome="clear", scene="promotion") == 2
    assert sample(world, "huixin_commit_decisions_sum") == 3
    assert sample(world, "huixin_request_seconds_count", route="/v1/check") == 3
    world.ask(headers, scene="nowhere")
    assert (
        sample(world, "huixin_refusals_total", code="invalid_content")
        + sample(world, "huixin_refusals_total", code="unknown_scene")
        == 1
    )


def test_memory_and_engine_are_told_apart(world: World) -> None:
    headers = world.headers()
    world.enter({})
    world.ask(headers)
    remembered, run = (sample(world, "huixin_decisions_total", by=by) for by in ("memory", "engine"))
    world.ask(headers)
    assert sample(world, "huixin_decisions_total", by="memory") > remembered
    assert sample(world, "huixin_decisions_total", by="engine") == run


def test_how_things_stand_is_looked_up(world: World) -> None:
    before = sample(world, "huixin_sequence")
    world.enter({})
    assert sample(world, "huixin_sequence") > before
    assert sample(world, "huixin_replica_behind") == 0


def test_metrics_are_for_whoever_has_the_scope(world: World, assert_problem: AssertProblem) -> None:
    assert_problem(world.client.get("/metrics"), "unauthenticated")
    assert_problem(world.client.get("/metrics", headers=world.headers()), "missing_scope")

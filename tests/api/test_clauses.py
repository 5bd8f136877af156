"""Clauses over HTTP: a member's own, and they decide what binds."""

from typing import Any

from api.planning import plan
from api.worker import step
from huixin.core.vocabulary import MemberKind
from huixin.types.clause import ClauseView
from tests.api.conftest import World

CLAUSE = {
    "kind": "platform_rule",
    "measure": "promotion_limit",
    "reference": "平台规则第十二条",
    "published_on": "2026-01-01",
    "effective_from": "2026-01-08",
    "effective_to": "2026-12-31",
}


def own(world: World, headers: dict[str, str]) -> list[ClauseView]:
    items = world.client.get("/v1/clauses", headers=headers).json()["items"]
    return [ClauseView.model_validate(item) for item in items]


def test_a_new_member_starts_with_the_standard_clauses(world: World) -> None:
    clauses = own(world, world.headers())
    assert "promotion_limit" in {clause.measure for clause in clauses}
    assert all(clause.standard for clause in clauses)


def test_a_clause_entered_and_ended(world: World, assert_problem: Any) -> None:
    headers, other = world.headers(), world.headers(name="another platform")
    before = own(world, headers)
    created = world.client.post("/v1/clauses", json=CLAUSE, headers=headers)
    assert created.status_code == 201
    clause = ClauseView.model_validate(created.json())
    assert {name: value for name, value in clause.model_dump(mode="json").items() if name in CLAUSE} == CLAUSE
    assert {c.id for c in own(world, headers)} == {c.id for c in before} | {clause.id}
    assert clause.id not in {c.id for c in own(world, other)}
    assert_problem(world.client.delete(f"/v1/clauses/{clause.id}", headers=other), "not_found")
    ended = world.client.delete(f"/v1/clauses/{clause.id}", headers=headers).json()
    assert (ended["id"], ended["effective_to"]) == (clause.id, "2026-11-01")
    versions = world.client.get(f"/v1/clauses/{clause.id}", headers=headers).json()["items"]
    assert [one["effective_to"] for one in versions] == ["2026-12-31", "2026-11-01"], "what it said before stays"
    assert versions[0]["sequence_to"] == versions[1]["sequence_from"]
    assert_problem(world.client.get(f"/v1/clauses/{clause.id}", headers=other), "not_found")


def test_what_a_clause_said_is_kept_for_three_years_and_longer(world: World) -> None:
    clause = world.client.post("/v1/clauses", json=CLAUSE, headers=world.headers()).json()["id"]
    world.client.delete(f"/v1/clauses/{clause}", headers=world.headers()).raise_for_status()
    said = world.client.get(f"/v1/clauses/{clause}", headers=world.headers()).json()
    world.pass_time(days=3 * 366)
    plan(world.context)
    while step(world.context):
        pass
    assert len(said["items"]) == 2
    assert world.client.get(f"/v1/clauses/{clause}", headers=world.headers()).json() == said


def test_without_the_clause_the_measure_is_only_advice(world: World) -> None:
    world.enter({})
    headers = world.headers()
    for clause in own(world, headers):
        assert world.client.delete(f"/v1/clauses/{clause.id}", headers=headers).status_code == 200
    answer = world.ask(headers).json()
    assert answer["outcome"] == "review"
    assert {measure["binding"] for measure in answer["measures"]} <= {"advice", "statutory"}


def test_clauses_that_carry_nothing(world: World, assert_problem: Any) -> None:
    headers = world.headers()

    def refused(pointer: str, error: str | None, **changes: Any) -> None:
        reply = world.client.post("/v1/clauses", json=CLAUSE | changes, headers=headers)
        assert_problem(reply, "invalid_content", pointer, error)

    refused("/measure", "unknown_measure", measure="tickling")
    refused("/kind", None, kind="charter")
    refused("/kind", "enum", kind="promise")
    refused("/effective_to", None, effective_to="2025-01-01")
    refused("/effective_from", None, effective_from=0)
    refused("/effective_from", "notice_period", effective_from="2026-01-07")
    refused("/effective_from", "notice_period", effective_from="2026-01-15", major=True)
    refused("/reference", None, reference="")
    assert_problem(world.client.delete("/v1/clauses/cls_1", headers=headers), "invalid_content", "clause_id")
    centre = world.headers(MemberKind.CENTRE)
    assert_problem(world.client.get("/v1/clauses", headers=centre), "missing_scope")

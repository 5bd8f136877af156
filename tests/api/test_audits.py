"""Audits over HTTP: the worker holds the log against its heads, and says how far it has come and what it found."""

from typing import Any

import pytest
from sqlalchemy import text

from api.worker import step
from huixin.core.vocabulary import MemberKind
from models.members import MAY_SEE_THE_PAST
from tests.api.conftest import AssertProblem, World


@pytest.fixture
def auditor(world: World) -> dict[str, str]:
    return world.headers(MemberKind.AUDITOR)


def audited(world: World, auditor: dict[str, str]) -> dict[str, Any]:
    """The audit that was asked for now, once the worker is through with it."""
    begun = world.client.post("/v1/audits", headers=auditor)
    assert begun.status_code == 202
    while step(world.context):
        pass
    latest = world.client.get("/v1/audits", headers=auditor).json()["items"][0]
    assert latest["id"] == begun.json()["id"]
    return dict(latest)


def alter(world: World, statement: str) -> None:
    with world.context.database.log_write() as log:
        log.execute(text(statement))


def test_it_says_when_it_ran_up_to_which_head_and_that_all_is_as_signed(world: World, auditor: dict[str, str]) -> None:
    assert world.client.get("/v1/audits", headers=auditor).json() == {"head": 0, "items": []}
    platform = world.headers()
    for _ in range(3):
        assert world.ask(platform).status_code == 200
    found = audited(world, auditor)
    assert (found["head"], found["findings"], found["told"]) == (3, 0, [])
    assert found["finished_at"] == world.context.now().isoformat().replace("+00:00", "Z")
    assert world.ask(platform).status_code == 200
    assert world.client.get("/v1/audits", headers=auditor).json()["head"] == 4


def test_one_is_under_way_at_a_time(world: World, auditor: dict[str, str]) -> None:
    first = world.client.post("/v1/audits", headers=auditor).json()
    assert (first["finished_at"], first["looked_at"]) == (None, None)
    again = world.client.post("/v1/audits", headers=world.headers(MemberKind.CENTRE)).json()
    assert again == first
    assert len(world.client.get("/v1/audits", headers=auditor).json()["items"]) == 1


def test_what_was_altered_is_told_by_its_head(world: World, auditor: dict[str, str]) -> None:
    platform = world.headers()
    for _ in range(3):
        world.ask(platform)
    alter(world, "UPDATE decision SET outcome = 'favour' WHERE batch = 2")
    found = audited(world, auditor)
    assert (found["findings"], found["told"]) == (1, [{"head": 2, "kind": "content"}])


def test_a_tail_cut_off_after_an_audit_is_found_by_every_later_one(world: World, auditor: dict[str, str]) -> None:
    platform = world.headers()
    for _ in range(3):
        world.ask(platform)
    assert audited(world, auditor)["findings"] == 0
    alter(world, "DELETE FROM decision WHERE batch = 3")
    alter(world, "DELETE FROM log_head WHERE number = 3")
    for _ in range(2):
        world.pass_time(seconds=1)
        found = audited(world, auditor)
        assert (found["head"], found["told"]) == (2, [{"head": 3, "kind": "cut"}])


@pytest.mark.parametrize("kind", sorted(MAY_SEE_THE_PAST - {MemberKind.CENTRE, MemberKind.AUDITOR}))
def test_audits_are_for_the_centre_and_auditors(world: World, assert_problem: AssertProblem, kind: MemberKind) -> None:
    headers = world.headers(kind, scopes=frozenset({"audits:read", "audits:write"}))
    assert_problem(world.client.get("/v1/audits", headers=headers), "forbidden")
    assert_problem(world.client.post("/v1/audits", headers=headers), "forbidden")

"""Members over HTTP: an administrator of the centre adds and disables them, gives secrets and revokes them."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.scopes import CAMPAIGNS_READ, MEMBERS_READ, MEMBERS_WRITE, default_scopes
from tests.api.conftest import AssertProblem, World

ADMINISTERS = frozenset({MEMBERS_READ, MEMBERS_WRITE})


@pytest.fixture
def admin(world: World) -> dict[str, str]:
    return world.headers(MemberKind.CENTRE, scopes=ADMINISTERS)


def add(world: World, admin: dict[str, str], **fields: Any) -> Any:
    return world.client.post("/v1/members", json={"name": "新平台", "kind": "platform"} | fields, headers=admin)


def log_in(world: World, issued: dict[str, str]) -> Any:
    login = (issued["client_id"], issued["client_secret"])
    return world.client.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=login)


def bearer(world: World, issued: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {log_in(world, issued).json()['access_token']}"}


def test_nobody_administers_members_unless_it_was_said() -> None:
    assert [kind for kind in MemberKind if MEMBERS_WRITE in default_scopes(kind)] == []
    assert [kind for kind in MemberKind if MEMBERS_READ in default_scopes(kind)] == [MemberKind.AUDITOR]


def test_a_member_that_was_added_checks_at_once_by_the_clauses_of_its_kind(world: World, admin: dict[str, str]) -> None:
    added = add(world, admin)
    assert added.status_code == 201
    theirs = bearer(world, added.json())
    assert world.ask(theirs).status_code == 200
    assert world.client.get("/v1/clauses", headers=theirs).json()["items"] != []
    read = world.client.get(f"/v1/members/{added.json()['member_id']}", headers=admin).json()
    assert (read["name"], read["kind"], read["disabled_at"]) == ("新平台", "platform", None)
    [first] = read["credentials"]
    assert set(first["scopes"]) == default_scopes(MemberKind.PLATFORM)
    by = world.members["test centre"].client_id
    assert (read["added_by"], first["issued_by"], first["holder"]) == (by, by, None)
    assert added.json()["client_secret"] not in str(read)


def test_a_secret_is_changed_by_a_new_credential_and_an_end_of_the_old(
    world: World, admin: dict[str, str], assert_problem: AssertProblem
) -> None:
    old = add(world, admin).json()
    theirs, address = bearer(world, old), f"/v1/members/{old['member_id']}/credentials"
    world.pass_time(seconds=1)
    new = world.client.post(address, json={"holder": "李四", "scopes": ["check"]}, headers=admin).json()
    revoked = world.client.delete(f"{address}/{old['client_id']}", headers=admin).json()
    assert [one["revoked_at"] is not None for one in revoked["credentials"]] == [True, False]
    assert revoked["credentials"][0]["revoked_by"] == world.members["test centre"].client_id
    assert_problem(log_in(world, old), "invalid_client")
    assert_problem(world.ask(theirs), "token_revoked")
    assert world.client.get("/v1/me", headers=bearer(world, new)).json()["scopes"] == ["check"]


def test_a_disabled_member_is_let_in_by_no_credential_and_gets_none(
    world: World, admin: dict[str, str], assert_problem: AssertProblem
) -> None:
    issued = add(world, admin).json()
    theirs, address = bearer(world, issued), f"/v1/members/{issued['member_id']}"
    first = world.client.delete(address, headers=admin).json()
    assert first["disabled_by"] == world.members["test centre"].client_id
    world.pass_time(seconds=60)
    assert world.client.delete(address, headers=admin).json()["disabled_at"] == first["disabled_at"]
    assert_problem(world.ask(theirs), "token_revoked")
    refused = world.client.post(f"{address}/credentials", json={"holder": "李四"}, headers=admin)
    assert_problem(refused, "conflict")


def test_nobody_shuts_themselves_out(world: World, admin: dict[str, str], assert_problem: AssertProblem) -> None:
    own = world.members["test centre"]
    assert_problem(world.client.delete(f"/v1/members/{own.member_id}", headers=admin), "conflict")
    address = f"/v1/members/{own.member_id}/credentials/{own.client_id}"
    assert_problem(world.client.delete(address, headers=admin), "conflict")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "merchant"}, "/kind"),
        ({"kind": "unit"}, "/unit"),
        ({"kind": "department", "unit": "huicheng"}, "/department"),
        ({"unit": "huicheng"}, "/unit"),
        ({"kind": "unit", "unit": "nowhere"}, "/unit"),
        ({"scopes": ["everything"]}, "/scopes"),
        ({"scopes": ["history"]}, "/scopes"),
        ({"name": " "}, "/name"),
    ],
)
def test_what_does_not_fit_a_member_is_named(
    world: World, admin: dict[str, str], assert_problem: AssertProblem, wrong: dict[str, Any], pointer: str
) -> None:
    refused = add(world, admin | {"Accept-Language": "zh"}, **wrong)
    told = assert_problem(refused, "invalid_content")
    [fault] = told["errors"]
    assert fault["pointer"] == pointer
    assert not fault["message"].isascii()


def test_the_roll_is_read_page_by_page_and_by_kind(world: World, admin: dict[str, str]) -> None:
    for number in range(3):
        world.pass_time(seconds=1)
        assert add(world, admin, name=f"平台{number}").status_code == 201
    auditor, names, after = world.headers(MemberKind.AUDITOR), [], None
    while after is not None or not names:
        params = {"kind": "platform", "limit": "2"} | ({} if after is None else {"after": after})
        page = world.client.get("/v1/members", params=params, headers=auditor).json()
        names += [one["name"] for one in page["items"]]
        after = page["next"]
    assert names == ["平台2", "平台1", "平台0"]


def test_authorities_name_members_and_learn_nothing_of_their_credentials(
    world: World, assert_problem: AssertProblem
) -> None:
    admin = world.headers(MemberKind.CENTRE, scopes=ADMINISTERS | {CAMPAIGNS_READ})
    here, gone = (add(world, admin, name=name).json()["member_id"] for name in ("在册平台", "停用平台"))
    world.client.delete(f"/v1/members/{gone}", headers=admin)

    def named(headers: dict[str, str], **query: str) -> dict[str, Any]:
        found = world.client.get("/v1/members/names", params=query, headers=headers).json()["items"]
        return {one["id"]: one for one in found}

    unit = world.headers(MemberKind.UNIT)
    everybody = named(admin)
    assert everybody[here] == {"id": here, "name": "在册平台", "kind": "platform"}
    assert gone not in everybody
    assert {one["kind"] for one in everybody.values()} > {"platform", "centre"}
    assert {one["kind"] for one in named(unit).values()} <= {"platform", "internet"}
    assert {one["kind"] for one in named(admin, kind="centre").values()} == {"centre"}
    assert named(unit, kind="centre") == {}
    theirs = world.headers(MemberKind.PLATFORM)
    assert_problem(world.client.get("/v1/members/names", headers=theirs), "forbidden")

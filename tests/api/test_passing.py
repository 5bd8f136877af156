"""Objections and removals asked for are seen by the unit that has the case of their merchant, whoever had it before."""

from typing import Any

import pytest

from tests.api.conftest import World
from tests.api.rights_world import EVIDENCE, Rights
from tests.api.test_cases import local
from tests.api.test_returning import NAME, PUSHED, Office

ELSEWHERE = {"recogniser_code": "boluo/transport", "recogniser": "博罗县交通运输局"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def pushed(rights: Rights, place: str = "惠城区") -> Office:
    """A name of the merchant, with its case."""
    rights.world.enter(NAME | {"属地": place}, list_code=PUSHED)
    return Office(rights.world)


def route(office: Office, unit: str) -> None:
    body = {"cases": [office.case()["id"]], "unit": unit, "basis": "登记地址"}
    assert office.client.post("/v1/cases/routing", headers=office.centre, json=body).status_code == 200


def ask(rights: Rights, path: str, listing_id: str) -> Any:
    said: dict[str, Any] = {"listing_id": listing_id}
    said |= {"statement": "有误"} if path == "/v1/objections" else {"reasons": "已改", "evidence": EVIDENCE}
    answer = rights.world.client.post(path, headers=rights.merchant(), json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def seen(rights: Rights, path: str, unit: str) -> list[str]:
    items = rights.world.client.get(path, headers=local(rights.world, unit)).json()["items"]
    return [one["id"] for one in items]


BOTH = pytest.mark.parametrize("path", ["/v1/objections", "/v1/exits"])


@BOTH
def test_what_the_merchant_asks_for_goes_to_the_unit_that_has_its_case(rights: Rights, path: str) -> None:
    office = pushed(rights, place="")
    route(office, "huicheng")
    row = ask(rights, path, rights.listing(**ELSEWHERE))
    assert seen(rights, path, "huicheng") == [row["id"]]
    assert seen(rights, path, "boluo") == []


@BOTH
def test_what_is_open_goes_with_the_case(rights: Rights, path: str) -> None:
    office = pushed(rights, place="")
    row = ask(rights, path, rights.listing(recogniser_code=None))
    assert seen(rights, path, "huicheng") == [], "nobody has the case"
    route(office, "huicheng")
    assert seen(rights, path, "huicheng") == [row["id"]]
    route(office, "boluo")
    assert (seen(rights, path, "huicheng"), seen(rights, path, "boluo")) == ([], [row["id"]])


def test_what_was_decided_stays_with_the_unit_that_had_it(rights: Rights) -> None:
    office = pushed(rights)
    row = ask(rights, "/v1/objections", rights.listing())
    rights.done("department", f"/v1/objections/{row['id']}/actions", action="reject", reasons="与事实相符")
    route(office, "boluo")
    assert (seen(rights, "/v1/objections", "huicheng"), seen(rights, "/v1/objections", "boluo")) == ([row["id"]], [])


def test_a_unit_goes_on_speaking_where_its_own_department_recognised(rights: Rights) -> None:
    office = pushed(rights)
    row = ask(rights, "/v1/exits", rights.listing())
    route(office, "boluo")
    assert (seen(rights, "/v1/exits", "huicheng"), seen(rights, "/v1/exits", "boluo")) == ([row["id"]], [])
    opinion = {"action": "give_opinion", "opinion": "同意"}
    path = f"/v1/exits/{row['id']}/actions"
    answer = rights.world.client.post(path, headers=local(rights.world, "huicheng"), json=opinion)
    assert answer.status_code == 200

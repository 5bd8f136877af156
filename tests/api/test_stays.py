"""Stays: what a court or a body of review has suspended, and relief, of a record that no case is about."""

from typing import Any

import pytest

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights, withdrawal
from tests.api.test_returning import NAME, PUSHED, Office

COURT = "惠州市惠城区人民法院"


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def decided(rights: Rights, **fields: Any) -> dict[str, Any]:
    """What a court says, in a document of today."""
    said = {"on": rights.today(), "decided_by": COURT, "document_number": "（2026）粤1302行初12号"}
    return said | {"document_on": rights.today(), "reason": "裁定停止执行"} | fields


def stayed(rights: Rights, listing_id: str, who: str = "department", kind: str = "court", **fields: Any) -> Any:
    return rights.done(who, "/v1/stays", listing_id=listing_id, kind=kind, **decided(rights, **fields))


def lift(rights: Rights, stay: Any, who: str = "department", **fields: Any) -> Any:
    return rights.done(who, f"/v1/stays/{stay['id']}/lifting", **decided(rights, reason="驳回诉讼请求", **fields))


@pytest.mark.parametrize("kind", ["court", "review", "relief"])
@pytest.mark.parametrize("who", ["department", "centre"])
def test_no_measure_follows_while_one_stands(rights: Rights, kind: str, who: str) -> None:
    listing_id = rights.listing()
    assert rights.outcome() == "refuse"
    stay = stayed(rights, listing_id, who, kind)
    assert (stay["lifting"], rights.outcome()) == (None, "watch")
    told = lift(rights, stay, who)
    assert (told["lifting"]["reason"], rights.outcome()) == ("驳回诉讼请求", "refuse")


def test_those_that_follow_the_feed_hear_of_it(rights: Rights) -> None:
    listing_id = rights.listing()
    after = rights.get("platform", "/v1/changes").json()["next"]
    stayed(rights, listing_id)
    [change] = rights.get("platform", "/v1/changes", after=after).json()["items"]
    assert (change["kind"], change["listing"]["record"]["relief"]) == ("changed", True)


def test_the_record_is_stayed_until_the_last_is_lifted(rights: Rights) -> None:
    listing_id = rights.listing()
    first, second = stayed(rights, listing_id), stayed(rights, listing_id, kind="relief")
    lift(rights, first)
    assert rights.outcome() == "watch"
    lift(rights, second)
    assert rights.outcome() == "refuse"


def test_what_its_source_says_by_itself_stays(rights: Rights) -> None:
    listing_id = rights.listing(relief=True)
    for stay in [stayed(rights, listing_id), stayed(rights, listing_id, kind="relief")]:
        lift(rights, stay)
    assert rights.outcome() == "watch"


def test_it_outlasts_what_its_source_says_anew(rights: Rights) -> None:
    rights.world.enter({"属地": "惠城区"})
    [row] = rights.get("centre", "/v1/listings").json()["items"]
    before = rights.outcome()
    stayed(rights, row["record"]["id"], "centre")
    assert rights.outcome() == "watch"
    assert rights.world.enter({"属地": "惠城区", "LRMDSY": "补充事实"}).changed == 1
    assert rights.outcome() == "watch" != before


@pytest.mark.parametrize("who", ["unit", "platform", "department elsewhere"])
def test_nobody_else_enters_or_lifts_one(rights: Rights, who: str) -> None:
    listing_id = rights.listing()
    said = decided(rights, listing_id=listing_id, kind="court")
    assert rights.post(who, "/v1/stays", **said).status_code in (403, 404)
    stay = stayed(rights, listing_id)
    assert rights.post(who, f"/v1/stays/{stay['id']}/lifting", **decided(rights)).status_code in (403, 404)
    assert rights.outcome() == "watch"


def test_its_merchant_reads_it_and_each_kind_stands_once(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    stay = stayed(rights, listing_id)
    again = decided(rights, listing_id=listing_id, kind="court")
    assert stay["id"] in assert_problem(rights.post("department", "/v1/stays", **again), "conflict")["detail"]
    read = rights.world.client.get("/v1/stays", headers=rights.merchant()).json()["items"]
    assert [one["id"] for one in read] == [stay["id"]]
    lift(rights, stay)
    assert_problem(rights.post("department", f"/v1/stays/{stay['id']}/lifting", **decided(rights)), "conflict")
    stands = [rights.get("centre", "/v1/stays", standing=word).json()["items"] for word in ("true", "false")]
    assert [len(items) for items in stands] == [0, 1]
    assert stayed(rights, listing_id)["id"] != stay["id"], "and anew"
    assert rights.get("centre", "/v1/stays", listing_id="lst_" + "0" * 32).json()["items"] == []


@pytest.mark.parametrize("pointer", ["on", "document_on"])
def test_no_day_of_it_is_to_come(rights: Rights, assert_problem: AssertProblem, pointer: str) -> None:
    listing_id = rights.listing()
    late = decided(rights, listing_id=listing_id, kind="court", **{pointer: rights.today(1)})
    assert_problem(rights.post("department", "/v1/stays", **late), "invalid_content", f"/{pointer}", "in_the_future")


def test_it_lies_between_the_record_and_its_lifting(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    early = decided(rights, listing_id=listing_id, kind="court", on="2026-05-31")
    assert_problem(rights.post("department", "/v1/stays", **early), "invalid_content", "/on", "before_its_beginning")
    path = f"/v1/stays/{stayed(rights, listing_id)['id']}/lifting"
    before = decided(rights, on=rights.today(-1))
    assert_problem(rights.post("department", path, **before), "invalid_content", "/on", "before_its_beginning")


def test_nothing_that_has_ended_is_stayed_but_a_stay_of_it_can_be_lifted(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    listing_id = rights.listing()
    stay = stayed(rights, listing_id)
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    said = decided(rights, listing_id=listing_id, kind="relief")
    assert_problem(rights.post("department", "/v1/stays", **said), "conflict")
    assert lift(rights, stay)["lifting"]


def test_a_pushed_name_is_suspended_in_its_case(rights: Rights, assert_problem: AssertProblem) -> None:
    rights.world.enter(NAME, list_code=PUSHED)
    office = Office(rights.world)
    office.overdue()
    [row] = rights.get("centre", "/v1/listings", list=PUSHED).json()["items"]
    said = decided(rights, listing_id=row["record"]["id"], kind="court")
    told = assert_problem(rights.post("centre", "/v1/stays", **said), "conflict")
    assert office.case()["id"] in told["detail"]


RELIEF = "暂缓惩戒"


@pytest.mark.parametrize(("before", "meanwhile"), [("否", "是"), ("是", "否"), ("", "是"), ("是", "")])
def test_what_its_source_says_meanwhile_counts_once_it_is_lifted(rights: Rights, before: str, meanwhile: str) -> None:
    rights.world.enter({"属地": "惠城区", RELIEF: before})
    [row] = rights.get("centre", "/v1/listings").json()["items"]
    stay = stayed(rights, row["record"]["id"], "centre")
    assert rights.world.enter({"属地": "惠城区", RELIEF: meanwhile}).changed == 1
    assert rights.outcome() == "watch"
    lift(rights, stay, "centre")
    [row] = rights.get("centre", "/v1/listings").json()["items"]
    assert row["record"]["relief"] is ((meanwhile or before) == "是")

"""Repairs: explained by list and date, registered where they belong elsewhere, decided here for internal lists."""

from datetime import date
from typing import Any

import pytest

from huixin.core.vocabulary import Rectification, Severity
from huixin.core.windows import Window
from models.listings import change_listing
from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def application(rights: Rights, listing_id: str, **changes: Any) -> dict[str, Any]:
    usual = {"listing_id": listing_id, "applied_on": rights.today(), "commitment": True, "performed": "已赔付"}
    return usual | changes


@pytest.mark.parametrize(
    ("list_code", "severity", "route", "possible_from", "display_until"),
    [
        ("ecommerce_joint", "general", "credit_china", "2026-09-01", "2027-05-31"),
        ("ecommerce_joint", "serious", "credit_china", "2027-06-01", "2029-05-31"),
        ("ecommerce_joint", "minor", "credit_china", None, "2026-08-31"),
        ("serious_violation", "serious", "market_supervision", "2027-06-01", "2029-05-31"),
        ("ecommerce_black", "general", "internal", "2026-09-01", None),
        ("red", "minor", None, None, None),
    ],
)
def test_the_guide_says_where_and_when(
    rights: Rights, list_code: str, severity: str, route: str, possible_from: str, display_until: str
) -> None:
    listing_id = rights.listing(list=list_code, severity=Severity(severity), decided_on=date(2026, 6, 1))
    told = rights.get("unit", f"/v1/repairs/guide/{listing_id}").json()
    assert (told["route"], told["possible_from"], told["display_until"]) == (route, possible_from, display_until)
    assert bool(told["link"]) == (route in ("credit_china", "market_supervision"))
    assert rights.get("platform", f"/v1/repairs/guide/{listing_id}").status_code == 403


def test_elsewhere_its_number_is_registered_and_its_outcome_taken(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    listing_id = rights.listing(list="ecommerce_joint")
    elsewhere = rights.post("unit", "/v1/repairs", **application(rights, listing_id))
    assert_problem(elsewhere, "invalid_content", "/application_number", "applied_elsewhere")
    row = rights.done("unit", "/v1/repairs", **application(rights, listing_id, application_number="XYZG-1"))
    path = f"/v1/repairs/{row['id']}/actions"
    assert row["due"] == "2026-11-11"
    rights.done("centre", path, action="hand_down", unit="huicheng")
    rights.done("unit", path, action="report", on=rights.today(), report="均已履行", performed=True)
    grant = {"action": "grant", "on": rights.today(), "document_number": "修1号", "reasons": "条件齐备"}
    assert rights.post("department", path, **grant).status_code == 403
    done = rights.done("centre", path, **grant, decided_by="国家公共信用信息中心")
    assert (done["state"], done["decided_by"]) == ("granted", "国家公共信用信息中心")
    assert rights.outcome() == "clear"
    kinds = {fact["kind"] for fact in rights.get("centre", f"/v1/ends/{listing_id}").json()["items"]}
    assert kinds == {"display_ended", "measures_lifted"}


def test_here_it_needs_commitment_time_and_a_check(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing(decided_on=date(2026, 8, 3))
    without = rights.post("unit", "/v1/repairs", **application(rights, listing_id, commitment=False))
    assert_problem(without, "invalid_content", "/commitment")
    early = rights.post("unit", "/v1/repairs", **application(rights, listing_id))
    assert_problem(early, "invalid_content", "/applied_on", "too_early")
    rights.world.pass_time(days=1)
    path = f"/v1/repairs/{rights.done('unit', '/v1/repairs', **application(rights, listing_id))['id']}/actions"
    grant = {"action": "grant", "on": rights.today(), "document_number": "修2号", "reasons": "条件齐备"}
    assert_problem(rights.post("department", path, **grant), "conflict")
    rights.done("centre", path, action="hand_down", unit="huicheng")
    rights.done("unit", path, action="report", on=rights.today(), report="均已履行", performed=True)
    assert rights.done("department", path, **grant)["state"] == "granted"
    assert rights.outcome() == "clear"


def test_an_application_of_a_day_of_which_the_rules_know_no_period_is_refused(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    listing_id = rights.listing(decided_on=date(1989, 6, 1), window=Window(None, None))
    refused = rights.post("unit", "/v1/repairs", **application(rights, listing_id, applied_on="1990-01-01"))
    assert_problem(refused, "invalid_content", "/applied_on", "too_old")


def test_nothing_comes_of_it_before_it_was_applied_for_nor_of_a_record_before_that(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    listing_id = rights.listing(decided_on=date(2026, 6, 1))
    older = application(rights, listing_id, applied_on="2026-05-31")
    assert_problem(
        rights.post("unit", "/v1/repairs", **older), "invalid_content", "/applied_on", "before_its_beginning"
    )
    yesterday = {"on": rights.today(-1), "document_number": "修3号", "reasons": "条件齐备"}
    path = f"/v1/repairs/{rights.done('unit', '/v1/repairs', **application(rights, listing_id))['id']}/actions"
    rights.done("centre", path, action="hand_down", unit="huicheng")
    checked = {"action": "report", "report": "均已履行", "performed": True}
    early = rights.post("unit", path, **checked, on=rights.today(-1))
    assert_problem(early, "invalid_content", "/on", "too_early")
    rights.world.pass_time(days=1)
    rights.done("unit", path, **checked, on=rights.today())
    for action in ("grant", "refuse"):
        early = rights.post("department", path, action=action, **(yesterday | {"on": rights.today(-1)}))
        assert_problem(early, "invalid_content", "/on", "too_early")
    long_ago = rights.post("department", path, action="grant", **(yesterday | {"on": "2020-01-01"}))
    assert_problem(long_ago, "invalid_content", "/on", "before_its_beginning")


ORDERED = [Rectification.ORDERED, Rectification.INCOMPLETE]


@pytest.mark.parametrize("rectification", ORDERED)
@pytest.mark.parametrize("ends", [["removed"], ["display_ended", "measures_lifted"]], ids="+".join)
def test_here_nothing_is_granted_while_a_rectification_is_owed(
    rights: Rights, assert_problem: AssertProblem, rectification: Rectification, ends: list[str]
) -> None:
    listing_id = rights.listing(decided_on=date(2026, 6, 1), rectification=rectification, due=date(2026, 10, 1))
    row = rights.done("unit", "/v1/repairs", **application(rights, listing_id))
    path = f"/v1/repairs/{row['id']}/actions"
    rights.done("centre", path, action="hand_down", unit="huicheng")
    rights.done("unit", path, action="report", on=rights.today(), report="均已履行", performed=True)
    grant = {"action": "grant", "on": rights.today(), "document_number": "修5号", "reasons": "条件齐备", "ends": ends}
    refused = assert_problem(rights.post("department", path, **grant), "conflict")
    assert "rectification has not been accepted" in refused["detail"]
    assert rights.get("unit", "/v1/repairs").json()["items"][0]["state"] == "reported"
    rectified(rights, listing_id)
    assert rights.done("department", path, **grant)["state"] == "granted"


def test_what_is_granted_elsewhere_is_taken_but_for_a_removal_while_a_rectification_is_owed(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    owed = {"rectification": Rectification.ORDERED, "due": date(2026, 10, 1)}
    listing_id = rights.listing(list="ecommerce_joint", **owed)
    row = rights.done("unit", "/v1/repairs", **application(rights, listing_id, application_number="XYZG-3"))
    path = f"/v1/repairs/{row['id']}/actions"
    grant = {"action": "grant", "on": rights.today(), "document_number": "修6号", "reasons": "条件齐备"}
    grant["decided_by"] = "国家公共信用信息中心"
    assert_problem(rights.post("centre", path, **grant, ends=["display_ended", "removed"]), "conflict")
    assert rights.get("centre", f"/v1/ends/{listing_id}").json()["items"] == [], "all of it, or nothing"
    assert rights.done("centre", path, **grant)["state"] == "granted"


def rectified(rights: Rights, listing_id: str) -> None:
    with rights.world.context.database.write() as session:
        change_listing(session, listing_id, rectification=Rectification.RECTIFIED)


def test_refused_leaves_everything_as_it_is(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    path = f"/v1/repairs/{rights.done('unit', '/v1/repairs', **application(rights, listing_id))['id']}/actions"
    rights.done("department", path, action="refuse", on=rights.today(), reasons="尚未赔付")
    assert rights.outcome() == "refuse"
    again = {"action": "refuse", "on": rights.today(), "reasons": "x"}
    assert_problem(rights.post("department", path, **again), "conflict")
    assert rights.get("unit elsewhere", "/v1/repairs").json()["items"] == []


@pytest.mark.parametrize("kind", ["removed", "display_ended"])
def test_an_outcome_is_taken_also_where_the_end_has_come_before(rights: Rights, kind: str) -> None:
    """The upstream ended the record, or its display was over, before the centre enters what became of the repair."""
    listing_id = rights.listing(list="ecommerce_joint")
    row = rights.done("unit", "/v1/repairs", **application(rights, listing_id, application_number="XYZG-2"))
    day = rights.today()
    end = {"listing_id": listing_id, "kind": kind, "on": day, "document_on": day, "document_number": "移1号"}
    rights.done("centre", "/v1/ends", **end, reason="修复", decided_by="国家公共信用信息中心")
    grant = {"action": "grant", "on": day, "document_number": "修1号", "reasons": "条件齐备", "ends": [kind]}
    path = f"/v1/repairs/{row['id']}/actions"
    assert rights.done("centre", path, **grant, decided_by="国家公共信用信息中心")["state"] == "granted"
    assert [one["kind"] for one in rights.get("centre", f"/v1/ends/{listing_id}").json()["items"]] == [kind]


class TestOneRepairAtATime:
    def test_of_a_record_until_its_result(self, rights: Rights, assert_problem: AssertProblem) -> None:
        listing_id = rights.listing()
        row = rights.done("unit", "/v1/repairs", **application(rights, listing_id))
        again = rights.post("unit", "/v1/repairs", **application(rights, listing_id))
        assert row["id"] in assert_problem(again, "conflict")["detail"]
        refuse = {"action": "refuse", "on": rights.today(), "document_number": "修1号", "reasons": "未履行"}
        rights.done("department", f"/v1/repairs/{row['id']}/actions", **refuse)
        assert rights.done("unit", "/v1/repairs", **application(rights, listing_id))["id"] != row["id"]

    def test_from_each_side(self, rights: Rights) -> None:
        listing_id = rights.listing()
        rights.done("unit", "/v1/repairs", **application(rights, listing_id))
        body = application(rights, listing_id)
        answer = rights.world.client.post("/v1/repairs", headers=rights.merchant(), json=body)
        assert answer.status_code == 201, "what the unit enters stands in nobody's way"

    def test_and_an_application_elsewhere_is_registered_once(
        self, rights: Rights, assert_problem: AssertProblem
    ) -> None:
        first, second = (rights.listing(list="ecommerce_joint", document_number=number) for number in ("1号", "2号"))
        row = rights.done("unit", "/v1/repairs", **application(rights, first, application_number="XYZG-1"))
        for who, listing_id in (("centre", first), ("unit", second)):
            again = rights.post(who, "/v1/repairs", **application(rights, listing_id, application_number="XYZG-1"))
            assert row["id"] in assert_problem(again, "conflict")["detail"]
        rights.done("unit", "/v1/repairs", **application(rights, second, application_number="XYZG-2"))

"""Ends with a day that is still to come: none of them keeps an earlier one from coming."""

import pytest

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_exits import end, requested

LATER = 300


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def test_an_annulment_waits_for_no_day(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    later = rights.post("department", "/v1/ends", **end(rights, listing_id, "annulled", on=rights.today(1)))
    assert_problem(later, "invalid_content", "/on", "in_the_future")
    rights.done("department", "/v1/ends", **end(rights, listing_id, "annulled"))
    assert rights.outcome() == "clear"


@pytest.mark.parametrize("kind", ["removed", "display_ended", "measures_lifted"])
def test_an_earlier_day_goes_before_one_that_is_to_come(
    rights: Rights, assert_problem: AssertProblem, kind: str
) -> None:
    listing_id = rights.listing()
    for days in (LATER, 1):
        assert rights.outcome() == "refuse"
        rights.done("department", "/v1/ends", **end(rights, listing_id, kind, on=rights.today(days)))
    no_earlier = rights.post("department", "/v1/ends", **end(rights, listing_id, kind, on=rights.today(2)))
    assert_problem(no_earlier, "conflict")
    rights.world.pass_time(days=1)
    assert rights.outcome() == "clear"
    come = rights.post("department", "/v1/ends", **end(rights, listing_id, kind, on=rights.today(-1)))
    assert_problem(come, "conflict")


def test_a_removal_to_come_is_annulled_today(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.done("department", "/v1/ends", **end(rights, listing_id, "removed", on=rights.today(LATER)))
    objection = rights.done("unit", "/v1/objections", listing_id=listing_id, statement="处罚已撤销")
    said = {"action": "uphold", "reasons": "处罚已撤销", "document_number": "撤1号", "correction": {"annul": True}}
    rights.done("department", f"/v1/objections/{objection['id']}/actions", **said)
    assert rights.outcome() == "clear"


def test_what_is_removed_on_request_ends_before_a_day_to_come(rights: Rights) -> None:
    listing_id = rights.listing()
    path = f"{requested(rights, listing_id)}/actions"
    rights.done("unit", path, action="give_opinion", opinion="同意")
    rights.done("unit", path, action="send", on=rights.today())
    rights.done("department", "/v1/ends", **end(rights, listing_id, "removed", on=rights.today(LATER)))
    document = {"document_number": "移1号", "document_on": rights.today()}
    rights.done("department", path, action="remove", on=rights.today(), **document)
    assert rights.outcome() == "clear"


def test_and_so_does_what_a_repair_ends(rights: Rights) -> None:
    listing_id = rights.listing(list="ecommerce_joint")
    named = {"decided_by": "国家公共信用信息中心"}
    for kind in ("display_ended", "measures_lifted"):
        to_come = end(rights, listing_id, kind, on=rights.today(LATER))
        rights.done("centre", "/v1/ends", **to_come | named)
    applied = {"applied_on": rights.today(), "commitment": True, "performed": "已赔付", "application_number": "XYZG-1"}
    repair = rights.done("unit", "/v1/repairs", listing_id=listing_id, **applied)
    grant = {"action": "grant", "on": rights.today(), "document_number": "修1号", "reasons": "条件齐备"}
    rights.done("centre", f"/v1/repairs/{repair['id']}/actions", **grant | named)
    assert rights.outcome() == "clear"

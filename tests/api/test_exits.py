"""Exits: removal on request, the four ends, the notices of them, and that no member route returns what has ended."""

import re
from datetime import date
from typing import Any

import pytest

from huixin.core.vocabulary import Rectification, Standing
from huixin.core.windows import Window
from tests.api.bodies import BODIES, IDS
from tests.api.conftest import BLACK, NAME, AssertProblem, World
from tests.api.rights_world import EVIDENCE, Rights, withdrawal

WITHHELD = "该信息已终止公示，不得继续使用"


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def end(rights: Rights, listing_id: str, kind: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "listing_id": listing_id,
        "kind": kind,
        "on": rights.today(),
        "reason": "已改正",
        "document_number": "惠城市监〔2026〕3号",
        "document_on": rights.today(),
    }
    return usual | changes


def requested(rights: Rights, listing_id: str, who: str = "unit") -> str:
    body = {"listing_id": listing_id, "reasons": "已整改", "evidence": EVIDENCE}
    return f"/v1/exits/{rights.done(who, '/v1/exits', **body)['id']}"


def test_a_removal_goes_with_the_units_opinion_to_the_recogniser(rights: Rights, assert_problem: AssertProblem) -> None:
    path = requested(rights, rights.listing())
    send = {"action": "send", "on": rights.today()}
    remove = {"action": "remove", "on": rights.today(), "document_number": "移1号", "document_on": rights.today()}
    assert_problem(rights.post("unit", f"{path}/actions", **send), "conflict")
    rights.done("unit", f"{path}/actions", action="give_opinion", opinion="同意")
    assert_problem(rights.post("department", f"{path}/actions", **remove), "conflict")
    rights.done("unit", f"{path}/actions", **send)
    assert rights.post("unit", f"{path}/actions", **remove).status_code == 403
    assert rights.outcome() == "refuse"
    removed = rights.done("department", f"{path}/actions", **remove)
    assert (removed["state"], removed["decided_by"]) == ("removed", "惠城区市场监督管理局")
    assert rights.outcome() == "clear"
    [fact] = rights.get("centre", f"/v1/ends/{removed['listing_id']}").json()["items"]
    assert (fact["kind"], fact["document_number"]) == ("removed", "移1号")


def test_or_comes_back_with_reasons_and_may_be_asked_again(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    path = requested(rights, listing_id)
    again = {"listing_id": listing_id, "reasons": "已整改", "evidence": EVIDENCE}
    assert_problem(rights.post("unit", "/v1/exits", **again), "conflict")
    rights.done("unit", f"{path}/actions", action="give_opinion", opinion="同意")
    rights.done("unit", f"{path}/actions", action="send", on=rights.today())
    back = rights.done("department", f"{path}/actions", action="return", on=rights.today(), reasons="凭证不全")
    assert (back["state"], back["decision_reasons"]) == ("returned", "凭证不全")
    assert rights.outcome() == "refuse"
    requested(rights, listing_id)


def test_what_a_body_above_decided_the_centre_enters_by_name(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing(list="ecommerce_joint", recogniser="国家发展和改革委员会", recogniser_code="ndrc")
    assert rights.post("department", "/v1/ends", **end(rights, listing_id, "removed")).status_code == 403
    unnamed = rights.post("centre", "/v1/ends", **end(rights, listing_id, "removed"))
    assert_problem(unnamed, "invalid_content", "/decided_by")
    named = end(rights, listing_id, "removed", decided_by="国家发展和改革委员会")
    assert rights.done("centre", "/v1/ends", **named)["decided_by"] == "国家发展和改革委员会"


def test_no_removal_before_the_rectification_is_accepted(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing(rectification=Rectification.INCOMPLETE)
    body = {"listing_id": listing_id, "reasons": "x", "evidence": EVIDENCE}
    assert_problem(rights.post("unit", "/v1/exits", **body), "conflict")


@pytest.mark.parametrize("kind", ["removed", "display_ended", "measures_lifted", "annulled"])
def test_nothing_ends_before_it_was_decided(rights: Rights, assert_problem: AssertProblem, kind: str) -> None:
    listing_id = rights.listing(decided_on=date(2026, 9, 1))
    early = end(rights, listing_id, kind, on="2026-08-31")
    assert_problem(rights.post("department", "/v1/ends", **early), "invalid_content", "/on")
    assert rights.done("department", "/v1/ends", **(early | {"on": "2026-09-01"}))["on"] == "2026-09-01"


def test_nor_is_it_removed_before_on_request(rights: Rights, assert_problem: AssertProblem) -> None:
    path = requested(rights, rights.listing(decided_on=date(2026, 9, 1)))
    rights.done("unit", f"{path}/actions", action="give_opinion", opinion="同意")
    rights.done("unit", f"{path}/actions", action="send", on=rights.today())
    remove = {"action": "remove", "on": "2026-08-31", "document_number": "移1号", "document_on": rights.today()}
    assert_problem(rights.post("department", f"{path}/actions", **remove), "invalid_content", "/on")


def test_no_document_of_an_end_is_older_than_what_it_ends(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing(decided_on=date(2026, 9, 1))
    old = {"document_on": "2026-08-31"}
    ended = rights.post("department", "/v1/ends", **end(rights, listing_id, "annulled", **old))
    assert_problem(ended, "invalid_content", "/document_on", "before_its_beginning")
    withdrawn = rights.post("department", "/v1/ends/withdrawals", **withdrawal(rights, listing_id) | old)
    assert_problem(withdrawn, "invalid_content", "/document_on", "before_its_beginning")


def test_a_request_is_sent_after_its_record_and_returned_after_it_was_sent(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    path = f"{requested(rights, rights.listing(decided_on=date(2026, 9, 1)))}/actions"
    rights.done("unit", path, action="give_opinion", opinion="同意")
    sent = rights.post("unit", path, action="send", on="2026-08-31")
    assert_problem(sent, "invalid_content", "/on", "before_its_beginning")
    rights.done("unit", path, action="send", on=rights.today())
    returned = rights.post("department", path, action="return", on=rights.today(-1), reasons="凭证不全")
    assert_problem(returned, "invalid_content", "/on", "before_sending")


def test_the_ends_stand_beside_each_other(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    for kind in ("display_ended", "measures_lifted", "removed", "annulled"):
        rights.done("department", "/v1/ends", **end(rights, listing_id, kind))
        assert_problem(rights.post("department", "/v1/ends", **end(rights, listing_id, kind)), "conflict")
    kinds = [fact["kind"] for fact in rights.get("centre", f"/v1/ends/{listing_id}").json()["items"]]
    assert sorted(kinds) == sorted(["display_ended", "measures_lifted", "removed", "annulled"])
    assert rights.get("department elsewhere", f"/v1/ends/{listing_id}").status_code == 404


@pytest.mark.parametrize("kind", ["display_ended", "measures_lifted", "removed", "annulled"])
def test_each_end_is_told_to_whoever_received_it(rights: Rights, assert_problem: AssertProblem, kind: str) -> None:
    listing_id = rights.listing()
    assert rights.outcome() == "refuse"
    rights.headers("logistics")
    rights.work()
    assert rights.get("platform", "/v1/notices").json()["items"] == []
    rights.done("department", "/v1/ends", **end(rights, listing_id, kind))
    rights.work()
    rights.work()
    [told] = rights.get("platform", "/v1/notices").json()["items"]
    assert (told["listing_id"], told["kind"], told["says"]) == (listing_id, "ended", WITHHELD)
    assert not any(detail in str(told) for detail in (NAME, BLACK, "惠城区"))
    assert rights.get("logistics", "/v1/notices").json()["items"] == []
    unseen = {"acknowledged": False}
    assert [one["id"] for one in rights.get("centre", "/v1/notices", **unseen).json()["items"]] == [told["id"]]
    path = f"/v1/notices/{told['id']}/acknowledgement"
    assert_problem(rights.post("logistics", path, by="x"), "not_found")
    assert rights.done("platform", path, by="风控-3")["acknowledged_by"] == "风控-3"
    assert rights.get("centre", "/v1/notices", **unseen).json()["items"] == []


def test_the_end_of_a_window_is_told_on_its_day(rights: Rights) -> None:

    today = rights.world.context.today()
    rights.listing(window=Window(date(2026, 1, 1), date.fromisoformat(rights.today(2))))
    rights.outcome()
    rights.work()
    rights.world.pass_time(days=1)
    rights.work()
    assert rights.get("platform", "/v1/notices").json()["items"] == []
    rights.world.pass_time(days=1)
    rights.work()
    [told] = rights.get("platform", "/v1/notices").json()["items"]
    assert told["ended_on"] == rights.today() != str(today)


def test_display_that_came_to_its_longest_is_written_down_told_and_in_the_feed(rights: Rights) -> None:
    listing_id = rights.listing(list="ecommerce_joint", decided_on=date(2025, 11, 3))
    assert rights.outcome() == "refuse"
    rights.work()
    rights.world.pass_time(days=1)
    assert rights.outcome() == "clear"
    rights.work()
    changes = rights.get("platform", "/v1/changes").json()["items"]
    told = {(one["listing_id"], one["kind"]) for one in changes}
    assert (told, len(changes)) == ({(listing_id, "ended")}, 2), "its entry is a tombstone, its end another"
    assert len(rights.get("platform", "/v1/notices").json()["items"]) == 1
    [fact] = rights.get("centre", f"/v1/ends/{listing_id}").json()["items"]
    assert (fact["kind"], fact["on"]) == ("display_ended", rights.today())


def test_whoever_receives_it_again_is_told_again_and_else_once(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.outcome()
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    for _ in range(3):
        rights.work()
        rights.world.pass_time(seconds=61)
    assert len(rights.get("platform", "/v1/notices").json()["items"]) == 1


def test_a_wrong_publication_is_gone_in_one_step(rights: Rights) -> None:
    listing_id = rights.listing()
    before = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    assert rights.post("unit", "/v1/ends/withdrawals", **withdrawal(rights, listing_id)).status_code == 403
    fact = rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    told = {name: fact[name] for name in ("kind", "on", "decided_by", "document_number", "document_on")}
    assert told == {
        "kind": "withdrawn",
        "on": rights.today(),
        "decided_by": "centre",
        "document_number": "惠信撤〔2026〕1号",
        "document_on": rights.today(),
    }
    assert rights.outcome() == "clear"
    past = rights.get("platform", f"/v1/decisions/{before['decision_id']}").json()["answer"]
    assert (past["outcome"], [one["code"] for one in past["measures"]]) == ("refuse", ["promotion_limit"])
    assert [one["withheld"] for one in past["records"]] == [WITHHELD]


def test_it_stops_every_measure_of_every_member_and_department(rights: Rights) -> None:
    listing_id = rights.listing(rectification=Rectification.INCOMPLETE)
    scenes = ("onboarding", "listing", "promotion", "logistics", "membership", "review")
    asked = [(who, scene) for who in ("platform", "logistics", "association", "department") for scene in scenes]

    def measures() -> set[str]:
        answers = [rights.done(who, "/v1/check", subject={"uscc": BLACK}, scene=scene) for who, scene in asked]
        return {one["code"] for answer in answers for one in answer["measures"]}

    assert {"entry_limit", "contract_limit", "member_downgrade", "interview"} <= measures()
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    assert measures() == set()
    rights.work()
    assert {one["state"] for one in rights.get("platform", "/v1/prompts").json()["items"]} <= {"to_be_lifted"}


def test_the_decision_stands_and_its_recogniser_is_told(rights: Rights) -> None:
    listing_id = rights.listing()
    for who in ("department", "department elsewhere"):
        assert rights.get(who, "/v1/notices").json()["items"] == []
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    [notice] = rights.get("department", "/v1/notices").json()["items"]
    assert (notice["kind"], notice["listing_id"], notice["ended_on"]) == ("withdrawn", listing_id, rights.today())
    assert "认定决定本身未受影响" in notice["says"]
    assert rights.get("department elsewhere", "/v1/notices").json()["items"] == []
    rights.done("department", f"/v1/notices/{notice['id']}/acknowledgement", by="王五")
    [fact] = rights.get("department", f"/v1/ends/{listing_id}").json()["items"]
    page = rights.get("department", f"/v1/ends/{fact['id']}/document").json()
    assert (page["title"], page["number"]) == ("撤回公示公告", "惠信撤〔2026〕1号")
    annulled = end(rights, listing_id, "annulled")
    assert rights.done("department", "/v1/ends", **annulled)["kind"] == "annulled", "that is for the recogniser to say"


def test_a_removal_of_a_later_day_does_not_bring_it_back_meanwhile(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    rights.done("department", "/v1/ends", **(end(rights, listing_id, "removed") | {"on": rights.today(30)}))
    assert rights.outcome() == "clear"
    assert rights.get("platform", "/v1/listings").json()["items"] == []


def test_only_what_has_been_published_is_withdrawn_and_once(rights: Rights, assert_problem: AssertProblem) -> None:
    lead = rights.listing(list="ecommerce_pushed", standing=Standing.LEAD)
    assert_problem(rights.post("centre", "/v1/ends/withdrawals", **withdrawal(rights, lead)), "conflict")
    listing_id = rights.listing()
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    assert_problem(rights.post("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id)), "conflict")
    decided = end(rights, rights.listing(), "withdrawn")
    assert_problem(rights.post("department", "/v1/ends", **decided), "invalid_content", "/kind", "not_decided")
    for missing in ("document_number", "document_on"):
        said = withdrawal(rights, listing_id)
        del said[missing]
        assert_problem(rights.post("centre", "/v1/ends/withdrawals", **said), "invalid_content", f"/{missing}")


@pytest.mark.parametrize("kind", ["display_ended", "measures_lifted", "removed", "annulled", "withdrawn"])
def test_no_route_gives_a_member_anything_of_an_ended_record(rights: Rights, kind: str) -> None:
    """Every operation of the description that a member may call, with the ids that it could know."""
    planted = {"reason": "植入的失信事由", "document_number": "植入〔2026〕99号", "grounds": "植入的依据"}
    listing_id = rights.listing(**planted)
    told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    shown = str(rights.get("platform", "/v1/listings").json())
    assert "植入" in str(told)
    assert "植入" in shown
    if kind == "withdrawn":
        rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    else:
        rights.done("department", "/v1/ends", **end(rights, listing_id, kind))
    rights.work()
    headers = rights.headers("platform")
    known = IDS | {"decision_id": told["decision_id"], "uscc": BLACK, "listing_id": listing_id}
    described = rights.world.client.get("/openapi.json").json()["paths"]
    called = 0
    for path, methods in described.items():
        address = re.sub(r"{(\w+)}", lambda found: str(known.get(found[1], "x")), path)
        for method in methods:
            sent = {} if method != "post" else BODIES.get(path, {})
            if path == "/v1/check":
                sent = {"json": {"subject": {"uscc": BLACK, "name": NAME}, "scene": "promotion"}}
            if path == "/v1/check/batch":
                sent = {"json": {"items": [{"subject": {"name": NAME}, "scene": "onboarding"}]}}
            if path.startswith(("/oauth", "/v1/webhooks")) and method != "get":
                continue
            response = rights.world.client.request(method, address, headers=headers, **sent)
            assert "植入" not in response.text, f"{method} {path}"
            called += 1
    assert called > 40
    assert {one["kind"] for one in rights.get("platform", "/v1/changes").json()["items"]} <= {"ended"}

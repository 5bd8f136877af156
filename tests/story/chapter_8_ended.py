"""The four ends of records: removed on request or upstream, display ended, measures lifted, annulled."""

from typing import Any

from tests.story.cast import FIRMS
from tests.story.looking import look
from tests.story.nation import FEED
from tests.story.town import DOCUMENT, Town

REQUESTED = {"phones": "huicheng", "bags": "huicheng", "honey": "longmen", "books": "longmen"}
"""Firm whose rectification was accepted, or was found to have been done before → its unit."""
LEFT_OVER = ("tea", "toys", "shoes", "paper", "fruit", "salt", "silk", "rice")
"""What came to nothing here; the nation takes these names off its list."""
UPWARD = {"decided_by": "国家发展和改革委员会"}


def tell(town: Town) -> None:
    town.wait_until("2026-08-24")
    _removed_on_request(town)
    _taken_off_upstream(town)
    _the_other_three(town)


def _removed_on_request(town: Town) -> None:
    waiting = {firm: _request(town, firm) for firm in REQUESTED}
    remove = {"action": "remove", "on": town.today, "document_number": "移出〔2026〕1号", "document_on": town.today}
    for firm, path in waiting.items():
        unit = REQUESTED[firm]
        assert town.refused(unit, path, action="send", on=town.today) == "conflict", "the unit's opinion goes with it"
        town.done(unit, path, action="give_opinion", opinion="情况属实，同意移出")
        assert town.done(unit, path, action="send", on=town.today)["state"] == "sent"
        assert town.refused(unit, path, **remove) == "forbidden", "who verifies does not decide"
    look(town, "four removals are sent upward")
    back = {"action": "return", "on": town.today, "reasons": "凭证不全", **UPWARD}
    assert town.done("centre", waiting.pop("phones"), **back)["state"] == "returned"
    for firm, path in waiting.items():
        assert town.done("centre", path, **remove, **UPWARD)["state"] == "removed"
        assert town.case(firm)["state"] == "closed"
    look(town, "three are decided, one comes back")
    again = {"listing_id": town.record("phones"), "reasons": "补充凭证", "evidence": [DOCUMENT], "opinion": "同意"}
    path = f"/v1/exits/{town.done('huicheng', '/v1/exits', **again)['id']}/actions"
    town.done("huicheng", path, action="send", on=town.today)
    town.done("centre", path, **remove, **UPWARD)
    look(town, "it is asked for again, and decided")


def _request(town: Town, firm: str) -> str:
    """The removal of the name that nobody had to ask for."""
    asked = {one["listing_id"]: one for one in town.items(REQUESTED[firm], "/v1/exits")}
    found = asked[town.record(firm)]
    assert (found["state"], found["case_id"], found["recogniser"]) == ("requested", town.case_id(firm), None)
    return f"/v1/exits/{found['id']}/actions"


def _taken_off_upstream(town: Town) -> None:
    for firm in (*LEFT_OVER, "phones", "bags"):
        town.nation.says(firm, tcrq=town.today, tcmdyy="移出名单")
    town.wait_until("2026-08-25")
    assert {town.case(firm)["state"] for firm in LEFT_OVER} == {"closed"}
    look(town, "the nation takes names off its list")
    questions = town.get("centre", "/v1/upstream/reappearances")["items"]
    held = {one["listing_id"]: one["id"] for one in questions}
    assert set(held) == {town.record("honey")}, "still named upstream, though removed here; books as what it became"
    for key in held.values():
        answer = {"answer": "stays_ended", "by": "registry-03", "why": "上级已批准移出"}
        town.done("centre", f"/v1/upstream/reappearances/{key}", **answer)
    [feed] = town.get("centre", "/v1/upstream")["items"]
    assert (feed["code"], feed["confirmed_on"], feed["age_days"], feed["waiting"]) == (FEED, town.today, 0, 0)
    look(town, "a person says that the removals stand")


def _the_other_three(town: Town) -> None:
    _end(town, "books", "display_ended", "ecommerce_joint")
    look(town, "display of one has ended")
    _end(town, "cups", "measures_lifted")
    look(town, "measures on one are lifted")
    wrong = {"listing_id": town.record("chairs"), "reason": "误将他人线索并入"}
    wrong |= {"document_number": "惠信撤〔2026〕1号", "document_on": town.today}
    assert town.refused("zhongkai", "/v1/ends/withdrawals", **wrong) == "forbidden"
    assert town.done("centre", "/v1/ends/withdrawals", **wrong)["kind"] == "withdrawn"
    look(town, "one should never have been published")
    for firm, of_list, kinds in (
        ("bags", "ecommerce_pushed", {"removed"}),
        ("cables", "ecommerce_black", {"display_ended", "measures_lifted"}),
        ("books", "ecommerce_joint", {"display_ended"}),
        ("cups", "ecommerce_pushed", {"measures_lifted"}),
        ("chairs", "ecommerce_pushed", {"withdrawn"}),
    ):
        ends = town.get("centre", f"/v1/ends/{town.record(firm, of_list)}")["items"]
        assert {one["kind"] for one in ends} == kinds, "four different facts"


def _end(town: Town, firm: str, kind: str, of_list: str = "ecommerce_pushed") -> None:
    body: dict[str, Any] = {
        "listing_id": town.record(firm, of_list),
        "kind": kind,
        "on": town.today,
        "reason": "已改正",
    }
    document = {"document_number": f"终〔2026〕{FIRMS[firm].number}号", "document_on": town.today}
    assert town.refused("platform", "/v1/ends", **body, **document) == "missing_scope"
    town.done("centre", "/v1/ends", **body, **document, **UPWARD)

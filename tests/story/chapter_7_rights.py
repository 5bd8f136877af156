"""Merchants object, appeal and are repaired; a recognition that does not hold is annulled."""

from typing import Any

from tests.story.cast import FIRMS
from tests.story.chapter_2_verified import MARKET, POLICE
from tests.story.looking import look
from tests.story.town import Town

RECOGNISER = f"huidong/{POLICE}"


def tell(town: Town) -> None:
    _a_merchant_comes_in(town)
    _its_objection_is_rejected(town)
    _another_is_upheld(town)
    _its_appeal_is_decided(town)
    _its_record_is_repaired(town)


def _a_merchant_comes_in(town: Town) -> None:
    uscc, letter = FIRMS["cables"].uscc, {"channel": "post", "address": "惠东县吉隆镇18号"}
    assert town.refused("boluo", "/v1/merchants/codes", uscc=uscc, **letter) == "forbidden", "another's merchant"
    code = town.done("huidong", "/v1/merchants/codes", uscc=uscc, **letter)["code"]
    town.remember("cables", town.client.post("/oauth/merchant", json={"uscc": uscc, "code": code}))
    again = town.client.post("/oauth/merchant", json={"uscc": uscc, "code": code})
    assert again.status_code == 403, "a code is used up"
    [record] = town.get("cables", "/v1/merchant")["records"]
    assert record["listing_id"] == town.record("cables", "ecommerce_black"), "and nothing of the lead"


def _its_objection_is_rejected(town: Town) -> None:
    said = {"listing_id": town.record("cables", "ecommerce_black"), "statement": "并无出售个人信息"}
    path = f"/v1/objections/{town.done('cables', '/v1/objections', **said)['id']}"
    look(town, "a merchant objects")
    assert town.refused("huidong", f"{path}/actions", action="reject", reasons="x") == "forbidden"
    town.done(RECOGNISER, f"{path}/actions", action="reject", reasons="证据充分", document_number="异〔2026〕1号")
    told = town.get("cables", path)
    assert (told["state"], told["reasons"]) == ("rejected", "证据充分")
    look(town, "its objection is rejected")


def _another_is_upheld(town: Town) -> None:
    said = {"listing_id": town.record("stones", "brushing_black"), "statement": "刷单者为冒用名义的他人"}
    path = f"/v1/objections/{town.done('huiyang', '/v1/objections', **said)['id']}"
    look(town, "a unit objects for its merchant")
    upheld = {"action": "uphold", "reasons": "认定有误", "correction": {"annul": True}}
    assert town.done(f"huiyang/{MARKET}", f"{path}/actions", **upheld)["corrected"] == [said["listing_id"]]
    look(town, "and is right: the recognition is annulled")


def _its_appeal_is_decided(town: Town) -> None:
    decision = town.check("platform", "cables", "promotion")
    said = {"decision_id": decision["decision_id"], "statement": "请人工复核"}
    path = f"/v1/appeals/{town.done('cables', '/v1/appeals', **said)['id']}"
    town.work()
    [raised] = [event for event in town.told() if event.type == "appeal.raised"]
    assert raised.subject == path.rpartition("/")[2]
    result: dict[str, Any] = {"outcome": "rejected", "by": "风控-9", "reasons": "经人工复核维持"}
    assert town.refused("centre", f"{path}/result", **result) == "forbidden", "nobody decides in its stead"
    town.done("platform", f"{path}/result", **result)
    assert town.get("cables", path)["reasons"] == "经人工复核维持"


def _its_record_is_repaired(town: Town) -> None:
    listing = {"listing_id": town.record("cables", "ecommerce_black")}
    guide = town.get("huidong", f"/v1/repairs/guide/{listing['listing_id']}")
    assert (guide["route"], guide["possible_from"]) == ("internal", "2026-08-20")
    application = {**listing, "commitment": True, "performed": "已删除全部个人信息并作出信用承诺"}
    early = town.refused("huidong", "/v1/repairs", **application, applied_on=town.today)
    assert early == "invalid_content", "the shortest display has not passed"
    town.wait_until("2026-07-16")
    look(town, "three months from a public notice are over")
    town.wait_until("2026-08-20")
    path = f"/v1/repairs/{town.done('huidong', '/v1/repairs', **application, applied_on=town.today)['id']}/actions"
    town.done("centre", path, action="hand_down", unit="huidong")
    grant = {"action": "grant", "on": town.today, "document_number": "修复〔2026〕1号", "reasons": "已履行义务"}
    assert town.refused(RECOGNISER, path, **grant) == "conflict", "nobody has looked yet"
    town.done("huidong", path, action="report", on=town.today, report="核查属实", performed=True)
    look(town, "a repair is applied for and checked")
    assert town.done(RECOGNISER, path, **grant)["state"] == "granted"
    look(town, "it is granted: display and measures end in one go")

"""Departments recognise, after a notice and a statement; it counts once served. The nation recognises too."""

from typing import Any

from tests.story.cast import FIRMS
from tests.story.chapter_2_verified import MARKET, POLICE
from tests.story.chapter_3_ordered import inspect
from tests.story.looking import look
from tests.story.town import ON_SITE, Town

NOTICE = {"facts": "经查证属实", "grounds": "《电子商务法》第十七条"}
DECISION = {**NOTICE, "evidence": [ON_SITE], "severity": "general", "measures": ["promotion_limit"]}
SAMR = {"rdbm": "国家市场监督管理总局", "wsh": "国市监认〔2026〕19号", "rdrq": "2026-05-11", "yxqz": "2029-05-10"}


def tell(town: Town) -> None:
    _only_a_department_recognises(town)
    cables = _decided(town, f"huidong/{POLICE}", "cables", "ecommerce_black", "personal_data")
    stones = _decided(town, f"huiyang/{MARKET}", "stones", "brushing_black", "brushing")
    look(town, "two recognitions are decided")
    _served(town, f"huidong/{POLICE}", cables, "direct")
    look(town, "one is served in person")
    served = _served(town, f"huiyang/{MARKET}", stones, "public_notice")
    assert served["takes_effect_on"] == "2026-06-19"
    look(town, "the other by public notice")
    _the_nation_recognises(town)
    _time_passes(town, cables, stones)


def _only_a_department_recognises(town: Town) -> None:
    for who in ("centre", "huidong", "platform", "huidong/transport"):
        body = _notice(town, "cables", "ecommerce_black", "personal_data")
        assert town.refused(who, "/v1/recognitions", **body) in ("forbidden", "missing_scope")


def _notice(town: Town, firm: str, of_list: str, problem: str) -> dict[str, Any]:
    merchant = {"uscc": FIRMS[firm].uscc, "name": FIRMS[firm].name, "list": of_list, "problem_types": [problem]}
    return {**NOTICE, **merchant, "notice_number": f"告〔2026〕{FIRMS[firm].number}号", "noticed_on": town.today}


def _decided(town: Town, department: str, firm: str, of_list: str, problem: str) -> str:
    row = town.done(department, "/v1/recognitions", **_notice(town, firm, of_list, problem))
    path, number = f"/v1/recognitions/{row['id']}/actions", FIRMS[firm].number
    decision = {
        "number": f"认〔2026〕{number}号",
        "decided_on": town.today,
        "exit_conditions": "停止违法行为",
        **DECISION,
    }
    assert town.refused(department, path, action="decide", **decision) == "invalid_content", "not heard yet"
    town.done(department, path, action="record_statement", on=town.today, statement="不作申辩", complete=True)
    assert town.done(department, path, action="decide", **decision)["state"] == "decided"
    return path


def _served(town: Town, department: str, path: str, mode: str) -> Any:
    serve = {"action": "serve", "on": town.today, "mode": mode, "proof": "送达回证"}
    assert town.refused(department, path, **serve) == "conflict", "not without its 信用修复告知书"
    return town.done(department, path, **serve, repair_notice_number=f"修复告〔2026〕{mode}")


def _the_nation_recognises(town: Town) -> None:
    town.act("longmen", "books", "report_rectification", on=town.today, statement="已撤下虚假广告")
    assert inspect(town, "books", accepted=True) == "rectified"
    look(town, "the books have rectified")
    town.nation.says("books", **SAMR, sxwtlx="虚假广告")
    town.wait_until("2026-05-21")
    assert town.case("books")["recognised_as"] == [town.record("books", "ecommerce_joint")]
    look(town, "and are recognised all the same")


def _time_passes(town: Town, cables: str, stones: str) -> None:
    publish = {"action": "publish", "channel": "信用惠州网站"}
    assert town.done("centre", cables, **publish, on=town.today)["published_on"] == town.today
    assert town.refused("centre", stones, **publish, on=town.today) == "conflict", "not in force yet"
    town.wait_until("2026-05-28")
    look(town, "the time that a court had stopped is over")
    town.wait_until("2026-06-18")
    look(town, "the last day of the public notice")
    town.wait_until("2026-06-19")
    look(town, "the day after it, a recognition takes effect")
    town.done("centre", stones, **publish, on=town.today)

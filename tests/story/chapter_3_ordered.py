"""Orders are served, extended, stopped, taken back; who does not meet one is seen by everybody from the next day on."""

from typing import Any

from tests.case_desk import stopped
from tests.story.chapter_2_verified import CONFIRMED, MARKET
from tests.story.looking import look
from tests.story.town import ON_SITE, Town

APRIL = "2026-04-15"
ORDERS: dict[str, str | None] = {
    **dict.fromkeys(("bags", "watches", "chairs", "radios", "cameras", "lamps"), APRIL),
    **dict.fromkeys(("phones", "cups", "cables", "books", "stones")),
}
"""Firm → the last day, where its order names one; else it is three months from the service."""
UNITS = {firm: unit for firm, (unit, _, _) in CONFIRMED.items()} | {"lamps": "dayawan"}


def tell(town: Town) -> None:
    _orders_are_served(town)
    _one_rectifies(town)
    _some_need_not_yet(town)
    _overdue(town)
    _disputed_and_in_relief(town)
    _a_longer_time_ends(town)
    _rectified_late(town)


def _orders_are_served(town: Town) -> None:
    town.wait_until("2026-03-16")
    for number, (firm, due) in enumerate(ORDERS.items(), 1):
        unit = UNITS[firm]
        order = {"number": f"责改〔2026〕{number}号", "requirements": "停止违法行为并改正", "issued_on": town.today}
        town.act(unit, firm, "issue_order", **order, due=due)
        mode = "public_notice" if firm == "stones" else "direct"
        town.act(unit, firm, "serve_order", mode=mode, on=town.today, proof="送达回证")
    dues = {firm: town.case(firm)["orders"][0]["due"] for firm in ORDERS}
    assert {dues.pop(firm) for firm, due in ORDERS.items() if due} == {APRIL}
    assert dues.pop("stones") == "2026-07-15", "three months from the day on which the notice has hung for thirty"
    assert set(dues.values()) == {"2026-06-16"}, "three months from the service"
    look(town, "eleven orders are served")


def _one_rectifies(town: Town) -> None:
    town.wait_until("2026-03-30")
    for firm in ("phones", "cups"):
        town.act(UNITS[firm], firm, "report_rectification", on=town.today, statement="已完成整改")
    refused = {"task_id": town.case("cups")["tasks"][0]["id"], "on": town.today, "results": {"service_breach": True}}
    path = f"/v1/cases/{town.case_id('cups')}/actions"
    alone = town.refused(f"dayawan/{MARKET}", path, action="inspect", officers=["张三"], **refused)
    assert alone == "invalid_content", "at least two officers inspect"
    assert inspect(town, "phones", accepted=True) == "rectified"
    assert inspect(town, "cups", accepted=False) == "incomplete"
    look(town, "one has rectified, one has not")


def inspect(town: Town, firm: str, *, accepted: bool) -> str:
    """Every department for its own types; the state to which that leads."""
    found: Any = None
    for task in town.case(firm)["tasks"]:
        result = {"results": dict.fromkeys(task["results"], accepted), "officers": ["张三", "李四"], "on": town.today}
        department = f"{UNITS[firm]}/{task['department']}"
        found = town.act(department, firm, "inspect", task_id=task["id"], evidence=[ON_SITE], **result)
    return str(found["state"])


def _some_need_not_yet(town: Town) -> None:
    town.act("zhongkai", "chairs", "extend_order", due="2026-05-15", basis="申请延期获准")
    town.act("zhongkai", "radios", "suspend", **stopped(town.today))
    assert town.case("radios")["deadline"] is None
    town.act("huidong", "cables", "withdraw_order", on=town.today, basis="文书有误")
    look(town, "a longer time, a court, an order taken back")


def _overdue(town: Town) -> None:
    town.wait_until("2026-04-15")
    look(town, "the last day of the orders")
    town.wait_until("2026-04-16")
    late = {one["uscc"] for one in town.items("centre", "/v1/cases", overdue=True)}
    assert late == {town.case(firm)["uscc"] for firm in ("bags", "watches", "cameras", "lamps")}
    look(town, "the day after it")


def _disputed_and_in_relief(town: Town) -> None:
    town.wait_until("2026-04-20")
    town.act("dayawan", "watches", "dispute", on=town.today, basis="当事人对认定事实有争议")
    ruling = {"basis": "法院批准重整计划", "document_number": "（2026）粤13破3号"}
    town.act("boluo", "cameras", "grant_relief", on=town.today, **ruling)
    look(town, "a dispute and a reorganisation")
    town.wait_until("2026-05-11")
    town.act("dayawan", "watches", "settle_dispute", on=town.today, basis="争议已解决")
    town.act("boluo", "cameras", "end_relief", on=town.today, basis="重整程序终止")
    town.act("zhongkai", "radios", "resume", on=town.today, basis="法院裁定恢复")
    assert town.case("radios")["deadline"]["due"] == "2026-05-27", "six weeks later, as it stood still for six weeks"
    look(town, "both are over, and the court lets go on")


def _a_longer_time_ends(town: Town) -> None:
    town.wait_until("2026-05-16")
    look(town, "the longer time is over too")


def _rectified_late(town: Town) -> None:
    town.act("huicheng", "bags", "report_rectification", on=town.today, statement="已完成整改")
    look(town, "a late report changes nothing yet")
    assert inspect(town, "bags", accepted=True) == "rectified"
    look(town, "an inspection does")

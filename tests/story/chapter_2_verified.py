"""The units verify: each of the nine results comes up, with what it rests on, and goes where it leads."""

from tests.story.looking import look
from tests.story.town import DOCUMENT, ON_SITE, PHOTO, REGISTER, Town

CONFIRMED = {
    "phones": ("huicheng", ["counterfeit"], "general"),
    "bags": ("huicheng", ["false_advertising", "brushing"], "general"),
    "watches": ("dayawan", ["counterfeit"], "serious"),
    "cups": ("dayawan", ["service_breach"], "general"),
    "chairs": ("zhongkai", ["false_advertising"], "general"),
    "radios": ("zhongkai", ["counterfeit"], "general"),
    "cameras": ("boluo", ["brushing"], "general"),
    "cables": ("huidong", ["personal_data"], "general"),
    "books": ("longmen", ["false_advertising"], "general"),
    "stones": ("huiyang", ["service_breach"], "general"),
}
"""Firm → who confirms what of it, and how serious that is."""

MARKET, COMMERCE, INDUSTRY, POLICE = "market_supervision", "commerce", "industry_information", "public_security"
TASKS = {
    "counterfeit": [MARKET],
    "false_advertising": [MARKET],
    "service_breach": [MARKET],
    "brushing": [COMMERCE, INDUSTRY, MARKET],
    "personal_data": [POLICE],
}
"""The notice's departments as they are called today."""

ELSEWHERE = "find_outside_jurisdiction"
RESULTS = {
    "tea": ("huicheng", "find_not_established", {"evidence": [ON_SITE]}),
    "toys": ("huicheng", "find_untraceable", {"evidence": [ON_SITE, PHOTO]}),
    "shoes": ("huiyang", "find_deregistered", {"evidence": [REGISTER]}),
    "lamps": ("huiyang", ELSEWHERE, {"evidence": [REGISTER], "level": "county", "belongs_to": "大亚湾区"}),
    "paper": ("boluo", ELSEWHERE, {"evidence": [REGISTER], "level": "city", "belongs_to": "东莞市"}),
    "fruit": ("boluo", ELSEWHERE, {"evidence": [REGISTER], "level": "province", "belongs_to": "福建省"}),
    "salt": ("huidong", "find_wrong_identity", {"evidence": [REGISTER], "right_subject": "海宴盐业商行"}),
    "silk": ("huidong", "find_duplicate", {"evidence": []}),
    "rice": ("longmen", "find_not_ecommerce", {"evidence": [ON_SITE]}),
    "honey": ("longmen", "find_already_corrected", {"evidence": [DOCUMENT]}),
}
"""Firm → who finds what else of it, and on what that rests."""


def tell(town: Town) -> None:
    town.wait_until("2026-03-09")
    _what_lacks_evidence_is_no_result(town)
    _confirm(town)
    _find_something_else(town)
    _go_on_from_there(town)


def _what_lacks_evidence_is_no_result(town: Town) -> None:
    path = f"/v1/cases/{town.case_id('toys')}/actions"
    assert town.refused("huicheng", path, action="find_untraceable", evidence=[ON_SITE]) == "invalid_content"
    assert town.refused("huidong", path, action="find_not_established", evidence=[ON_SITE]) == "not_found"
    assert town.case("toys")["state"] == "verifying"


def _confirm(town: Town) -> None:
    for firm, (unit, types, severity) in CONFIRMED.items():
        found = town.act(unit, firm, "confirm", problem_types=types, severity=severity, evidence=[ON_SITE])
        assert (found["state"], found["next_step"]) == ("confirmed", "issue_order")
        departments = [task["department"] for task in found["tasks"]]
        assert departments == sorted({body for problem in types for body in TASKS[problem]}), "one body, one task"
    [market] = [task for task in town.case("bags")["tasks"] if task["department"] == MARKET]
    assert set(market["results"]) == {"false_advertising", "brushing"}, "one task, many types"
    town.act("huizhou/commerce", "bags", "urge", task_id=town.case("bags")["tasks"][0]["id"], basis="市级督办")
    assert town.case("bags", "huicheng/commerce")["tasks"][0]["urged_at"] is not None
    look(town, "ten names are confirmed")


def _find_something_else(town: Town) -> None:
    for firm, (unit, action, said) in RESULTS.items():
        other = {"duplicate_of": town.case_id("stones")} if firm == "silk" else {}
        # the stones' case stands with another county: that one is known to the centre alone
        found = town.act("centre" if other else unit, firm, action, **said, **other)
        assert found["state"] == action.removeprefix("find_")
    look(town, "ten others come to something else")


def _go_on_from_there(town: Town) -> None:
    _step(town, "tea", "report_upward")
    assert town.act("huicheng", "toys", "notify_registrar", basis="函告登记机关")["state"] == "awaiting_trace"
    assert town.act("huicheng", "toys", "resume_verification", basis="取得联系")["state"] == "verifying"
    town.act("huicheng", "toys", "find_untraceable", evidence=[ON_SITE, PHOTO])
    town.act("huicheng", "toys", "notify_registrar", basis="再次函告登记机关")
    _step(town, "toys", "report_upward")
    _step(town, "shoes", "report_deregistration")
    _step(town, "salt", "report_correction_of_identity")
    _step(town, "silk", "merge")
    _step(town, "rice", "return_to_sender")
    for firm, place in (("paper", "东莞市"), ("fruit", "福建省")):
        assert town.act("centre", firm, "hand_to_province", to=place, basis="不属本市")["state"] == "transferred"
        assert town.case(firm)["unit"] is None
    town.act("centre", "fruit", "return_from_province", basis="省平台退回补充材料")
    town.act("centre", "fruit", "hand_to_province", to="福建省", basis="已补充材料")
    for firm in ("paper", "fruit"):
        _step(town, firm, "close")
    town.done("centre", "/v1/cases/routing", cases=[town.case_id("lamps")], unit="dayawan", basis="登记地址")
    assert town.ask("huiyang", "GET", f"/v1/cases/{town.case_id('lamps')}").status_code == 404
    town.act("dayawan", "lamps", "confirm", problem_types=["service_breach"], severity="minor", evidence=[ON_SITE])
    assert town.act("centre", "honey", "propose_removal", basis="核查前已整改")["state"] == "removal_proposed"
    look(town, "each result has led on")


def _step(town: Town, firm: str, action: str) -> None:
    assert town.act("centre", firm, action, basis="按程序办理")["state"] == "closed"

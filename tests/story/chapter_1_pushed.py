"""The nation pushes twenty names in three ways; each becomes a case of its county or zone, and nobody else hears."""

from tests.story.cast import FIRMS, SEVEN_UNITS
from tests.story.looking import look
from tests.story.town import Town


def tell(town: Town) -> None:
    _names_come_in(town)
    _one_waits_for_a_person(town)
    _units_sign_for_them(town)


def _names_come_in(town: Town) -> None:
    came = {way: [firm.row() for firm in FIRMS.values() if firm.way == way] for way in ("pulled", "pushed", "dropped")}
    town.nation.lists(*came["pulled"])
    town.work()
    look(town, "the platform is pulled")
    assert town.nation.pushes(*came["pushed"])["state"] == "completed"
    assert town.nation.pushes(*came["pushed"])["again"], "the same message once more changes nothing"
    look(town, "the platform pushes")
    assert town.nation.leaves_file(*came["dropped"]) == "completed"
    look(town, "the platform leaves a file")
    town.nation.lists(*(firm.row() for firm in FIRMS.values()))
    assert list(town.told()) == [], "no webhook tells of a lead"


def _one_waits_for_a_person(town: Town) -> None:
    landed = {name: town.case(name)["unit"] for name in FIRMS}
    assert landed == {name: firm.unit for name, firm in FIRMS.items()}
    assert set(landed.values()) == {*SEVEN_UNITS, None}
    [waiting] = town.items("centre", "/v1/cases", queue="unassigned")
    assert waiting["uscc"] == FIRMS["stones"].uscc
    route = {"cases": [waiting["id"]], "unit": "huiyang", "basis": "电话核实登记机关", "copies": ["huiyang/commerce"]}
    assert town.refused("huiyang", "/v1/cases/routing", **route) == "missing_scope"
    town.done("centre", "/v1/cases/routing", **route)
    assert town.case("stones", "huiyang")["routed_by"] == "person"
    assert town.items("centre", "/v1/cases", queue="unassigned") == []
    look(town, "the centre routes what was unclear")


def _units_sign_for_them(town: Town) -> None:
    town.wait_until("2026-03-03")
    for name, firm in FIRMS.items():
        town.act(firm.unit or "huiyang", name, "receive", received_by="值班员")
    town.act("huiyang/commerce", "stones", "receive", received_by="商务科")
    town.act("huizhou/commerce", "tea", "receive", received_by="工作组联络员")
    town.act("huicheng", "tea", "give_feedback", feedback="已安排现场核查")
    [handling] = [one for one in town.case("tea")["addressees"] if one["role"] == "handling"]
    assert (handling["body"], handling["received_on"], handling["feedback_on"]) == ("huicheng", town.today, town.today)
    assert town.ask("huidong", "GET", f"/v1/cases/{town.case_id('tea')}").status_code == 404
    look(town, "the units have signed for their cases")

"""Joint punishment, by its two limbs: tasks for departments, prompts for members, who decide themselves and answer."""

from typing import Any

from tests.story.cast import FIRMS
from tests.story.chapter_2_verified import COMMERCE, INDUSTRY, MARKET
from tests.story.looking import look
from tests.story.town import Town

ALL = "entry_limit listing_limit promotion_limit"
LIMBS = {
    "first": {
        "platform": f"{ALL} grade_down search_down carrier_delist",
        "logistics": "contract_limit carrier_delist",
        "association": "member_warning",
    },
    "second": {
        "platform": f"{ALL} shop_mask",
        "logistics": "contract_limit",
        "association": "member_downgrade",
    },
    "second, serious": {
        "platform": f"{ALL} shop_close account_limit",
        "logistics": "contract_limit",
        "association": "member_downgrade",
    },
}
"""Limb of the notice → member → what it is asked to consider.

A mask that was asked for while a dispute held back what cannot be undone is closed by the stronger that came after.
"""
PUNISHED = {
    "books": "first",
    "watches": "second, serious",
    **dict.fromkeys(("cups", "chairs", "radios", "cameras"), "second"),
}
BODIES = {
    f"longmen/{MARKET}": "books",
    f"dayawan/{MARKET}": "watches cups",
    f"zhongkai/{MARKET}": "chairs radios",
    **dict.fromkeys((f"boluo/{COMMERCE}", f"boluo/{INDUSTRY}", f"boluo/{MARKET}"), "cameras"),
}
"""Department → firms about which it has tasks: those of its place, by their problem types."""
TASKS = {"interview", "notify_authority", "closer_inspection"}
MORE_TASKS = {"watches": {"finance_notice"}, "books": {"finance_notice", "public_exposure"}}
"""Serious: banks may hear. On a public list: the public too."""
CODES = {firm.uscc: name for name, firm in FIRMS.items()}


def tell(town: Town) -> None:
    town.wait_until("2026-06-22")
    _members_are_asked(town)
    _departments_are_asked(town)
    look(town, "tasks and prompts stand open")
    town.decision = town.check("platform", "books", "promotion")["decision_id"]
    _the_platform_answers(town)
    _others_answer(town)
    _departments_answer(town)
    look(town, "who was asked has answered")


def prompts(town: Town, who: str, **wanted: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """By firm and measure; what is withheld has neither firm."""
    found = town.items(who, "/v1/prompts", **wanted)
    return {(CODES[one["about"]["uscc"]], one["measure"]): one for one in found if one["about"]}


def tasks(town: Town, who: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(CODES[one["uscc"]], one["measure"]): one for one in town.items(who, "/v1/tasks")}


def _members_are_asked(town: Town) -> None:
    for member in ("platform", "logistics", "association"):
        asked = {(firm, measure) for firm, limb in PUNISHED.items() for measure in LIMBS[limb][member].split()}
        assert set(prompts(town, member, state="open")) == asked
    told = [event for event in town.told() if event.type == "prompt.opened"]
    assert {one["id"] for one in prompts(town, "platform").values()} <= {event.subject for event in told}
    assert all(set(event.data) == {"id", "measure"} for event in told), "a message names nobody"


def _departments_are_asked(town: Town) -> None:
    for body, firms in BODIES.items():
        asked = {(firm, task) for firm in firms.split() for task in TASKS | MORE_TASKS.get(firm, set())}
        assert set(tasks(town, body)) == asked
    assert town.items("centre", "/v1/tasks", queue=True) == [], "nobody's"


def _the_platform_answers(town: Town) -> None:
    own = prompts(town, "platform", state="open")
    clauses = {one["measure"]: one["id"] for one in town.items("platform", "/v1/clauses")}
    applied = {"action": "apply", "applied_on": town.today, "merchant_notified_on": town.today, "by": "风控-17"}
    applied |= {"reasons_given": "列入联合惩戒对象名单", "published_at": "平台规则公示页"}
    for firm, measure in (("books", "entry_limit"), ("cups", "shop_mask")):
        path = f"/v1/prompts/{own[firm, measure]['id']}/actions"
        assert town.refused("platform", path, **applied) == "invalid_content", "by which clause?"
        assert town.done("platform", path, **applied, clause=clauses[measure])["state"] == "applied"
    appealed = {"action": "appeal", "on": town.today, "by": "风控-17"}
    path = f"/v1/prompts/{own['books', 'entry_limit']['id']}/actions"
    town.done("platform", path, **appealed, result="pending")
    town.done("platform", path, **appealed, result="rejected", result_on=town.today)
    declined = {"action": "do_not_apply", "why": "非本平台商户", "by": "风控-17"}
    town.done("platform", f"/v1/prompts/{own['chairs', 'shop_mask']['id']}/actions", **declined)
    gone = [one for one in town.items("platform", "/v1/prompts", state="closed") if one["withheld"]]
    assert {one["measure"] for one in gone} == set(LIMBS["second"]["platform"].split()), "the bags have rectified"
    assert {one["about"] for one in gone} == {None}
    assert town.items("platform", "/v1/prompts", state="to_be_lifted") == []


def _others_answer(town: Town) -> None:
    for member, key in (("logistics", ("books", "contract_limit")), ("association", ("watches", "member_downgrade"))):
        one = prompts(town, member)[key]
        [clause] = [own["id"] for own in town.items(member, "/v1/clauses") if own["measure"] == key[1]]
        said = {"action": "apply", "applied_on": town.today, "merchant_notified_on": town.today, "clause": clause}
        path = f"/v1/prompts/{one['id']}"
        town.done(member, f"{path}/actions", **said, reasons_given="依合同和章程", by="经办-3")
        assert town.ask("platform", "GET", path).status_code == 404, "no member sees another's"
        [seen] = [seen for seen in town.items("centre", "/v1/prompts", state="applied") if seen["id"] == one["id"]]
        assert seen["answer"]["reasons_given"] == "依合同和章程", "the centre sees all"


def _departments_answer(town: Town) -> None:
    done = {"on": town.today, "officer": "张三"}
    own = tasks(town, f"dayawan/{MARKET}")
    interview = f"/v1/tasks/{own['watches', 'interview']['id']}"
    town.done(f"dayawan/{MARKET}", f"{interview}/actions", action="done", **done, note="已约谈")
    notify = f"/v1/tasks/{own['cups', 'notify_authority']['id']}"
    town.done("dayawan", f"{notify}/actions", action="not_applicable", **done, reason="无行业主管部门")
    assert town.ask(f"huidong/{MARKET}", "GET", interview).status_code == 404
    assert town.ask("platform", "GET", interview).status_code == 403
    books = f"/v1/tasks/{tasks(town, f'longmen/{MARKET}')['books', 'interview']['id']}"
    town.done(f"huizhou/{MARKET}", f"{books}/actions", action="urge", basis="市级督办")
    assert town.get(f"longmen/{MARKET}", books)["urged_at"] is not None
    states = {
        key: one["state"] for key, one in tasks(town, "centre").items() if one["state"] in ("done", "not_applicable")
    }
    assert states == {("watches", "interview"): "done", ("cups", "notify_authority"): "not_applicable"}

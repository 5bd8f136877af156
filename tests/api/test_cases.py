"""Cases over HTTP: who may do what, what is refused and how, and that checks follow at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from huixin import CaseActionRefused, Client, NotFound
from huixin.core.vocabulary import MemberKind, Standing
from huixin.core.windows import Window
from huixin.types.case_actions import Confirm, Evidence, Inspect, IssueOrder, ReportRectification, ServeOrder
from huixin.types.liaison import LiaisonRequest
from huixin.types.referral import ReferralRequest
from models.cases.opening import open_cases
from models.members import add_member
from models.scopes import CASES_REFERRALS, default_scopes
from rules.routing import Place
from tests.api.conftest import BLACK, AssertProblem, World
from tests.factories import make_listing, make_subject

HUICHENG = "惠州市惠城区江北街道"
ON_SITE = {"kind": "on_site_record", "description": "现场核查记录"}
CONFIRM = {"action": "confirm", "problem_types": ["false_advertising"], "evidence": [ON_SITE]}


def case_of(world: World, uscc: str | None = None, address: str = HUICHENG) -> str:
    """A case of a new lead."""
    with world.context.database.write() as session:
        subject = make_subject(session, uscc=uscc)
        fields: dict[str, Any] = {"list": "ecommerce_pushed", "standing": Standing.LEAD, "problem_types": frozenset()}
        lead = make_listing(session, subject, window=Window(date(2026, 10, 1), None), **fields)
        places = {lead.id: Place(address=address)}
        [case_id] = open_cases(session, [lead.id], world.context.now(), world.context.ruleset, places)
    return case_id


def local(world: World, unit: str, department: str | None = None, **options: Any) -> dict[str, str]:
    """Headers of a unit, or of its department."""
    name = f"{unit}/{department}"
    kind = MemberKind.UNIT if department is None else MemberKind.DEPARTMENT
    if name not in world.members:
        with world.context.database.write() as session:
            granted = options.get("scopes", default_scopes(kind))
            world.members[name] = add_member(
                session, name, kind, granted, world.context.now(), unit=unit, department=department
            )
    return world.headers(kind, name=name)


def act(world: World, headers: dict[str, str], case_id: str, **body: Any) -> httpx.Response:
    return world.client.post(f"/v1/cases/{case_id}/actions", json=body, headers=headers)


def test_a_check_follows_the_case_at_once(world: World) -> None:
    case_id, unit = case_of(world, BLACK), local(world, "huicheng")
    platform = world.headers()
    outcome: Callable[[], str] = lambda: world.ask(platform).json()["outcome"]  # noqa: E731
    today = str(world.context.today())
    assert outcome() == "clear"
    for body in (
        CONFIRM,
        {"action": "issue_order", "number": "改1号", "requirements": "改正", "issued_on": today},
        {"action": "serve_order", "mode": "direct", "on": today, "proof": "送达回证"},
    ):
        assert act(world, unit, case_id, **body).status_code == 200
        assert outcome() == "clear"
    world.pass_time(days=95)
    platform, unit = world.headers(), local(world, "huicheng")
    assert outcome() == "refuse", "overdue"
    today = str(world.context.today())
    act(world, unit, case_id, action="report_rectification", on=today, statement="已整改")
    [task] = world.client.get(f"/v1/cases/{case_id}", headers=unit).json()["tasks"]
    look = {"action": "inspect", "task_id": task["id"], "on": today, "results": {"false_advertising": True}}
    assert outcome() == "refuse", "a late report alone lifts nothing"
    market = local(world, "huicheng", "market_supervision")
    accepted = act(world, market, case_id, officers=["张三", "李四"], **look)
    assert accepted.json()["state"] == "rectified"
    assert outcome() == "clear"


def test_what_is_not_allowed_names_what_is(world: World, assert_problem: AssertProblem) -> None:
    case_id, unit = case_of(world), local(world, "huicheng")
    body = {"action": "issue_order", "number": "改1号", "requirements": "改正", "issued_on": "2026-11-01"}
    problem = assert_problem(act(world, unit, case_id, **body), "case_action_refused")
    assert "'verifying'" in problem["detail"]
    allowed = world.client.get(f"/v1/cases/{case_id}", headers=unit).json()["allowed"]
    assert "confirm" in allowed
    assert all(action in problem["detail"] for action in allowed)
    assert_problem(act(world, unit, case_id, action="merge", basis="x"), "case_action_refused")
    assert_problem(act(world, unit, case_id, action="dance"), "invalid_content")
    assert_problem(act(world, unit, case_id, **CONFIRM, version=7), "conflict")


def test_others_cases_are_not_there(world: World, assert_problem: AssertProblem) -> None:
    case_id = case_of(world)
    read = frozenset({"cases:read", "cases:verify"})
    strangers = [
        local(world, "boluo"),
        local(world, "boluo", "market_supervision"),
        local(world, "huicheng", "market_supervision"),
        world.headers(MemberKind.UNIT, name="a unit that says not which", scopes=read),
        *(world.headers(MemberKind(kind), name=f"curious {kind}", scopes=read) for kind in ("platform", "merchant")),
    ]
    for headers in strangers:
        assert world.client.get("/v1/cases", headers=headers).json()["items"] == []
        assert_problem(world.client.get(f"/v1/cases/{case_id}", headers=headers), "not_found")
        assert_problem(act(world, headers, case_id, **CONFIRM), "not_found")
    for kind in ("platform", "logistics", "internet", "association", "agency", "merchant"):
        headers = world.headers(MemberKind(kind))
        assert_problem(world.client.get("/v1/cases", headers=headers), "missing_scope")


def test_the_units_work_is_not_the_departments(world: World, assert_problem: AssertProblem) -> None:
    case_id = case_of(world)
    commerce = local(world, "huizhou", "commerce")
    assert_problem(act(world, commerce, case_id, **CONFIRM), "forbidden")
    assert act(world, commerce, case_id, action="receive", received_by="王五").status_code == 200


def test_pages_filters_and_queues(world: World, assert_problem: AssertProblem) -> None:
    centre = world.headers(MemberKind.CENTRE)
    placed = {case_of(world) for _ in range(5)}
    unclear = case_of(world, address="地址不详")
    seen, query = [], {"limit": "2"}
    while True:
        page = world.client.get("/v1/cases", params=query, headers=centre).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert len(seen) == 6
    assert set(seen) == placed | {unclear}
    find: Callable[..., set[str]] = lambda **params: {  # noqa: E731
        item["id"] for item in world.client.get("/v1/cases", params=params, headers=centre).json()["items"]
    }
    assert find(queue="unassigned") == find(state="unassigned") == {unclear}
    assert find(queue="returned") == set()
    assert find(unit="huicheng") == placed
    assert find(overdue="true") == set()
    assert find(overdue="false") == placed | {unclear}
    other = world.client.get("/v1/cases", params={"cursor": query["cursor"], "state": "closed"}, headers=centre)
    assert_problem(other, "invalid_content", "cursor", "bad_cursor")


def test_the_centre_routes_many_and_nobody_else(world: World, assert_problem: AssertProblem) -> None:
    cases = [case_of(world, address="地址不详") for _ in range(3)]
    body = {"cases": cases, "unit": "boluo", "basis": "电话核实"}
    assert_problem(world.client.post("/v1/cases/routing", json=body, headers=local(world, "boluo")), "missing_scope")
    centre = world.headers(MemberKind.CENTRE)
    routed = world.client.post("/v1/cases/routing", json=body, headers=centre)
    assert sorted(routed.json()["routed"]) == sorted(cases)
    assert len(world.client.get("/v1/cases", headers=local(world, "boluo")).json()["items"]) == 3
    for unit in ("nowhere", "huizhou"):
        wrong = world.client.post("/v1/cases/routing", json=body | {"unit": unit}, headers=centre)
        assert_problem(wrong, "invalid_content", "/unit", "unknown_unit")


def test_a_referral_opens_to_three_only(world: World, assert_problem: AssertProblem) -> None:
    case_id, unit = case_of(world), local(world, "huicheng")
    path = f"/v1/cases/{case_id}/referrals"
    body = {"number": "移1号", "referred_on": str(world.context.today()), "to": "惠城公安分局"}
    before = world.client.get(f"/v1/cases/{case_id}", headers=world.headers(MemberKind.CENTRE)).json()
    assert world.client.post(path, json=body, headers=unit).status_code == 200
    named = default_scopes(MemberKind.CENTRE) | {CASES_REFERRALS}
    officer = world.headers(MemberKind.CENTRE, name="the named officer", scopes=named)
    for headers in (unit, local(world, "huicheng", "public_security"), officer):
        assert len(world.client.get(path, headers=headers).json()["items"]) == 1
    assert_problem(world.client.get(path, headers=world.headers(MemberKind.CENTRE)), "missing_scope")
    for headers in (local(world, "boluo"), local(world, "huizhou", "commerce")):
        assert_problem(world.client.get(path, headers=headers), "not_found")
        assert_problem(world.client.post(path, json=body, headers=headers), "not_found")
    assert world.client.get(f"/v1/cases/{case_id}", headers=world.headers(MemberKind.CENTRE)).json() == before


def client_of(world: World, name: str) -> Client:
    credential = world.members[name]
    return Client("http://testserver", credential.client_id, credential.client_secret, http=world.client)


def test_the_sdk_takes_a_case_from_the_list_to_its_end(world: World) -> None:
    case_id = case_of(world)
    local(world, "huicheng")
    world.member(MemberKind.CENTRE)
    unit, centre = client_of(world, "huicheng/None"), client_of(world, f"test {MemberKind.CENTRE}")
    today = world.context.today()
    assert [case.id for case in unit.cases.iter(state="verifying", limit=1)] == [case_id]
    evidence = (Evidence(kind="on_site_record", description="核查记录"),)
    unit.cases.act(case_id, Confirm(problem_types=("personal_data",), evidence=evidence))
    with pytest.raises(CaseActionRefused, match="issue_order"):
        unit.cases.act(case_id, Confirm(problem_types=("personal_data",), evidence=evidence))
    unit.cases.act(case_id, IssueOrder(number="改9号", requirements="删除个人信息", issued_on=today))
    unit.cases.act(case_id, ServeOrder(mode="mail", on=today, proof="回执"))
    found = unit.cases.act(case_id, ReportRectification(on=today, statement="已删除"))
    [task] = found.tasks
    look = Inspect(task_id=task.id, on=today, officers=("张三", "李四"), results={"personal_data": True})
    assert unit.cases.act(case_id, look).state == "rectified"
    assert [event.number for event in unit.cases.get(case_id).history] == list(range(1, 8))
    unclear = case_of(world, address="地址不详")
    assert centre.cases.route([unclear], unit="huicheng", basis="核实") == [unclear]
    unit.cases.refer(case_id, ReferralRequest(number="移9号", referred_on=today, to="惠城公安分局"))
    assert [row.number for row in unit.cases.referrals(case_id)] == ["移9号"]
    with pytest.raises(NotFound):
        unit.cases.get("cas_" + "0" * 32)


def test_liaison_persons_are_kept_by_the_centre(world: World, assert_problem: AssertProblem) -> None:
    world.member(MemberKind.CENTRE)
    centre = client_of(world, f"test {MemberKind.CENTRE}")
    entered = centre.liaisons.add(LiaisonRequest(body="huizhou/commerce", name="甲", phone="0752", since="2026-01-01"))
    assert [row.id for row in centre.liaisons.all(body="huizhou/commerce")] == [entered.id]
    assert centre.liaisons.end(entered.id).until == date(2026, 11, 1)
    assert centre.liaisons.all() == []
    assert [row.name for row in centre.liaisons.all(past=True)] == ["甲"]
    unit = local(world, "huicheng")
    body = {"body": "huizhou/nobody", "name": "乙", "since": "2026-01-01"}
    assert_problem(world.client.post("/v1/liaisons", json=body, headers=unit), "missing_scope")
    headers = world.headers(MemberKind.CENTRE)
    assert_problem(world.client.post("/v1/liaisons", json=body, headers=headers), "invalid_content", "/body")

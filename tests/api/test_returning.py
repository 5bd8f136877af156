"""A pushed name that had ended and is named again: a lead once more, verified anew, and nothing follows unasked."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.upstream.feeds import FeedPlan, add_feed, new_secret
from models.upstream.intake import Desk, Taken, take_in
from tests.api.conftest import BLACK, CLEAN, World, csv_of
from tests.api.test_cases import CONFIRM, act, local

PUSHED = "ecommerce_pushed"
NAME = {"RDBM": "", "文书号": "", "属地": "惠城区", "YXQZ": ""}
OTHER = {**NAME, "TYSHXYDM": CLEAN, "JGMC": "惠州市别的公司"}
Send = Callable[..., Taken]


class Office:
    """Whoever follows one name through the service: in files and messages, its case, and what a platform hears."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = world.client

    @property
    def centre(self) -> dict[str, str]:
        return self.world.headers(MemberKind.CENTRE)

    @property
    def today(self) -> str:
        return str(self.world.context.today())

    def full(self, *rows: dict[str, str]) -> Any:
        return self.world.enter(*rows, list_code=PUSHED, mode="full", confirm=True)

    def case(self) -> dict[str, Any]:
        cases = self.client.get("/v1/cases", headers=self.centre).json()["items"]
        [case_id] = [case["id"] for case in cases if case["uscc"] == BLACK]
        found: dict[str, Any] = self.client.get(f"/v1/cases/{case_id}", headers=self.centre).json()
        return found

    def outcome(self) -> str:
        return str(self.world.ask(self.world.headers()).json()["outcome"])

    def act(self, action: str, **fields: Any) -> dict[str, Any]:
        answer = act(self.world, local(self.world, "huicheng"), self.case()["id"], action=action, **fields)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def ordered(self, number: str) -> dict[str, Any]:
        """Verified, ordered and served today."""
        self.act(**CONFIRM, severity="serious")
        self.act("issue_order", number=number, requirements="停止虚假宣传", issued_on=self.today)
        return self.act("serve_order", mode="direct", on=self.today, proof="送达回证")

    def overdue(self) -> None:
        self.ordered("责改〔2026〕1号")
        self.world.pass_time(days=95)
        assert (self.outcome(), self.case()["overdue"]) == ("refuse", True)

    def ask_person(self, answer: str = "reopened") -> None:
        [asked] = self.client.get("/v1/upstream/reappearances", headers=self.centre).json()["items"]
        said = {"answer": answer, "why": "经核实上游再次推送", "by": "值班员"}
        path = f"/v1/upstream/reappearances/{asked['id']}"
        assert self.client.post(path, headers=self.centre, json=said).status_code == 200


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def send(world: World, tmp_path: Path) -> Send:
    """A message of the feed of pushed names."""
    context = world.context
    with context.database.write() as session:
        plan = FeedPlan("national-pushed", PUSHED, "国家平台")
        feed = add_feed(session, context.ruleset.catalogue, context.keys, plan, new_secret(), context.now())
    desk = Desk(context.database, context.keys, context.ruleset, tmp_path, context.now)

    def sent(*rows: dict[str, str]) -> Taken:
        path = tmp_path / "message.csv"
        path.write_text(csv_of(*rows))
        return take_in(desk, feed, path, filename=path.name)

    return sent


def assert_verified_anew(office: Office, state: str = "verifying") -> dict[str, Any]:
    """The name of a merchant with an order behind it is a lead, and goes all the way again."""
    case = office.case()
    last = case["history"][-1]
    assert (case["state"], last["action"], last["from_state"]) == (state, "reopen", "closed")
    assert (case["overdue"], case["result"], case["problem_types"], case["tasks"]) == (False, None, [], [])
    assert all(order["withdrawn_on"] for order in case["orders"])
    assert office.outcome() == "clear"
    return case


class TestAFullFile:
    def test_that_names_again_what_a_full_file_lacked_makes_it_a_lead(self, office: Office) -> None:
        office.full(NAME, OTHER)
        office.overdue()
        office.full(OTHER)
        assert (office.outcome(), office.case()["state"]) == ("clear", "closed")
        office.world.pass_time(days=3)
        office.full(NAME, OTHER)
        case = assert_verified_anew(office)
        assert case["unit"] == "huicheng"
        assert case["deadline"]["days_left"] == 30
        office.full(NAME, OTHER)
        assert office.case()["version"] == case["version"], "once"

    def test_whoever_had_the_case_signs_for_it_anew(self, office: Office) -> None:
        office.full(NAME, OTHER)
        office.act("receive", received_by="值班员")
        office.act("give_feedback", feedback="已核查")
        office.overdue()
        office.full(OTHER)
        office.world.pass_time(days=3)
        office.full(NAME, OTHER)
        [unit] = [one for one in office.case()["addressees"] if one["role"] == "handling"]
        assert (unit["received_on"], unit["feedback"]) == (None, None)
        office.act("receive", received_by="接班员")
        [unit] = [one for one in office.case()["addressees"] if one["role"] == "handling"]
        assert (unit["received_on"], unit["received_by"]) == (office.today, "接班员")

    def test_a_name_that_came_back_goes_all_the_way_again_to_its_removal(self, office: Office) -> None:
        office.full(NAME, OTHER)
        office.overdue()
        office.full(OTHER)
        office.world.pass_time(days=3)
        office.full(NAME, OTHER)
        assert office.ordered("责改〔2027〕1号")["orders"][-1]["due"]
        office.full(NAME, OTHER)
        assert office.case()["state"] == "rectifying", "the same push leaves what was established since"
        office.world.pass_time(days=95)
        assert office.outcome() == "refuse"
        office.act("report_rectification", on=office.today, statement="已完成整改")
        [task] = office.case()["tasks"]
        results = dict.fromkeys(task["results"], True)
        officers = ["张三", "李四"]
        body = {"task_id": task["id"], "on": office.today, "officers": officers, "results": results}
        assert act(office.world, office.centre, office.case()["id"], action="inspect", **body).status_code == 200
        assert (office.outcome(), office.case()["state"]) == ("clear", "rectified")
        [request] = office.client.get("/v1/exits", headers=office.centre).json()["items"]
        assert [one["kind"] for one in request["evidence"]] == ["statement", "on_site_record"]

    def test_no_order_is_older_than_the_case_that_was_reopened(self, office: Office) -> None:
        office.full(NAME, OTHER)
        before = office.today
        office.full(OTHER)
        office.world.pass_time(days=100)
        office.full(NAME, OTHER)
        office.act(**CONFIRM, severity="serious")
        order = {"number": "责改〔2027〕1号", "requirements": "停止虚假宣传", "issued_on": before}
        path = local(office.world, "huicheng")
        assert act(office.world, path, office.case()["id"], action="issue_order", **order).status_code == 422

    def test_of_a_result_that_does_not_stand_the_severity_is_that_of_the_new_push(self, office: Office) -> None:
        office.full(NAME, OTHER)
        office.overdue()
        office.full(OTHER)
        office.world.pass_time(days=3)
        office.full(NAME, OTHER)
        office.act(**CONFIRM)
        assert office.case()["severity"] == "unknown", "nothing of the first verification is left"

    def test_that_names_a_listing_again_brings_it_back_as_it_was(self, office: Office) -> None:
        listed, beside = {"属地": "惠城区"}, {"TYSHXYDM": CLEAN, "JGMC": "惠州市别的公司", "文书号": "2号"}
        for rows in ((listed, beside), (beside,)):
            office.world.enter(*rows, mode="full", confirm=True)
        assert office.outcome() == "clear"
        office.world.enter(listed, beside, mode="full")
        assert office.outcome() != "clear"


class TestAFeed:
    def test_whose_name_comes_back_overdue_is_a_lead_once_a_person_lets_it_in(self, office: Office, send: Send) -> None:
        send(NAME)
        office.ordered("责改〔2026〕1号")
        office.world.pass_time(days=95)
        send(NAME)
        assert (office.outcome(), office.case()["overdue"]) == ("refuse", True)
        send({**NAME, "TCRQ": office.today})
        assert office.case()["state"] == "closed"
        office.world.pass_time(days=5)
        assert send(NAME).ended.held == 1
        assert (office.case()["state"], office.outcome()) == ("closed", "clear"), "nothing, until a person answers"
        office.ask_person()
        case = assert_verified_anew(office)
        assert case["severity"] == "unknown"
        send(NAME)
        assert office.case()["version"] == case["version"]

    def test_a_lead_that_comes_back_has_its_case_open(self, office: Office, send: Send) -> None:
        send(NAME)
        send({**NAME, "TCRQ": office.today})
        office.world.pass_time(days=2)
        send(NAME)
        office.ask_person()
        assert_verified_anew(office)

    def test_one_that_nobody_had_placed_waits_in_the_queue_of_the_centre(self, office: Office, send: Send) -> None:
        unplaced = {**NAME, "属地": ""}
        send(unplaced)
        send({**unplaced, "TCRQ": office.today})
        send(unplaced)
        office.ask_person()
        assert_verified_anew(office, "unassigned")
        queue = office.client.get("/v1/cases", params={"queue": "unassigned"}, headers=office.centre).json()["items"]
        assert [case["uscc"] for case in queue] == [BLACK]

    def test_a_lead_that_first_came_ended_gets_its_first_case(self, office: Office, send: Send) -> None:
        send({**NAME, "TCRQ": office.today})
        assert office.client.get("/v1/cases", headers=office.centre).json()["items"] == []
        send(NAME)
        office.ask_person()
        assert [event["action"] for event in office.case()["history"]] == ["open"]

    def test_whose_end_stands_opens_nothing(self, office: Office, send: Send) -> None:
        send(NAME)
        send({**NAME, "TCRQ": office.today})
        send(NAME)
        office.ask_person("stays_ended")
        assert office.case()["state"] == "closed"

    def test_a_mark_of_the_court_stands_on_what_comes_back(self, office: Office, send: Send) -> None:
        send(NAME)
        office.act("grant_relief", basis="批准重整", on=office.today, document_number="（2026）粤13破1号")
        send({**NAME, "TCRQ": office.today})
        send(NAME)
        office.ask_person()
        assert assert_verified_anew(office)["relief"]


class TestARemovalOfBeforeTheEnd:
    def rectified(self, office: Office, number: str) -> None:
        office.ordered(number)
        office.act("report_rectification", on=office.today, statement="已完成整改")
        for task in office.case()["tasks"]:
            results = dict.fromkeys(task["results"], True)
            office.act("inspect", task_id=task["id"], on=office.today, officers=["张三", "李四"], results=results)

    def come_back(self, office: Office, send: Send) -> None:
        send({**NAME, "TCRQ": office.today})
        office.world.pass_time(days=2)
        send(NAME)
        office.ask_person()

    def requests(self, office: Office) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = office.client.get("/v1/exits", headers=office.centre).json()["items"]
        return sorted(found, key=lambda one: one["created_at"])

    def step(self, office: Office, key: str, who: dict[str, str], **fields: Any) -> Any:
        return office.client.post(f"/v1/exits/{key}/actions", headers=who, json=fields)

    def sent(self, office: Office, key: str) -> None:
        unit = local(office.world, "huicheng")
        assert self.step(office, key, unit, action="give_opinion", opinion="同意移出").status_code == 200
        assert self.step(office, key, unit, action="send", on=office.today).status_code == 200

    @pytest.mark.parametrize("sent", [False, True])
    def test_is_overtaken_and_asked_for_anew(self, office: Office, send: Send, sent: bool) -> None:
        send(NAME)
        self.rectified(office, "责改〔2026〕1号")
        [old] = self.requests(office)
        if sent:
            self.sent(office, old["id"])
        self.come_back(office, send)
        [old] = self.requests(office)
        assert (old["state"], old["decided_on"], old["decided_by"]) == ("overtaken", office.today, "huixin")
        late = {"action": "return", "on": office.today, "reasons": "x", "decided_by": "国家发改委"}
        assert self.step(office, old["id"], office.centre, **late).status_code == 409
        self.rectified(office, "责改〔2026〕2号")
        [_, new] = self.requests(office)
        assert (new["state"], new["opinion"], "2号" in new["reasons"]) == ("requested", None, True)

    def test_leaves_the_case_that_came_back_a_way_on_when_the_new_one_is_returned(
        self, office: Office, send: Send
    ) -> None:
        send(NAME)
        self.rectified(office, "责改〔2026〕1号")
        self.come_back(office, send)
        self.rectified(office, "责改〔2026〕2号")
        new = self.requests(office)[-1]
        self.sent(office, new["id"])
        back = {"action": "return", "on": office.today, "reasons": "整改不实", "decided_by": "国家发改委"}
        assert self.step(office, new["id"], office.centre, **back).status_code == 200
        assert office.act("resume_inspection", basis="退回")["state"] == "reported"


class TestNewFactsOfANameWhoseCaseIsClosed:
    NUMBERED = NAME | {"记录编号": "R1"}
    MORE = NUMBERED | {"LRMDSY": "再次组织虚假交易", "RDRQ": "2026-11-20"}

    def closed(self, office: Office) -> None:
        found = [{"kind": "on_site_record", "description": "现场未见异常"}]
        office.act("find_not_established", evidence=found)
        upward = {"action": "report_upward", "basis": "报请核销"}
        assert act(office.world, office.centre, office.case()["id"], **upward).json()["state"] == "closed"
        office.world.pass_time(days=30)

    def test_have_it_verified_anew(self, office: Office, send: Send) -> None:
        send(self.NUMBERED)
        self.closed(office)
        send(self.MORE)
        case = assert_verified_anew(office)
        assert case["history"][-1]["data"] == {"unit": "huicheng", "said_anew": ["decided_on", "reason"]}
        assert (case["unit"], case["deadline"]["days_left"]) == ("huicheng", 30)
        send(self.MORE)
        assert office.case()["version"] == case["version"], "once"
        office.ordered("责改〔2026〕9号")

    def test_are_none_where_the_row_says_what_it_had_said(self, office: Office, send: Send) -> None:
        send(self.NUMBERED)
        self.closed(office)
        send(self.NUMBERED | {"YXQZ": "2027-10-31"})
        assert office.case()["state"] == "closed"

    def test_leave_a_case_that_goes_on_where_it_is(self, office: Office, send: Send) -> None:
        send(self.NUMBERED)
        version = office.case()["version"]
        send(self.MORE)
        assert (office.case()["state"], office.case()["version"]) == ("verifying", version)


class TestAnEndThatIsStillToCome:
    def test_closes_the_case_on_its_day_alone(self, office: Office) -> None:
        self.rectifying_until(office, days=7)
        assert office.case()["state"] == "rectifying"
        office.world.pass_time(days=7)
        assert office.case()["state"] == "closed"

    def test_and_is_taken_back_before_leaves_the_case_as_it_was(self, office: Office) -> None:
        before = self.rectifying_until(office, days=7)
        office.world.enter(NAME, list_code=PUSHED)
        office.world.pass_time(days=8)
        assert (office.case()["state"], office.case()["version"]) == ("rectifying", before["version"])

    def test_of_which_a_person_says_that_it_does_not_hold_leaves_the_case_as_it_was(
        self, office: Office, send: Send
    ) -> None:
        send(NAME)
        before = office.ordered("责改〔2026〕1号")
        send({**NAME, "TCRQ": str(office.world.context.today() + timedelta(days=7))})
        send(NAME)
        office.ask_person()
        office.world.pass_time(days=8)
        assert (office.case()["state"], office.case()["version"]) == ("rectifying", before["version"])

    def rectifying_until(self, office: Office, days: int) -> dict[str, Any]:
        office.world.enter(NAME, list_code=PUSHED)
        found = office.ordered("责改〔2026〕1号")
        office.world.enter({**NAME, "TCRQ": str(office.world.context.today() + timedelta(days=days))}, list_code=PUSHED)
        return found

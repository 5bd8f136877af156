"""Side tracks: penalties, disputes, suspension, relief, the upstream's end; referrals that nobody else learns of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from huixin.core.vocabulary import MemberKind
from huixin.types.case import CaseState
from models.caller import Caller
from models.cases.closing import close_ended
from models.cases.moves import CaseActionRefused
from models.cases.referrals import referral_page
from models.cases.tables import Case, CaseInspection, CaseTask, RectificationOrder
from models.cases.views import referral_lines
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid, NotFound
from rules.documents import Dates, HolidayTable
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, OFFICER, ON_SITE, UNIT, Desk, caller, stopped

POLICE = caller(MemberKind.DEPARTMENT, "huicheng", "public_security")
CITY_POLICE = caller(MemberKind.DEPARTMENT, "huizhou", "public_security")
NOT_TOLD = [
    CENTRE,
    caller(MemberKind.AUDITOR),
    caller(MemberKind.UNIT, "boluo"),
    caller(MemberKind.DEPARTMENT, "boluo", "public_security"),
    caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision"),
    caller(MemberKind.DEPARTMENT, "huizhou", "commerce"),
    *(caller(MemberKind(kind)) for kind in ("platform", "logistics", "internet", "association", "agency", "merchant")),
]
PENALTY: dict[str, Any] = {
    "number": "惠城市监处罚〔2026〕5号",
    "kind": "罚款",
    "facts": "虚构交易",
    "violation": "虚假宣传",
    "legal_basis": "《反不正当竞争法》",
    "content": "罚款人民币2000元",
    "fine_yuan": "2000.50",
    "authority": "惠城区市场监督管理局",
}


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> Desk:
    return Desk(database, ruleset, now)


def test_a_penalty_is_published_in_seven_working_days_and_withdrawn_in_three(desk: Desk) -> None:
    case_id = desk.confirmed()
    [penalty] = desk.act(case_id, "record_penalty", UNIT, decided_on=str(desk.today), **PENALTY).penalties
    assert (penalty.fine_yuan, penalty.publish_by, penalty.provisional) == ("2000.50", date(2026, 6, 25), False)
    on = {"penalty_id": penalty.id, "on": str(desk.today)}
    with pytest.raises(Conflict, match="published and annulled"):
        desk.act(case_id, "withdraw_penalty", UNIT, **on)
    desk.act(case_id, "publish_penalty", UNIT, **on)
    [penalty] = desk.act(case_id, "annul_penalty", UNIT, **on).penalties
    assert penalty.withdraw_by == date(2026, 6, 18)
    [penalty] = desk.act(case_id, "withdraw_penalty", UNIT, **on).penalties
    assert penalty.withdrawn_on == desk.today
    with pytest.raises(Conflict, match="already a penalty"):
        desk.act(desk.confirmed(), "record_penalty", decided_on=str(desk.today), **PENALTY)


def test_a_penalty_tells_all_that_its_publication_needs(desk: Desk) -> None:
    further = {
        "confiscated_yuan": "0.05",
        "licence": "暂扣许可证",
        "valid_to": "2027-06-15",
        "display_to": "2027-06-15",
        "authority_code": "11441302MB2D12345X",
        "source_unit": "惠城区信用办",
        "source_unit_code": "11441302007171234K",
        "remark": "当场处罚",
    }
    body = PENALTY | further | {"decided_on": str(desk.today)}
    [penalty] = desk.act(desk.confirmed(), "record_penalty", UNIT, **body).penalties
    assert {name: value for name, value in penalty.model_dump(mode="json").items() if name in body} == body


@pytest.mark.parametrize("decided_on", ["0001-01-01", "1999-12-31"])
def test_a_penalty_of_a_day_of_which_the_rules_know_no_period_is_refused(desk: Desk, decided_on: str) -> None:
    with pytest.raises(Invalid) as old:
        desk.act(desk.confirmed(), "record_penalty", UNIT, decided_on=decided_on, **PENALTY)
    assert [(fault.pointer, fault.code) for fault in old.value.faults] == [("/decided_on", "too_old")]


def test_penalties_to_publish_or_to_withdraw_wait_in_a_queue(desk: Desk) -> None:
    case_id = desk.confirmed()
    assert desk.queued("publication") == []
    [penalty] = desk.act(case_id, "record_penalty", UNIT, decided_on=str(desk.today), **PENALTY).penalties
    on = {"penalty_id": penalty.id, "on": str(desk.today)}
    for action, waiting in (
        ("publish_penalty", [case_id]),
        ("annul_penalty", []),
        ("withdraw_penalty", [case_id]),
    ):
        assert desk.queued("publication") == waiting
        desk.act(case_id, action, UNIT, **on)
    assert desk.queued("publication") == []


def test_the_day_of_publication_moves_once_the_holidays_are_known(desk: Desk) -> None:
    desk.now = datetime(2026, 12, 28, 4, 0, tzinfo=UTC)
    case_id = desk.confirmed()
    [penalty] = desk.act(case_id, "record_penalty", UNIT, decided_on=str(desk.today), **PENALTY).penalties
    assert (penalty.publish_by, penalty.provisional) == (date(2027, 1, 6), True)
    off = Dates.model_validate({"from": "2027-01-01", "to": "2027-01-03"})
    table = HolidayTable(
        holidays="cn-2027", year=2027, off=(off, Dates.model_validate({"from": "2027-01-05", "to": "2027-01-05"})),
        worked=(), source_note="of this test", verified=False,
    )  # fmt: skip
    holidays = {**desk.ruleset.catalogue.holidays, "cn-2027": table}
    desk.ruleset = replace(desk.ruleset, catalogue=replace(desk.ruleset.catalogue, holidays=holidays))
    [penalty] = desk.get(case_id).penalties
    assert (penalty.publish_by, penalty.provisional) == (date(2027, 1, 8), False)


def test_a_penalty_outlives_its_case(desk: Desk) -> None:
    case_id = desk.confirmed()
    [penalty] = desk.act(case_id, "record_penalty", decided_on=str(desk.today), **PENALTY).penalties
    with desk.database.write() as session:
        close_ended(session, [desk.record(case_id).id], desk.now)
    assert desk.get(case_id).state is CaseState.CLOSED
    assert desk.act(case_id, "annul_penalty", penalty_id=penalty.id, on=str(desk.today)).penalties[0].annulled_on
    with pytest.raises(CaseActionRefused):
        desk.act(case_id, "dispute", on=str(desk.today), basis="异议")


MARKS = [("dispute", "settle_dispute", "disputed"), ("grant_relief", "end_relief", "relief")]


@pytest.mark.parametrize(("begin", "end", "flag"), MARKS)
def test_marks_stand_on_the_listing_at_once(desk: Desk, begin: str, end: str, flag: str) -> None:
    case_id = desk.rectifying()
    fields = {"on": str(desk.today), "basis": "依申请", "document_number": "（2026）粤13破1号"}
    with pytest.raises(Conflict, match="nothing to end"):
        desk.act(case_id, end, UNIT, **fields)
    assert getattr(desk.act(case_id, begin, UNIT, **fields), flag)
    assert getattr(desk.record(case_id), flag)
    with pytest.raises(Conflict, match="stands since"):
        desk.act(case_id, begin, UNIT, **fields)
    desk.act(case_id, end, UNIT, **fields)
    assert not getattr(desk.record(case_id), flag)


def test_relief_without_the_document_of_a_court_is_refused(desk: Desk) -> None:
    case_id = desk.rectifying()
    for who in (UNIT, CENTRE):
        with pytest.raises(Invalid, match="Relief rests on a document") as refused:
            desk.act(case_id, "grant_relief", who, on=str(desk.today), basis="依申请")
        assert [fault.pointer for fault in refused.value.faults] == ["/document_number"]
    assert not desk.record(case_id).relief


@pytest.mark.parametrize(("begin", "end", "flag"), MARKS)
def test_a_mark_is_offered_where_it_is_not_and_its_end_where_it_is(desk: Desk, begin: str, end: str, flag: str) -> None:
    case_id = desk.rectifying()
    for standing in (False, True, False):
        found = desk.get(case_id, UNIT)
        assert getattr(found, flag) is standing
        assert (begin in found.allowed, end in found.allowed) == (not standing, standing)
        said = {"on": str(desk.today), "basis": "依法", "document_number": "（2026）粤13破1号"}
        desk.act(case_id, end if standing else begin, UNIT, **said)


def test_steps_of_a_penalty_are_offered_where_one_waits_for_them(desk: Desk) -> None:
    case_id = desk.confirmed()
    steps = {"publish_penalty", "annul_penalty", "withdraw_penalty"}

    def offered() -> set[str]:
        return steps & set(map(str, desk.get(case_id, UNIT).allowed))

    assert offered() == set()
    [penalty] = desk.act(case_id, "record_penalty", UNIT, decided_on=str(desk.today), **PENALTY).penalties
    on = {"penalty_id": penalty.id, "on": str(desk.today)}
    for step, after in (
        ("publish_penalty", {"annul_penalty"}),
        ("annul_penalty", {"withdraw_penalty"}),
        ("withdraw_penalty", set[str]()),
    ):
        assert step in offered()
        desk.act(case_id, step, UNIT, **on)
        assert offered() == after


def test_receipt_and_work_on_tasks_are_offered_where_they_wait(desk: Desk) -> None:
    case_id = desk.open()
    assert {"receive", "give_feedback"} <= set(desk.get(case_id, UNIT).allowed)
    assert not {"urge", "assign_task"} & set(desk.get(case_id).allowed)
    desk.act(case_id, "receive", UNIT, received_by="王五")
    assert "receive" not in desk.get(case_id, UNIT).allowed
    desk.act(case_id, "confirm", problem_types=["false_advertising"], evidence=[ON_SITE])
    found = desk.get(case_id)
    assert ("urge" in found.allowed, "assign_task" in found.allowed) == (True, False)


def test_a_suspension_stops_the_case_and_its_period(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.act(case_id, "suspend", UNIT, **stopped(desk.today))
    assert desk.record(case_id).relief
    assert desk.get(case_id).deadline is None
    with pytest.raises(CaseActionRefused, match="suspended"):
        desk.report(case_id)
    desk.pass_days(100)
    assert not desk.get(case_id).overdue
    assert desk.record(case_id).due is None, "nobody is told of a period that stands still"
    desk.act(case_id, "resume", UNIT, on=str(desk.today), basis="维持原决定")
    assert desk.record(case_id).due == date(2026, 9, 15) + timedelta(days=100)
    assert not desk.record(case_id).relief
    with pytest.raises(CaseActionRefused):
        desk.act(case_id, "resume", on=str(desk.today), basis="再次")


def test_a_suspension_begins_no_sooner_than_the_order_was_made(desk: Desk) -> None:
    case_id = desk.rectifying()
    with pytest.raises(Invalid, match="The order is of 2026-06-15"):
        desk.act(case_id, "suspend", **stopped("2000-01-01"))
    assert desk.record(case_id).due == date(2026, 9, 15)


def test_an_order_is_suspended_while_its_notice_still_hangs_and_keeps_its_whole_period(desk: Desk) -> None:
    before, beyond = desk.confirmed(), desk.confirmed()
    for case_id in (before, beyond):
        desk.order(case_id)
        desk.act(case_id, "serve_order", mode="public_notice", on=str(desk.today), proof="公告")
    desk.pass_days(2)
    for case_id in (before, beyond):
        desk.act(case_id, "suspend", UNIT, **stopped(desk.today))
        assert desk.record(case_id).relief
    desk.pass_days(8)
    desk.act(before, "resume", UNIT, on=str(desk.today), basis="裁定恢复")
    assert desk.record(before).due == date(2026, 10, 15), "its period had yet to begin"
    desk.pass_days(30)
    desk.act(beyond, "resume", UNIT, on="2026-07-25", basis="裁定恢复")
    assert desk.record(beyond).due == date(2026, 10, 25), "it counts from 2026-07-15 and stood still for ten days"


def test_a_service_before_a_suspension_that_is_entered_after_it_gives_the_whole_period(desk: Desk) -> None:
    case_id = desk.confirmed()
    desk.order(case_id)
    desk.pass_days(5)
    desk.act(case_id, "suspend", UNIT, **stopped(desk.today))
    desk.pass_days(200)
    desk.act(case_id, "resume", UNIT, on=str(desk.today), basis="裁定恢复")
    desk.act(case_id, "serve_order", UNIT, mode="direct", on="2026-06-16", proof="送达回证")
    assert desk.record(case_id).due == date(2026, 9, 16) + timedelta(days=200)


@pytest.mark.parametrize(("days", "due", "overdue"), [(31, date(2026, 10, 16), False), (4, date(2026, 9, 19), True)])
def test_a_report_is_not_late_where_its_period_stood_still(desk: Desk, days: int, due: date, *, overdue: bool) -> None:
    case_id = desk.rectifying()
    desk.pass_days(97)
    assert desk.report(case_id).overdue
    assert not desk.act(case_id, "suspend", UNIT, **stopped("2026-09-01")).overdue
    desk.pass_days(20)
    resumed_on = date(2026, 9, 1) + timedelta(days=days)
    found = desk.act(case_id, "resume", UNIT, on=str(resumed_on), basis="裁定恢复")
    assert (found.orders[0].due, found.overdue) == (due, overdue)
    assert desk.record(case_id).due == (due if overdue else None)


def test_a_report_in_time_stays_in_time_whatever_is_suspended(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.report(case_id)
    desk.pass_days(5)
    desk.act(case_id, "suspend", UNIT, **stopped(desk.today))
    desk.pass_days(200)
    assert not desk.act(case_id, "resume", UNIT, on=str(desk.today), basis="裁定恢复").overdue
    assert desk.record(case_id).due is None


@pytest.mark.parametrize("who", [UNIT, CENTRE], ids=["unit", "centre"])
def test_a_suspension_rests_on_the_decision_of_another_body(desk: Desk, who: Caller) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    said = stopped("2026-09-01")
    for name in ("by", "decided_by", "document_number", "document_on"):
        with pytest.raises(Invalid) as refused:
            desk.act(case_id, "suspend", who, **{key: value for key, value in said.items() if key != name})
        assert [fault.pointer for fault in refused.value.faults] == [f"/{name}"]
    for day, pointer in (("2026-09-02", "/on"), (str(desk.today + timedelta(days=1)), "/document_on")):
        with pytest.raises(Invalid) as refused:
            desk.act(case_id, "suspend", who, **said | {"document_on": day})
        assert [fault.pointer for fault in refused.value.faults] == [pointer]
    assert desk.get(case_id).overdue
    found = desk.act(case_id, "suspend", who, **said)
    assert not found.overdue
    event = found.history[-1]
    assert event.document_number == said["document_number"]
    assert {name: event.data[name] for name in ("by", "decided_by", "document_on")} == {
        "by": "court", "decided_by": "惠州市中级人民法院", "document_on": "2026-09-01",
    }  # fmt: skip


def test_a_suspension_gives_no_day_twice(desk: Desk) -> None:
    case_id = desk.rectifying()
    began = str(desk.today)
    desk.act(case_id, "suspend", **stopped(began))
    desk.pass_days(10)
    desk.act(case_id, "resume", on=str(desk.today), basis="裁定恢复")
    with pytest.raises(Invalid, match="before this one ended on 2026-06-25"):
        desk.act(case_id, "suspend", **stopped(began))
    assert desk.record(case_id).due == date(2026, 9, 25)


def test_a_suspension_begins_no_sooner_than_its_case(desk: Desk) -> None:
    with pytest.raises(Invalid, match="The case was opened on 2026-06-15"):
        desk.act(desk.confirmed(), "suspend", **stopped("2026-06-14"))


def test_a_suspension_after_the_due_day_gives_no_new_time(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    desk.act(case_id, "suspend", **stopped(desk.today, "review"))
    desk.pass_days(10)
    desk.act(case_id, "resume", on=str(desk.today), basis="复议维持")
    assert desk.record(case_id).due == date(2026, 9, 15)
    assert desk.get(case_id).overdue


def test_relief_outlasts_a_suspension_that_ends_before_it(desk: Desk) -> None:
    case_id = desk.rectifying()
    on = {"on": str(desk.today), "basis": "依法", "document_number": "（2026）粤13破1号"}
    desk.act(case_id, "grant_relief", **on)
    desk.act(case_id, "suspend", **stopped(desk.today))
    desk.act(case_id, "resume", **on)
    assert desk.record(case_id).relief
    for more in ({"by": "court"}, {"decided_by": "惠州市中级人民法院"}, {"document_on": str(desk.today)}):
        with pytest.raises(Invalid, match="Who suspends"):
            desk.act(case_id, "dispute", **on, **more)


def test_the_end_by_the_upstream_closes_a_case_in_any_state(desk: Desk) -> None:
    cases = [desk.open(), desk.confirmed(), desk.rectifying()]
    ids = [desk.record(case_id).id for case_id in cases]
    with desk.database.write() as session:
        assert close_ended(session, [*ids, "lst_none"], desk.now) == sorted(cases)
        assert close_ended(session, ids, desk.now) == []
    for case_id in cases:
        found = desk.get(case_id)
        assert (found.state, found.history[-1].action, found.allowed) == ("closed", "end_upstream", found.allowed)


def test_a_referral_is_known_to_three_only(desk: Desk) -> None:
    case_id = desk.confirmed("false_advertising")
    before = {who.name: desk.get(case_id, who) for who in (CENTRE, UNIT, caller(MemberKind.AUDITOR))}
    row = desk.refer(case_id, UNIT, facts="涉嫌犯罪")
    for who in (UNIT, POLICE, CITY_POLICE, OFFICER):
        assert [found.id for found in desk.referrals(case_id, who)] == [row.id]
    for who in NOT_TOLD:
        with pytest.raises(NotFound, match=f"^There is no case {case_id}.$"):
            desk.referrals(case_id, who)
        with pytest.raises(NotFound):
            desk.refer(case_id, who)
    for name, found in before.items():
        who = {"centre": CENTRE, "huicheng": UNIT}.get(name, caller(MemberKind.AUDITOR))
        assert desk.get(case_id, who) == found, "a case with a referral looks like one without"


def test_no_resident_id_stands_in_a_referral(desk: Desk) -> None:
    with pytest.raises(Invalid, match="No resident ID"):
        desk.refer(desk.confirmed(), UNIT, facts="嫌疑人身份证11010519491231002X")


def test_public_security_learns_of_a_case_by_its_referral_only(desk: Desk) -> None:
    case_id = desk.confirmed("false_advertising")
    with pytest.raises(NotFound):
        desk.refer(case_id, POLICE)
    with pytest.raises(NotFound):
        desk.referrals(case_id, POLICE)
    assert desk.referrals(case_id, CITY_POLICE) == [], "the city's has a copy as a member of the working group"
    own = desk.confirmed("personal_data")
    assert desk.referrals(own, POLICE) == [], "its own task it sees anyhow"


def test_public_security_finds_what_was_referred_to_it_and_opens_each(desk: Desk) -> None:
    cases = [desk.confirmed("false_advertising", name=f"惠州市移送{number}有限公司") for number in "甲乙丙"]
    rows = []
    for number, case_id in enumerate(cases[:2]):
        rows.append(desk.refer(case_id, UNIT, number=f"惠公移〔2026〕{number}号"))
        desk.pass_days(1)
    with desk.database.read() as session:
        for who in (POLICE, CITY_POLICE, UNIT, OFFICER):
            page, end = referral_page(desk.work(session, who), after=None, limit=1)
            lines = referral_lines(session, page)
            assert [(line.id, line.case_id) for line in lines] == [(rows[1].id, cases[1])]
            assert (lines[0].subject_name, lines[0].unit) == ("惠州市移送乙有限公司", "huicheng")
            page, last = referral_page(desk.work(session, who), after=end, limit=1)
            assert ([row.id for row in page], last) == ([rows[0].id], None)
        for who in NOT_TOLD:
            assert referral_page(desk.work(session, who), after=None, limit=10) == ([], None)
            with pytest.raises(Invalid):
                referral_page(desk.work(session, who), after=rows[0].id, limit=10)
    for row in rows:
        assert [found.id for found in desk.referrals(row.case_id, POLICE)] == [row.id]


def listed(desk: Desk, who: Caller) -> list[tuple[str, str | None]]:
    with desk.database.read() as session:
        page, _ = referral_page(desk.work(session, who), after=None, limit=100)
        return [(line.id, line.unit) for line in referral_lines(session, page)]


def test_a_referral_stays_with_the_police_to_whom_it_went(desk: Desk) -> None:
    boluo, boluo_police = caller(MemberKind.UNIT, "boluo"), caller(MemberKind.DEPARTMENT, "boluo", "public_security")
    case_id = desk.open()
    first = desk.refer(case_id, UNIT)
    desk.refer(case_id, POLICE, id=first.id, accepted_on=desk.today)
    desk.route("boluo", case_id)
    assert [row.id for row in desk.referrals(case_id, POLICE)] == [first.id]
    assert listed(desk, POLICE) == [(first.id, "huicheng")]
    for not_theirs in (UNIT, boluo_police):
        with pytest.raises(NotFound):
            desk.referrals(case_id, not_theirs)
        assert listed(desk, not_theirs) == []
    second = desk.refer(case_id, boluo, number="博公移〔2026〕1号")
    assert [row.id for row in desk.referrals(case_id, POLICE)] == [first.id], "only that one"
    assert [row.id for row in desk.referrals(case_id, boluo_police)] == [second.id]
    for who in (boluo, CITY_POLICE, OFFICER):
        assert {row.id for row in desk.referrals(case_id, who)} == {first.id, second.id}
    found = desk.refer(case_id, POLICE, id=first.id, accepted_on=desk.today, decision="立案", decided_on=desk.today)
    assert found.decision == "立案"
    with pytest.raises(NotFound):
        desk.refer(case_id, POLICE, id=second.id, number=second.number)
    with pytest.raises(Forbidden, match="with another unit now"):
        desk.refer(case_id, POLICE, number="惠公移〔2026〕2号")
    with pytest.raises(NotFound):
        desk.get(case_id, POLICE)


def test_what_became_of_a_referral(desk: Desk) -> None:
    case_id = desk.confirmed()
    row = desk.refer(case_id, UNIT)
    with pytest.raises(Conflict, match="already a referral"):
        desk.refer(case_id, UNIT)
    with pytest.raises(Conflict, match="as they were sent"):
        desk.refer(case_id, POLICE, id=row.id, number="另号")
    with pytest.raises(Invalid, match="text and a day"):
        desk.refer(case_id, POLICE, id=row.id, decision="立案")
    desk.pass_days(3)
    fields = {
        "referred_on": row.referred_on,
        "accepted_on": desk.today,
        "decision": "不予立案",
        "decided_on": desk.today,
    }
    desk.refer(case_id, POLICE, id=row.id, returned_on=desk.today, **fields)
    [found] = desk.referrals(case_id, UNIT)
    assert (found.decision, found.returned_on) == ("不予立案", desk.today)


def _order(**fields: Any) -> Any:
    return lambda case, _: RectificationOrder(
        id="ord_x", number="二", case_id=case.id, requirements="改正", issued_on=date(2026, 6, 15), **fields
    )


IMPOSSIBLE = {
    "a place that does not exist": lambda case, _: CaseTask(
        id="tsk_x", case_id=case.id, unit="nowhere", created_at=case.opened_at
    ),
    "half a service": _order(served_on=date(2026, 6, 15)),
    "a second order that stands": _order(),
    "one officer twice": lambda case, task_id: CaseInspection(
        id="ins_x",
        case_id=case.id,
        task_id=task_id,
        on=date(2026, 6, 15),
        first_officer="张三",
        second_officer="张三",
        further_officers=[],
        results={},
        recorded_at=case.opened_at,
    ),
}
CHANGES: list[dict[str, Any]] = [
    {"state": "lost"},
    {"unit": None},
    {"problem_types": ""},
    {"suspended_on": date(2026, 6, 15)},
    {"version": 0},
]


def _enter(desk: Desk, what: str) -> None:
    case_id = desk.rectifying()
    task_id = desk.get(case_id).tasks[0].id
    with desk.database.write() as session:
        session.add(IMPOSSIBLE[what](session.get_one(Case, case_id), task_id))


def _change(desk: Desk, change: dict[str, Any]) -> None:
    case_id = desk.rectifying()
    with desk.database.write() as session:
        case = session.get_one(Case, case_id)
        for name, value in change.items():
            setattr(case, name, value)


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_the_database_itself_refuses(desk: Desk, what: str) -> None:
    with pytest.raises(IntegrityError):
        _enter(desk, what)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_database_itself_refuses_a_case_that_cannot_be(desk: Desk, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        _change(desk, change)

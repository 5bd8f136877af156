"""Verification and rectification: each result with its evidence, the order, its days, and what the listing says."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huixin.core.records import Record
from huixin.core.visibility import visible
from huixin.core.vocabulary import MemberKind, Rectification, Standing
from huixin.types.case import CaseState
from models.cases.moves import NEXT_STEP, CaseActionRefused
from models.cases.periods import months_after, start_of_service
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, DOCUMENT, ON_SITE, PHOTO, REGISTER, UNIT, Desk, caller

MARKET = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")
CITY_MARKET = caller(MemberKind.DEPARTMENT, "huizhou", "market_supervision")
OTHER_MARKET = caller(MemberKind.DEPARTMENT, "boluo", "market_supervision")


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> Desk:
    return Desk(database, ruleset, now)


def seen_by_members(desk: Desk, record: Record) -> bool:
    return visible(record, desk.ruleset.catalogue.terms, MemberKind.PLATFORM, "mem_x", desk.today)


RESULTS: list[tuple[str, list[dict[str, str]], dict[str, Any], str]] = [
    ("find_not_established", [ON_SITE], {}, "report_upward"),
    ("find_untraceable", [ON_SITE, PHOTO], {}, "notify_registrar"),
    ("find_deregistered", [REGISTER], {}, "report_deregistration"),
    ("find_outside_jurisdiction", [REGISTER], {"level": "city", "belongs_to": "深圳市"}, "hand_to_province"),
    ("find_wrong_identity", [REGISTER], {"right_subject": "91441300195971850Y"}, "report_correction_of_identity"),
    ("find_not_ecommerce", [ON_SITE], {}, "return_to_sender"),
    ("find_already_corrected", [DOCUMENT], {}, "propose_removal"),
]


@pytest.mark.parametrize(("action", "evidence", "names", "step"), RESULTS, ids=[row[0] for row in RESULTS])
def test_a_result_needs_its_evidence_and_leads_to_its_own_step(
    desk: Desk, action: str, evidence: list[dict[str, str]], names: dict[str, Any], step: str
) -> None:
    case_id = desk.open()
    with pytest.raises(Invalid, match="evidence of kind"):
        desk.act(case_id, action, UNIT, evidence=evidence[:-1], **names)
    for name in names:
        with pytest.raises(Invalid, match="must name"):
            desk.act(case_id, action, UNIT, evidence=evidence, **{n: v for n, v in names.items() if n != name})
        with pytest.raises(Invalid, match="Only another result"):
            desk.act(case_id, "find_not_established", UNIT, evidence=[ON_SITE], **{name: names[name]})
    found = desk.act(case_id, action, UNIT, evidence=evidence, **names)
    assert found.result == found.state == action.removeprefix("find_")
    assert found.history[-1].data["evidence"] == [dict(item) for item in evidence]
    assert found.next_step == step
    assert NEXT_STEP[found.state] in (*found.allowed, *desk.get(case_id).allowed)
    with pytest.raises(CaseActionRefused, match="allowed now"):
        desk.order(case_id)
    further = {"to": "深圳市"} if step == "hand_to_province" else {}
    after = desk.act(case_id, step, basis="按规定办理", **further)
    assert after.state in (
        CaseState.CLOSED,
        CaseState.AWAITING_TRACE,
        CaseState.TRANSFERRED,
        CaseState.REMOVAL_PROPOSED,
    )
    assert desk.record(case_id).standing is Standing.LEAD


def test_a_duplicate_names_the_other_case(desk: Desk) -> None:
    first, second = desk.open(), desk.open()
    for wrong in (second, None):
        with pytest.raises(Invalid):
            desk.act(second, "find_duplicate", evidence=[], duplicate_of=wrong)
    assert desk.act(second, "find_duplicate", evidence=[], duplicate_of=first).duplicate_of == first
    with pytest.raises(Invalid, match=f"duplicate of {first} itself"):
        desk.act(first, "find_duplicate", evidence=[], duplicate_of=second)
    assert desk.act(second, "merge", basis="并入").state is CaseState.CLOSED


def test_no_duplicate_of_a_closed_case_is_left_to_nobody(desk: Desk) -> None:
    closed, case_id = desk.open(), desk.open()
    desk.act(closed, "find_not_established", evidence=[ON_SITE])
    desk.act(closed, "report_upward", basis="报请核销")
    with pytest.raises(Invalid, match="That case is closed"):
        desk.act(case_id, "find_duplicate", evidence=[], duplicate_of=closed)


def test_an_untraceable_merchant_may_turn_up(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "find_untraceable", evidence=[ON_SITE, PHOTO])
    desk.act(case_id, "notify_registrar", UNIT, basis="函告登记机关", document_number="惠城函〔2026〕1号")
    found = desk.act(case_id, "resume_verification", UNIT, basis="重新取得联系")
    assert (found.state, found.result) == (CaseState.VERIFYING, None)


def test_the_centre_may_send_a_result_back(desk: Desk) -> None:
    case_id = desk.confirmed("brushing")
    with pytest.raises(Forbidden):
        desk.act(case_id, "return_to_unit", UNIT, basis="自行撤回")
    found = desk.act(case_id, "return_to_unit", basis="证据不足")
    assert (found.state, found.result, found.tasks, found.problem_types) == ("verifying", None, [], ())
    again = desk.act(case_id, "confirm", problem_types=["brushing"], evidence=[ON_SITE])
    assert len(again.tasks) == 3


def test_one_body_has_one_task_with_many_types(desk: Desk) -> None:
    found = desk.get(desk.confirmed("counterfeit", "false_advertising", "personal_data"))
    tasks = {task.department: task for task in found.tasks}
    assert set(tasks) == {"market_supervision", "public_security"}
    assert set(tasks["market_supervision"].results) == {"counterfeit", "false_advertising"}
    assert tasks["market_supervision"].named == ("food_drug", "industry_commerce", "quality_supervision")
    assert {task.unit for task in found.tasks} == {"huicheng"}
    with pytest.raises(Invalid, match="Unknown: fake"):
        desk.confirmed("fake")


def test_the_department_and_the_citys_see_the_task_and_only_the_city_urges(desk: Desk) -> None:
    case_id = desk.confirmed("false_advertising")
    [task] = desk.get(case_id, MARKET).tasks
    assert "urge" not in desk.get(case_id, MARKET).allowed
    found = desk.act(case_id, "urge", CITY_MARKET, task_id=task.id, basis="超期未办")
    assert found.tasks[0].urged_at == desk.now
    assert "inspect" not in found.allowed
    with pytest.raises(Forbidden):
        desk.act(case_id, "urge", MARKET, task_id=task.id, basis="督办")
    with pytest.raises(Exception, match="no case"):
        desk.get(case_id, OTHER_MARKET)


def test_a_task_of_nobody_waits_for_a_person(desk: Desk) -> None:
    entries = dict(desk.ruleset.catalogue.departments)
    entries["economy_information"] = entries["economy_information"].model_copy(update={"successor": None})
    desk.ruleset = replace(desk.ruleset, catalogue=replace(desk.ruleset.catalogue, departments=entries))
    case_id = desk.confirmed("brushing")
    [unknown] = [task for task in desk.get(case_id).tasks if task.department is None]
    assert unknown.named == ("economy_information",)
    with pytest.raises(Invalid, match="no department industry_commerce today"):
        desk.act(case_id, "assign_task", task_id=unknown.id, department="industry_commerce")
    found = desk.act(case_id, "assign_task", task_id=unknown.id, department="commerce")
    assert [task.department for task in found.tasks] == ["commerce", "market_supervision"]
    assert found.tasks[0].named == ("commerce", "economy_information")


MODES = [("direct", 0), ("left", 0), ("mail", 0), ("electronic", 0), ("entrusted", 0), ("public_notice", 30)]


@pytest.mark.parametrize(("mode", "days"), MODES)
def test_the_period_starts_as_the_mode_of_service_says(desk: Desk, mode: str, days: int) -> None:
    case_id = desk.confirmed()
    desk.order(case_id)
    assert desk.record(case_id).standing is Standing.LEAD, "not served yet"
    found = desk.act(case_id, "serve_order", UNIT, mode=mode, on=str(desk.today), proof="送达回证")
    starts = desk.today + timedelta(days=days)
    [order] = found.orders
    assert (order.starts_on, order.due) == (starts, months_after(starts, 3))
    record = desk.record(case_id)
    assert (record.standing, record.rectification, record.due) == ("confirmed", "ordered", order.due)
    assert record.problem_types == {"false_advertising"}
    assert not seen_by_members(desk, record)


def test_service_by_notice_took_longer_before_2022(ruleset: RuleSet) -> None:
    assert start_of_service(ruleset.catalogue, "public_notice", date(2021, 12, 31)) == date(2022, 3, 1)
    assert start_of_service(ruleset.catalogue, "public_notice", date(2022, 1, 1)) == date(2022, 1, 31)


def test_an_order_may_name_its_last_day_itself(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    with pytest.raises(Invalid, match="its period ends later"):
        desk.act(case_id, "issue_order", **fields, due=str(desk.today))
    desk.act(case_id, "issue_order", **fields, due="2026-08-31")
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证，门卫代收"}
    with pytest.raises(Invalid, match="order itself says 2026-08-31"):
        desk.act(case_id, "serve_order", **service, due="2026-09-30")
    [order] = desk.act(case_id, "serve_order", **service).orders
    assert (order.ordered_due, order.due, order.proof) == (date(2026, 8, 31), date(2026, 8, 31), "送达回证，门卫代收")


def test_an_order_is_no_older_than_the_confirmation(desk: Desk) -> None:
    case_id = desk.open()
    opened_on = str(desk.today)
    desk.pass_days(100)
    desk.act(case_id, "confirm", UNIT, problem_types=["brushing"], evidence=[ON_SITE])
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正"}
    for issued_on in ("2019-01-01", opened_on, str(desk.today - timedelta(days=1))):
        with pytest.raises(Invalid, match="The case was confirmed on 2026-09-23; its order is not older") as refused:
            desk.act(case_id, "issue_order", UNIT, **fields, issued_on=issued_on)
        assert [fault.pointer for fault in refused.value.faults] == ["/issued_on"]
    desk.pass_days(30)
    desk.act(case_id, "issue_order", UNIT, **fields, issued_on="2026-09-23")
    assert not seen_by_members(desk, desk.record(case_id))


def test_a_confirmation_is_of_the_day_of_its_record(desk: Desk) -> None:
    case_id = desk.open()
    opened_on = desk.today
    desk.pass_days(10)
    confirm = {"problem_types": ["brushing"], "evidence": [ON_SITE]}
    outside = {desk.today + timedelta(days=1): "not come yet", opened_on - timedelta(days=1): "began on 2026-06-15"}
    for on, message in outside.items():
        with pytest.raises(Invalid, match=message) as refused:
            desk.act(case_id, "confirm", UNIT, **confirm, on=str(on))
        assert [fault.pointer for fault in refused.value.faults] == ["/on"]
    on = str(desk.today - timedelta(days=7))
    found = desk.act(case_id, "confirm", UNIT, **confirm, on=on)
    assert found.history[-1].data["on"] == on
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正"}
    with pytest.raises(Invalid, match=f"confirmed on {on}"):
        desk.act(case_id, "issue_order", UNIT, **fields, issued_on=str(desk.today - timedelta(days=8)))
    assert desk.act(case_id, "issue_order", UNIT, **fields, issued_on=on).state == "ordered"


def test_what_is_verified_again_is_found_again(desk: Desk) -> None:
    case_id = desk.open()
    opened_on = str(desk.today)
    desk.pass_days(10)
    again_on = str(desk.today)
    desk.act(case_id, "find_not_established", evidence=[ON_SITE], on=opened_on)
    desk.act(case_id, "return_to_unit", basis="证据不足")
    with pytest.raises(Invalid, match=f"began on {again_on}; its result is not older"):
        desk.act(case_id, "find_not_established", evidence=[ON_SITE], on=opened_on)
    assert desk.act(case_id, "find_not_established", evidence=[ON_SITE], on=again_on).state == "not_established"


def test_an_order_is_no_older_than_the_withdrawal_of_the_one_before(desk: Desk) -> None:
    case_id = desk.rectifying()
    served_on = str(desk.today)
    desk.pass_days(100)
    desk.act(case_id, "withdraw_order", CENTRE, on=str(desk.today), basis="文书有误")
    fields = {"number": "惠城市监责改〔2026〕新1号", "requirements": "改正"}
    with pytest.raises(Invalid, match="withdrawn on 2026-09-23; this one is not older"):
        desk.act(case_id, "issue_order", UNIT, **fields, issued_on=served_on)
    desk.act(case_id, "issue_order", UNIT, **fields, issued_on=str(desk.today))


def test_a_service_gives_a_week_unless_the_order_itself_says_otherwise(desk: Desk) -> None:
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证"}
    plain, urgent = desk.confirmed(), desk.confirmed()
    desk.order(plain)
    with pytest.raises(Invalid, match="does not end before 2026-06-22"):
        desk.act(plain, "serve_order", **service, due="2026-06-21")
    assert desk.act(plain, "serve_order", **service, due="2026-06-22").orders[0].due == date(2026, 6, 22)
    fields = {"number": "惠城市监责改〔2026〕急1号", "requirements": "立即下架", "issued_on": str(desk.today)}
    desk.act(urgent, "issue_order", **fields, due="2026-06-17")
    assert desk.act(urgent, "serve_order", **service).orders[0].due == date(2026, 6, 17)


def test_no_period_and_no_extension_is_longer_than_a_year(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    with pytest.raises(Invalid, match="ends on 2027-06-15 at the latest"):
        desk.act(case_id, "issue_order", **fields, due="2027-06-16")
    desk.order(case_id)
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证"}
    with pytest.raises(Invalid, match="ends on 2027-06-15 at the latest"):
        desk.act(case_id, "serve_order", **service, due="2027-06-16")
    desk.act(case_id, "serve_order", **service)
    with pytest.raises(Invalid, match="ends on 2027-09-15 at the latest"):
        desk.act(case_id, "extend_order", due="2099-01-01", basis="延期")
    assert desk.act(case_id, "extend_order", due="2027-09-15", basis="延期").orders[0].due == date(2027, 9, 15)


def test_an_order_served_after_its_own_last_day_gives_no_time(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    desk.act(case_id, "issue_order", **fields, due="2026-06-30")
    with pytest.raises(Invalid, match="period ends after that day"):
        desk.act(case_id, "serve_order", mode="public_notice", on=str(desk.today), proof="公告")


def test_months_end_on_their_last_day() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 6, 15), 3) == date(2026, 9, 15)
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_days_of_an_order_fit_each_other(desk: Desk) -> None:
    case_id = desk.confirmed()
    tomorrow, yesterday = str(desk.today + timedelta(days=1)), str(desk.today - timedelta(days=1))
    with pytest.raises(Invalid, match="has not come"):
        desk.act(case_id, "issue_order", number="甲1号", requirements="改正", issued_on=tomorrow)
    desk.order(case_id)
    for on, says in ((tomorrow, "has not come"), (yesterday, "not served before")):
        with pytest.raises(Invalid, match=says):
            desk.act(case_id, "serve_order", mode="direct", on=on, proof="回证")
    with pytest.raises(Invalid, match="ends after"):
        desk.act(case_id, "serve_order", mode="direct", on=str(desk.today), proof="回证", due=str(desk.today))
    assert desk.get(case_id).state is CaseState.ORDERED


def test_a_number_is_given_once(desk: Desk) -> None:
    first, second = desk.confirmed(), desk.confirmed()
    desk.act(first, "issue_order", number="甲1号", requirements="改正", issued_on=str(desk.today))
    with pytest.raises(Conflict, match="already an order"):
        desk.act(second, "issue_order", number="甲1号", requirements="改正", issued_on=str(desk.today))


def test_overdue_is_derived_from_the_day(desk: Desk) -> None:
    case_id = desk.rectifying()
    due = desk.get(case_id).deadline
    assert due is not None
    assert (due.what, due.due, due.days_left) == ("rectification", date(2026, 9, 15), 92)
    desk.pass_days(92)
    assert not desk.get(case_id).overdue, "the due day itself is in time"
    assert not seen_by_members(desk, desk.record(case_id))
    desk.pass_days(1)
    assert desk.get(case_id).overdue
    assert seen_by_members(desk, desk.record(case_id))


def test_an_extension_moves_the_day_while_the_period_runs(desk: Desk) -> None:
    case_id = desk.rectifying()
    with pytest.raises(Invalid, match="ends later"):
        desk.act(case_id, "extend_order", due="2026-09-15", basis="疫情")
    desk.act(case_id, "extend_order", due="2026-10-15", basis="确有困难", document_number="惠延〔2026〕1号")
    assert desk.record(case_id).due == date(2026, 10, 15)
    desk.pass_days(200)
    with pytest.raises(Conflict, match="not extended"):
        desk.act(case_id, "extend_order", due="2027-10-15", basis="太迟")


def test_rectified_only_if_every_type_is_accepted(desk: Desk) -> None:
    case_id = desk.rectifying("brushing", "personal_data")
    desk.report(case_id)
    assert desk.get(case_id).tasks[0].department == "commerce"
    accepted = desk.inspect(case_id)
    assert accepted.state is CaseState.RECTIFIED
    assert [event.action for event in accepted.history][-2:] == ["inspect", "accept"]
    record = desk.record(case_id)
    assert record.rectification is Rectification.RECTIFIED
    desk.pass_days(300)
    assert not seen_by_members(desk, desk.record(case_id))


def test_one_rejection_leaves_it_incomplete_and_a_new_report_opens_it_again(desk: Desk) -> None:
    case_id = desk.rectifying("brushing")
    desk.report(case_id)
    tasks = desk.get(case_id).tasks
    for task, result in zip(tasks, (True, False, True), strict=True):
        assert desk.get(case_id).state is CaseState.REPORTED
        fields = {"task_id": task.id, "results": {"brushing": result}, "officers": ["张三", "李四"]}
        desk.act(case_id, "inspect", on=str(desk.today), **fields)
    assert desk.get(case_id).state is CaseState.INCOMPLETE
    assert seen_by_members(desk, desk.record(case_id))
    again = desk.report(case_id)
    assert [task.results["brushing"] for task in again.tasks] == [True, None, True]
    assert seen_by_members(desk, desk.record(case_id)), "a report alone lifts nothing"
    desk.act(case_id, "inspect", on=str(desk.today), **(fields | {"task_id": tasks[1].id}))
    assert desk.record(case_id).rectification is Rectification.RECTIFIED
    assert not seen_by_members(desk, desk.record(case_id))


def test_a_report_in_time_is_not_overdue_while_it_waits_and_a_late_one_is(desk: Desk) -> None:
    punctual, late = desk.rectifying(), desk.rectifying()
    desk.pass_days(90)
    desk.report(punctual)
    desk.pass_days(5)
    desk.report(late)
    waiting = desk.get(punctual).deadline
    assert waiting is not None
    assert (waiting.what, waiting.days_left) == ("inspection", 10)
    assert (desk.get(punctual).overdue, desk.get(late).overdue) == (False, True)
    assert not seen_by_members(desk, desk.record(punctual))
    assert seen_by_members(desk, desk.record(late))


def test_a_report_that_is_entered_once_the_period_is_over_came_in_time_only_by_a_document(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    said = {"on": "2026-09-01", "statement": "已完成整改"}
    with pytest.raises(Invalid, match="name the document that shows it came in time") as refused:
        desk.act(case_id, "report_rectification", UNIT, **said)
    assert [fault.pointer for fault in refused.value.faults] == ["/document_number"]
    assert seen_by_members(desk, desk.record(case_id))
    found = desk.act(case_id, "report_rectification", UNIT, **said, document_number="收文〔2026〕9号")
    assert (found.overdue, found.history[-1].document_number) == (False, "收文〔2026〕9号")
    assert not seen_by_members(desk, desk.record(case_id))


def test_a_report_of_an_earlier_day_needs_no_document_while_the_period_runs_or_where_it_came_late(desk: Desk) -> None:
    running, late = desk.rectifying(), desk.rectifying()
    desk.pass_days(92)
    desk.act(running, "report_rectification", UNIT, on="2026-08-01", statement="已改")
    desk.pass_days(8)
    assert desk.act(late, "report_rectification", UNIT, on="2026-09-20", statement="已改").overdue


def test_an_inspection_takes_two_officers_of_the_right_department(desk: Desk) -> None:
    case_id = desk.rectifying("brushing")
    fields: dict[str, Any] = {"on": str(desk.today), "results": {"brushing": True}, "officers": ["张三", "李四"]}
    tasks = {task.department: task.id for task in desk.get(case_id).tasks}
    own = {"task_id": tasks["market_supervision"]}
    with pytest.raises(CaseActionRefused):
        desk.act(case_id, "inspect", MARKET, **fields, **own)
    desk.report(case_id)
    for again in ("张三 ", "张 三", "张\u3000三"):
        with pytest.raises(Invalid, match="two officers"):
            desk.act(case_id, "inspect", MARKET, **(fields | own | {"officers": ["张三", again]}))
    with pytest.raises(Invalid, match="about brushing, not counterfeit"):
        desk.act(case_id, "inspect", MARKET, **(fields | own | {"results": {"counterfeit": True}}))
    with pytest.raises(Forbidden, match="another department"):
        desk.act(case_id, "inspect", MARKET, task_id=tasks["commerce"], **fields)
    found = desk.act(case_id, "inspect", MARKET, **fields, **own)
    assert found.inspections[0].officers == ("张三", "李四")


def test_a_withdrawn_order_makes_it_a_lead_again(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    assert seen_by_members(desk, desk.record(case_id))
    fields = {"on": str(desk.today), "basis": "文书有误", "document_number": "惠城责撤〔2026〕1号"}
    found = desk.act(case_id, "withdraw_order", UNIT, **fields)
    assert found.state is CaseState.CONFIRMED
    record = desk.record(case_id)
    assert (record.standing, record.rectification, record.due) == (Standing.LEAD, "not_required", None)
    fields = {"number": "惠城市监责改〔2026〕新1号", "requirements": "改正", "issued_on": str(desk.today)}
    assert len(desk.act(case_id, "issue_order", **fields).orders) == 2


@pytest.mark.parametrize("unmet", ["overdue", "incomplete", "reported once more"])
def test_an_order_that_was_not_met_is_not_taken_back_by_the_unit_alone(desk: Desk, unmet: str) -> None:
    case_id = desk.rectifying()
    if unmet == "overdue":
        desk.pass_days(100)
    else:
        desk.report(case_id)
        desk.inspect(case_id, accepted=False)
    if unmet == "reported once more":
        desk.report(case_id)
    assert seen_by_members(desk, desk.record(case_id))
    said = {"on": str(desk.today), "basis": "文书有误"}
    with pytest.raises(Invalid, match="name the document by which it is taken back") as refused:
        desk.act(case_id, "withdraw_order", UNIT, **said)
    assert [fault.pointer for fault in refused.value.faults] == ["/document_number"]
    assert seen_by_members(desk, desk.record(case_id))
    assert desk.act(case_id, "withdraw_order", CENTRE, **said).state is CaseState.CONFIRMED


def test_an_order_in_time_is_taken_back_without_more_ado(desk: Desk) -> None:
    case_id = desk.rectifying()
    said = {"on": str(desk.today), "basis": "文书有误"}
    assert desk.act(case_id, "withdraw_order", UNIT, **said).state is CaseState.CONFIRMED


def test_an_extension_is_offered_while_the_period_runs(desk: Desk) -> None:
    case_id = desk.rectifying()
    assert "extend_order" in desk.get(case_id, UNIT).allowed
    desk.pass_days(100)
    assert "extend_order" not in desk.get(case_id, UNIT).allowed


def test_what_others_did_meanwhile_is_not_overwritten(desk: Desk) -> None:
    case_id = desk.open()
    version = desk.get(case_id).version
    desk.act(case_id, "receive", UNIT, received_by="王五", version=version)
    with pytest.raises(Conflict, match="moved on"):
        desk.act(case_id, "confirm", problem_types=["brushing"], evidence=[ON_SITE], version=version)


def test_no_resident_id_stands_in_a_case(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.act(desk.open(), "find_not_established", evidence=[ON_SITE | {"description": "身份证11010519491231002X"}])
    assert [fault.pointer for fault in refused.value.faults] == ["/evidence/0/description"]


def test_the_centre_enters_what_a_unit_sends_on_paper(desk: Desk) -> None:
    case_id = desk.open()
    found = desk.act(
        case_id, "confirm", CENTRE, problem_types=["brushing"], evidence=[ON_SITE], document_number="函1号"
    )
    assert (found.history[-1].by, found.history[-1].document_number) == ("centre", "函1号")

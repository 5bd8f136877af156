"""From the merchant's report to the inspection, and what stands against an order that was not met."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind, Rectification
from huixin.types.case import CaseState
from models.cases.moves import CaseActionRefused
from models.errors import Conflict, Forbidden, Invalid
from tests.case_desk import CENTRE, ON_SITE, UNIT, Desk, caller

MARKET = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")
CITY_MARKET = caller(MemberKind.DEPARTMENT, "huizhou", "market_supervision")
OTHER_MARKET = caller(MemberKind.DEPARTMENT, "boluo", "market_supervision")


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
    assert not desk.seen_by_members(desk.record(case_id))


def test_one_rejection_leaves_it_incomplete_and_a_new_report_opens_it_again(desk: Desk) -> None:
    case_id = desk.rectifying("brushing")
    desk.report(case_id)
    tasks = desk.get(case_id).tasks
    for task, result in zip(tasks, (True, False, True), strict=True):
        assert desk.get(case_id).state is CaseState.REPORTED
        fields = {"task_id": task.id, "results": {"brushing": result}, "officers": ["张三", "李四"]}
        desk.act(case_id, "inspect", on=str(desk.today), **fields)
    assert desk.get(case_id).state is CaseState.INCOMPLETE
    assert desk.seen_by_members(desk.record(case_id))
    again = desk.report(case_id)
    assert [task.results["brushing"] for task in again.tasks] == [True, None, True]
    assert desk.seen_by_members(desk.record(case_id)), "a report alone lifts nothing"
    desk.act(case_id, "inspect", on=str(desk.today), **(fields | {"task_id": tasks[1].id}))
    assert desk.record(case_id).rectification is Rectification.RECTIFIED
    assert not desk.seen_by_members(desk.record(case_id))


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
    assert not desk.seen_by_members(desk.record(punctual))
    assert desk.seen_by_members(desk.record(late))


def test_a_report_that_is_entered_once_the_period_is_over_came_in_time_only_by_a_document(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    said = {"on": "2026-09-01", "statement": "已完成整改"}
    with pytest.raises(Invalid, match="name the document that shows it came in time") as refused:
        desk.act(case_id, "report_rectification", UNIT, **said)
    assert [fault.pointer for fault in refused.value.faults] == ["/document_number"]
    assert desk.seen_by_members(desk.record(case_id))
    found = desk.act(case_id, "report_rectification", UNIT, **said, document_number="收文〔2026〕9号")
    assert (found.overdue, found.history[-1].document_number) == (False, "收文〔2026〕9号")
    assert not desk.seen_by_members(desk.record(case_id))


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

"""What a verification finds, each with its evidence and its own next step, and the tasks that follow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind, Standing
from huixin.types.case import CaseState
from models.cases.moves import NEXT_STEP, CaseActionRefused
from models.errors import Forbidden, Invalid
from tests.case_desk import DOCUMENT, ON_SITE, PHOTO, REGISTER, UNIT, Desk, caller

MARKET = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")
CITY_MARKET = caller(MemberKind.DEPARTMENT, "huizhou", "market_supervision")
OTHER_MARKET = caller(MemberKind.DEPARTMENT, "boluo", "market_supervision")


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


def test_none_is_merged_into_a_case_that_was_closed_meanwhile(desk: Desk) -> None:
    other, case_id = desk.open(), desk.open()
    desk.act(case_id, "find_duplicate", evidence=[], duplicate_of=other)
    assert "merge" in desk.get(case_id).allowed
    desk.act(other, "find_not_established", evidence=[ON_SITE])
    desk.act(other, "report_upward", basis="报请核销")
    found = desk.get(case_id)
    assert ("merge" in found.allowed, found.next_step) == (False, "return_to_unit")
    with pytest.raises(CaseActionRefused, match="return_to_unit"):
        desk.act(case_id, "merge", basis="并入")
    assert desk.act(case_id, "return_to_unit", basis="退回核查").state is CaseState.VERIFYING


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

"""Penalties recorded in a case: what is published of them, by when, and what is taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huixin.types.case import CaseState
from models.cases.closing import close_ended
from models.cases.moves import CaseActionRefused
from models.errors import Conflict, Invalid
from rules.documents import Dates, HolidayTable
from tests.case_desk import UNIT, Desk

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

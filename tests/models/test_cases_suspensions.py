"""A case that a court or a review stops, and what its periods come to."""

from datetime import date, timedelta

import pytest

from models.caller import Caller
from models.cases.moves import CaseActionRefused
from models.errors import Invalid
from tests.case_desk import CENTRE, UNIT, Desk, stopped


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

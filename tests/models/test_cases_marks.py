"""Marks of a case beside its course: disputes, relief, and the upstream's end."""

import pytest

from models.cases.closing import close_ended
from models.errors import Conflict, Invalid
from tests.case_desk import CENTRE, ON_SITE, UNIT, Desk, stopped

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


def test_receipt_and_work_on_tasks_are_offered_where_they_wait(desk: Desk) -> None:
    case_id = desk.open()
    assert {"receive", "give_feedback"} <= set(desk.get(case_id, UNIT).allowed)
    assert not {"urge", "assign_task"} & set(desk.get(case_id).allowed)
    desk.act(case_id, "receive", UNIT, received_by="王五")
    assert "receive" not in desk.get(case_id, UNIT).allowed
    desk.act(case_id, "confirm", problem_types=["false_advertising"], evidence=[ON_SITE])
    found = desk.get(case_id)
    assert ("urge" in found.allowed, "assign_task" in found.allowed) == (True, False)


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

"""A record is disputed as long as an objection is open or its case is marked so; neither takes the other's mark off."""

from dataclasses import replace

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.objection import ObjectionRequest, Reject
from models.cases.closing import close_ended
from models.cases.recognised import follow_recognised
from models.errors import Conflict
from models.listings import Listing, end_listing, enter_listing, records_by_id
from models.rights.objections import raise_objection, take_step
from tests.case_desk import CENTRE, Desk, stopped
from tests.factories import a_record, make_member


def object_to(desk: Desk, listing_id: str) -> str:
    with desk.database.write() as session:
        centre = replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)
        body = ObjectionRequest(listing_id=listing_id, statement="不属实")
        return raise_objection(desk.work(session, centre), body).id


def reject(desk: Desk, objection: str) -> None:
    with desk.database.write() as session:
        body = Reject(action="reject", reasons="与事实相符", decided_by="惠州市市场监督管理局")
        take_step(desk.work(session, CENTRE), objection, body)


def test_a_mark_on_the_case_that_goes_leaves_an_open_objection(desk: Desk) -> None:
    case_id = desk.confirmed()
    objection = object_to(desk, desk.record(case_id).id)
    desk.act(case_id, "grant_relief", on=str(desk.today), basis="法院裁定", document_number="（2026）粤13破1号")
    assert desk.record(case_id).disputed
    desk.act(case_id, "dispute", on=str(desk.today), basis="异议")
    desk.act(case_id, "settle_dispute", on=str(desk.today), basis="核实")
    assert desk.record(case_id).disputed
    reject(desk, objection)
    assert not desk.record(case_id).disputed


def test_an_objection_that_is_decided_leaves_the_mark_on_the_case(desk: Desk) -> None:
    case_id = desk.confirmed()
    desk.act(case_id, "dispute", on=str(desk.today), basis="异议")
    reject(desk, object_to(desk, desk.record(case_id).id))
    assert desk.record(case_id).disputed
    desk.act(case_id, "settle_dispute", on=str(desk.today), basis="核实")
    assert not desk.record(case_id).disputed


MARKS: dict[str, tuple[str, dict[str, str]]] = {
    "grant_relief": ("end_relief", {"document_number": "（2026）粤13破1号"}),
    "dispute": ("settle_dispute", {}),
    "suspend": ("resume", stopped("2026-06-15")),
}


@pytest.mark.parametrize("puts", MARKS)
def test_a_mark_that_outlives_its_case_is_taken_off_what_was_recognised(desk: Desk, puts: str) -> None:
    case_id = desk.open()
    listing_id = recognise(desk, case_id)
    takes_off, fields = MARKS[puts]
    on = {"on": str(desk.today), "basis": "法院裁定"}
    desk.act(case_id, puts, **on | fields)
    end_upstream(desk, case_id)
    assert is_marked(desk, listing_id)
    assert takes_off in desk.get(case_id).allowed
    found = desk.act(case_id, takes_off, **on)
    assert (found.state, found.history[-1].action) == ("closed", takes_off)
    assert not is_marked(desk, listing_id)
    assert takes_off not in found.allowed


def test_a_closed_case_takes_no_new_mark(desk: Desk) -> None:
    case_id = desk.confirmed()
    end_upstream(desk, case_id)
    for puts, (takes_off, fields) in MARKS.items():
        for action, further in ((puts, fields), (takes_off, {})):
            with pytest.raises(Conflict):
                desk.act(case_id, action, **{"on": str(desk.today), "basis": "法院裁定"} | further)


def recognise(desk: Desk, case_id: str) -> str:
    """The name of the case is recognised upstream; id of the listing."""
    with desk.database.write() as session:
        lead = session.get_one(Listing, desk.record(case_id).id)
        listing = enter_listing(session, lead.subject_id, a_record(list="ecommerce_joint"), lead.natural_key)
        assert follow_recognised(session, "ecommerce_pushed", [listing.id], desk.now) == [case_id]
        return listing.id


def end_upstream(desk: Desk, case_id: str) -> None:
    listing_id = desk.record(case_id).id
    with desk.database.write() as session:
        end_listing(session, listing_id, desk.today, EndKind.REMOVED)
        close_ended(session, [listing_id], desk.now)


def is_marked(desk: Desk, listing_id: str) -> bool:
    with desk.database.read() as session:
        record = records_by_id(session, [listing_id])[listing_id]
    return record.disputed or record.relief

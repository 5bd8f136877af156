"""A record is disputed as long as an objection is open or its case is marked so; neither takes the other's mark off."""

from dataclasses import replace
from datetime import datetime

import pytest

from huixin.core.vocabulary import MemberKind
from huixin.types.objection import ObjectionRequest, Reject
from models.database import Database
from models.rights.objections import raise_objection, take_step
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, Desk
from tests.factories import make_member


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> Desk:
    return Desk(database, ruleset, now)


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

"""What a record's source states of relief and dispute is its own, whichever marks come and go here beside it."""

from dataclasses import replace
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from huixin.types.stay import StayLifting, StayRequest
from models.disputes import put_mark
from models.listings import change_listing
from models.rights.stays import enter_stay, lift_stay
from tests.case_desk import CENTRE, UNIT, stopped
from tests.exit_office import Office
from tests.factories import make_member


def _decided(office: Office) -> dict[str, Any]:
    return {
        "on": office.today,
        "decided_by": "惠州市惠城区人民法院",
        "document_number": "（2026）粤1302行初12号",
        "document_on": office.today,
        "reason": "裁定停止执行",
    }


def _stay(office: Office, listing_id: str) -> str:
    with office.database.write() as session:
        centre = replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)
        body = StayRequest(listing_id=listing_id, kind="court", **_decided(office))
        return enter_stay(office.work(session, centre), body).id


def _lift(office: Office, stay_id: str) -> None:
    with office.database.write() as session:
        lift_stay(office.work(session, CENTRE), stay_id, StayLifting(**_decided(office)))


def _resume(office: Office, case_id: str) -> None:
    office.act(case_id, "resume", UNIT, on=str(office.today), basis="依法", document_number="1号")


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("first", ["case", "stay"])
@pytest.mark.parametrize("lifted_first", ["case", "stay"])
def test_stay_and_case_leave_what_the_source_says_in_whatever_order(
    office: Office, says: bool, first: str, lifted_first: str
) -> None:
    case_id = office.rectifying()
    listing_id = office.recognised(case_id, relief=says)
    if first == "case":
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
    stay_id = _stay(office, listing_id)
    if first == "stay":
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
    steps = [lambda: _resume(office, case_id), lambda: _lift(office, stay_id)]
    for step in steps if lifted_first == "case" else reversed(steps):
        assert office.stands(listing_id).relief
        step()
    assert office.stands(listing_id).relief is says


def test_a_change_by_hand_says_nothing_in_the_name_of_the_source(office: Office) -> None:
    listing_id = office.recognised(office.rectifying(), disputed=True)
    with office.database.write() as session:
        change_listing(session, listing_id, disputed=False, reason="更正")
        put_mark(session, listing_id, "disputed")
    assert office.stands(listing_id).disputed

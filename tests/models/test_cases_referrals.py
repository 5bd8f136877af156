"""Referrals to the police, of which nobody else learns."""

import pytest

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.cases.referrals import referral_page
from models.cases.views import referral_lines
from models.errors import Conflict, Forbidden, Invalid, NotFound
from tests.case_desk import CENTRE, OFFICER, UNIT, Desk, caller

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

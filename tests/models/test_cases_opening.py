"""A lead opens a case with the right unit, or in the centre's queue; who gets it, who sees it, who passes it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, func, select

from huixin.core.vocabulary import MemberKind, Standing
from huixin.types.case import CaseState, RoutingRequest
from huixin.types.liaison import LiaisonRequest
from models.cases.moves import CaseActionRefused
from models.cases.opening import open_cases
from models.cases.routing import route_cases
from models.cases.tables import Case, CaseAddressee
from models.errors import Forbidden, Invalid, NotFound
from models.liaisons import end_liaison, enter_liaison
from rules.departments import department_on, responsible_for
from rules.routing import Place, route
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, HUICHENG, ON_SITE, REGISTER, UNIT, Desk, caller

COMMERCE = caller(MemberKind.DEPARTMENT, "huizhou", "commerce")


PLACES = [
    (Place(jurisdiction="boluo"), "boluo", "jurisdiction"),
    (Place(jurisdiction="441340"), "dayawan", "jurisdiction"),
    (Place(jurisdiction="惠州市龙门县"), "longmen", "jurisdiction"),
    (Place(jurisdiction="大亚湾区"), "dayawan", "jurisdiction"),
    (Place(jurisdiction="boluo", address=HUICHENG, division="huidong"), "boluo", "jurisdiction"),
    (Place(jurisdiction="440300", address=HUICHENG), None, "jurisdiction"),
    (Place(jurisdiction="441300"), None, "jurisdiction"),
    (Place(address=HUICHENG), "huicheng", "address"),
    (Place(address=HUICHENG, division="huidong"), "huicheng", "address"),
    (Place(address="博罗县罗阳街道"), "boluo", "address"),
    (Place(address="惠州市惠城区陈江街道甲路"), "zhongkai", "address"),
    (Place(address="广东省惠州市仲恺高新区惠风七路"), "zhongkai", "address"),
    (Place(address="惠州市惠阳区大亚湾中兴五路"), "dayawan", "address"),
    (Place(address="惠州市惠城区仲恺大道8号"), "huicheng", "address"),
    (Place(address="惠州市惠城区大亚湾路口"), "huicheng", "address"),
    (Place(address="惠州市惠城区三栋镇大亚湾路2号"), "huicheng", "address"),
    (Place(address="惠州市惠城区三栋镇澳头街道办事处旁"), None, "address"),
    (Place(address="惠州市惠城区陈江大道5号"), "zhongkai", "address"),
    (Place(address="惠州市大亚湾路与陈江路交界"), None, "address"),
    (Place(address="广东惠州市惠城区江北云山西路"), "huicheng", "address"),
    (Place(address="广东惠州市博罗县罗阳街道"), "boluo", "address"),
    (Place(address="广东深圳市惠城区路1号", division="huidong"), None, "address"),
    (Place(address="惠州市惠城区与惠东县交界"), None, "address"),
    (Place(address="广东省深圳市大鹏新区大亚湾核电基地", division="huidong"), None, "address"),
    (Place(address="惠州市江北某路1号", division="441323"), "huidong", "division"),
    (Place(division="441300"), None, "division"),
    (Place(), None, None),
]


@pytest.mark.parametrize(("place", "unit", "basis"), PLACES, ids=str)
def test_the_first_that_is_known_decides_and_nothing_is_guessed(
    ruleset: RuleSet, place: Place, unit: str | None, basis: str | None
) -> None:
    found = route(ruleset.catalogue, place)
    assert (found.unit, found.basis) == (unit, basis)


def test_the_code_of_the_registering_body_says_nothing(desk: Desk) -> None:
    """All codes of the factory carry 441302, Huicheng."""
    case_id = desk.open(Place())
    assert (desk.get(case_id).state, desk.get(case_id).unit) == (CaseState.UNASSIGNED, None)
    assert desk.get(desk.open(Place(), subject_unit="boluo")).unit == "boluo"


def test_only_leads_open_cases_and_only_once(desk: Desk) -> None:
    lead, listed = desk.lead(), desk.lead(standing=Standing.EFFECTIVE)
    with desk.database.write() as session:
        assert len(open_cases(session, [lead.id, lead.id, listed.id, "lst_none"], desk.now, desk.ruleset)) == 1
        assert open_cases(session, [lead.id], desk.now, desk.ruleset) == []


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    yield statements
    event.remove(bind, "before_cursor_execute", note)


def test_a_thousand_leads_cost_few_statements(desk: Desk) -> None:
    ids = [desk.lead().id for _ in range(30)]
    with desk.database.write() as session, counted(session) as statements:
        assert len(open_cases(session, ids, desk.now, desk.ruleset)) == 30
    with desk.database.read() as session:
        assert session.exec(select(func.count()).select_from(CaseAddressee)).one() == 30 * 9
    assert len(statements) < 10


def test_the_working_group_gets_a_copy_as_it_is_today(desk: Desk) -> None:
    found = desk.get(desk.open())
    bodies = {row.body: row.role for row in found.addressees}
    group = (
        "development_reform",
        "commerce",
        "cyberspace",
        "industry_information",
        "market_supervision",
        "public_security",
        "transport",
        "customs",
        "postal",
    )
    assert bodies == {"huicheng": "handling"} | {f"huizhou/{code}": "copy" for code in group}
    assert found.history[0].data["not_copied"] == ["central_bank"], "nobody knows who follows it"


def test_departments_follow_their_successors_by_date(ruleset: RuleSet, now: datetime) -> None:
    catalogue, today = ruleset.catalogue, now.date()
    before = today.replace(year=2018, month=12, day=31)
    assert department_on(catalogue, "industry_commerce", before) == "industry_commerce"
    assert (
        department_on(catalogue, "industry_commerce", before.replace(year=2019, month=1, day=1)) == "market_supervision"
    )
    assert department_on(catalogue, "central_bank", today) is None
    [market] = responsible_for(catalogue, ["counterfeit", "false_advertising", "service_breach"], today)
    assert market.department == "market_supervision"
    assert market.problem_types == ("counterfeit", "false_advertising", "service_breach")
    assert [body.department for body in responsible_for(catalogue, ["brushing"], today)] == [
        "commerce",
        "industry_information",
        "market_supervision",
    ]


def test_receipt_and_feedback_of_each_addressee(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "receive", UNIT, received_by="王五")
    desk.act(case_id, "receive", COMMERCE, received_by="赵六")
    found = desk.act(case_id, "give_feedback", COMMERCE, feedback="无其他线索")
    rows = {row.body: row for row in found.addressees}
    assert (rows["huicheng"].received_by, rows["huicheng"].received_at) == ("王五", desk.now)
    assert (rows["huizhou/commerce"].feedback, rows["huizhou/commerce"].feedback_at) == ("无其他线索", desk.now)
    assert rows["huizhou/postal"].received_at is None
    with pytest.raises(Invalid, match="You are huicheng"):
        desk.act(case_id, "receive", UNIT, received_by="王五", body="huizhou/postal")
    assert desk.act(case_id, "receive", CENTRE, received_by="纸质回执", body="huizhou/postal")


def test_rerouting_keeps_the_history_and_takes_the_case_from_the_first_unit(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "receive", UNIT, received_by="王五")
    desk.route("boluo", case_id)
    found = desk.get(case_id, caller(MemberKind.UNIT, "boluo"))
    assert (found.unit, found.routed_by, found.state) == ("boluo", "person", CaseState.VERIFYING)
    assert [event.action for event in found.history] == ["open", "receive", "route"]
    assert found.history[-1].data["from_unit"] == "huicheng"
    assert next(row for row in found.addressees if row.body == "huicheng").withdrawn_at == desk.now
    with pytest.raises(NotFound):
        desk.get(case_id, UNIT)
    desk.route("huicheng", case_id)
    assert desk.get(case_id, UNIT).addressees[0].received_at is None, "sent anew, not received yet"


def test_another_city_is_reached_through_the_province(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "find_outside_jurisdiction", UNIT, evidence=[REGISTER], level="city", belongs_to="深圳市")
    assert desk.get(case_id).next_step == "hand_to_province"
    fields = {"basis": "移省信用中心转深圳", "document_number": "惠信函〔2026〕3号"}
    found = desk.act(case_id, "hand_to_province", to="深圳市", **fields)
    assert (found.state, found.unit) == (CaseState.TRANSFERRED, None)
    assert found.history[-1].data == {"to": "深圳市", "from_unit": "huicheng"}
    with pytest.raises(NotFound):
        desk.get(case_id, UNIT)
    desk.act(case_id, "return_from_province", basis="省退回")
    assert desk.get(case_id).state is CaseState.UNASSIGNED
    desk.route("huidong", case_id)
    assert [event.to_state for event in desk.get(case_id).history][-3:] == ["transferred", "unassigned", "verifying"]


def test_within_the_city_it_goes_to_the_unit_that_was_named(desk: Desk) -> None:
    case_id = desk.open()
    outside = {"evidence": [REGISTER], "level": "county"}
    for place, level, says in (
        ("深圳市", "county", "other county or zone"),
        ("huicheng", "county", "other county or zone"),
        ("博罗县", "city", "within the city"),
        ("仲恺高新技术产业开发区", "province", "within the city"),
    ):
        with pytest.raises(Invalid, match=says):
            desk.act(case_id, "find_outside_jurisdiction", UNIT, **(outside | {"level": level}), belongs_to=place)
    found = desk.act(case_id, "find_outside_jurisdiction", UNIT, **outside, belongs_to="博罗县")
    assert (found.next_step, found.history[-1].data["level"]) == ("route", "county")
    desk.route("boluo", case_id, document_number="惠信转〔2026〕1号")
    assert desk.get(case_id).history[-1].document_number == "惠信转〔2026〕1号"


def test_the_next_unit_has_the_whole_time(desk: Desk) -> None:
    case_id = desk.open()
    desk.pass_days(29)
    desk.route("huicheng", case_id, copies=("huiyang",))
    deadline = desk.get(case_id).deadline
    assert deadline is not None
    assert deadline.days_left == 1, "a copy to others gives no new time"
    desk.route("boluo", case_id)
    deadline = desk.get(case_id).deadline
    assert deadline is not None
    assert deadline.days_left == 30


def test_copies_go_out_at_any_time_and_in_the_stead_of_who_is_gone(desk: Desk) -> None:
    case_id = desk.confirmed()
    assert desk.get(case_id).not_copied == ("central_bank",)
    assert desk.queued("copies") == [case_id]
    with pytest.raises(Forbidden):
        desk.act(case_id, "send_copy", UNIT, bodies=["huiyang"])
    with pytest.raises(Invalid, match="Waiting for a successor: central_bank"):
        desk.act(case_id, "send_copy", bodies=["huiyang"], instead_of="postal")
    with pytest.raises(Invalid, match="unit/department") as refused:
        desk.act(case_id, "send_copy", bodies=["huiyang", "huizhou/nobody"])
    assert refused.value.faults[0].pointer == "/bodies/1"
    found = desk.act(case_id, "send_copy", bodies=["huizhou/customs", "huiyang"], instead_of="central_bank")
    assert (found.not_copied, desk.queued("copies")) == ((), [])
    assert found.history[-1].data == {"bodies": ["huizhou/customs", "huiyang"], "instead_of": "central_bank"}
    assert desk.get(case_id, caller(MemberKind.UNIT, "huiyang")).allowed == ("receive", "give_feedback")


def test_who_handles_a_case_needs_no_copy(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "receive", UNIT, received_by="王五")
    desk.act(case_id, "send_copy", bodies=["huicheng"])
    desk.route("huicheng", case_id, copies=("huicheng",))
    [row] = [row for row in desk.get(case_id).addressees if row.body == "huicheng"]
    assert (row.role, row.received_by) == ("handling", "王五")


def test_a_copy_names_the_liaison_persons_of_today(desk: Desk) -> None:
    case_id = desk.open()
    person = {"body": "huizhou/commerce", "name": "联络员甲", "phone": "0752-0000000"}
    with desk.database.write() as session:
        past = enter_liaison(session, desk.ruleset.catalogue, LiaisonRequest(**person, since="2026-01-01"))
        end_liaison(session, past.id, desk.today)
        present = LiaisonRequest(**person | {"name": "联络员乙"}, since="2026-02-01")
        enter_liaison(session, desk.ruleset.catalogue, present)
    named = {row.body: [one.name for one in row.liaisons] for row in desk.get(case_id).addressees}
    assert named["huizhou/commerce"] == ["联络员乙"]
    assert named["huizhou/postal"] == []


def test_paper_says_its_own_day(desk: Desk) -> None:
    case_id = desk.open()
    sent_on = desk.today
    desk.pass_days(5)
    earlier, later = (str(sent_on + timedelta(days=days)) for days in (-1, 6))
    for day, says in ((earlier, "It was sent on"), (later, "has not come")):
        with pytest.raises(Invalid, match=says):
            desk.act(case_id, "receive", CENTRE, body="huicheng", received_by="王五", on=day)
    desk.act(case_id, "receive", CENTRE, body="huicheng", received_by="王五", on=str(sent_on))
    found = desk.act(case_id, "give_feedback", UNIT, feedback="已派员核查")
    [row] = [row for row in found.addressees if row.body == "huicheng"]
    assert (row.received_on, row.received_at, row.feedback_on) == (sent_on, desk.now, desk.today)


def test_what_was_pushed_is_told_to_whoever_verifies(desk: Desk) -> None:
    found = desk.get(desk.open(reason="涉嫌虚构交易", source="national"), UNIT)
    assert (found.address, found.reason, found.source) == (HUICHENG, "涉嫌虚构交易", "national")


def test_no_resident_id_stands_in_the_words_of_a_routing(desk: Desk) -> None:
    case_id = desk.open()
    request = RoutingRequest(cases=(case_id,), unit="boluo", basis="经营者身份证11010519491231002X")
    with desk.database.write() as session, pytest.raises(Invalid, match="No resident ID"):
        route_cases(desk.work(session, CENTRE), request)


def test_many_are_routed_together_or_none(desk: Desk) -> None:
    cases = [desk.open(Place()) for _ in range(3)]
    verified = desk.open()
    desk.act(verified, "confirm", problem_types=["brushing"], evidence=[ON_SITE])
    with pytest.raises(CaseActionRefused):
        desk.route("boluo", *cases, verified)
    with pytest.raises(NotFound):
        desk.route("boluo", *cases, "cas_none")
    with pytest.raises(Invalid, match="no unit nowhere"):
        desk.route("nowhere", *cases)
    assert {desk.get(case_id).unit for case_id in cases} == {None}
    desk.route("boluo", *cases, copies=("huiyang", "boluo/transport"))
    assert {desk.get(case_id).unit for case_id in cases} == {"boluo"}
    assert desk.get(cases[0], caller(MemberKind.DEPARTMENT, "boluo", "transport")).unit == "boluo"
    assert desk.get(cases[0], caller(MemberKind.UNIT, "huiyang")).allowed == ("receive", "give_feedback")


@pytest.mark.parametrize("kind", [kind for kind in MemberKind if kind not in ("centre", "auditor")])
def test_nobody_else_sees_a_case(desk: Desk, kind: MemberKind) -> None:
    case_id = desk.open()
    for who in (caller(kind), caller(kind, "boluo"), caller(kind, "boluo", "commerce")):
        with pytest.raises(NotFound):
            desk.get(case_id, who)
        with pytest.raises(NotFound):
            desk.act(case_id, "confirm", who, problem_types=["brushing"], evidence=[ON_SITE])
    assert desk.get(case_id, caller(MemberKind.AUDITOR)).allowed == ()


def test_the_units_part_is_not_the_departments_nor_the_other_way_round(desk: Desk) -> None:
    case_id = desk.open()
    with pytest.raises(Forbidden):
        desk.act(case_id, "confirm", COMMERCE, problem_types=["brushing"], evidence=[ON_SITE])
    with pytest.raises(Forbidden):
        desk.act(case_id, "urge", UNIT, task_id="tsk_x", basis="督办")


def test_the_address_is_kept(desk: Desk) -> None:
    case_id = desk.open()
    with desk.database.read() as session:
        assert session.exec(select(Case.address).where(Case.id == case_id)).one() == HUICHENG

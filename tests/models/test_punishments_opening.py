"""Which tasks and prompts there are is for the rules alone to say, and each is there once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import Binding, EndKind, MemberKind, Rectification, Severity, Standing, SubjectKind
from huixin.core.windows import Window
from huixin.types.clause import ClauseRequest
from models.clauses import enter_clause
from models.database import Database
from models.keys import KeyRing
from models.listings import Listing
from models.members import disable_member
from models.outbox import Event
from models.punishments.opening import sync_subject
from models.punishments.support import LIMBS
from models.punishments.tables import PunishmentEvent
from models.subjects import SubjectContent, enter_subject, subject_of
from rules.ruleset import RuleSet
from tests.conftest import FULL
from tests.factories import make_listing, make_person, make_subject
from tests.punish_desk import CONFIRMED, IN_TIME, OVERDUE, PunishDesk

TODAY = date(2026, 6, 15)
INCOMPLETE = {"rectification": Rectification.INCOMPLETE}


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> PunishDesk:
    made = PunishDesk(database, ruleset, now)
    made.member()
    made.department()
    return made


UNDER_A_LIMB: dict[str, dict[str, Any]] = {
    "on the joint list": {},
    "on the joint list, in time": IN_TIME,
    "confirmed, overdue": CONFIRMED | OVERDUE,
    "confirmed, incomplete": CONFIRMED | INCOMPLETE,
    "recognised, overdue": {"list": "ecommerce_black"} | OVERDUE,
    "recognised, incomplete": {"list": "brushing_black"} | INCOMPLETE,
}


@pytest.mark.parametrize("fields", UNDER_A_LIMB.values(), ids=UNDER_A_LIMB)
def test_each_limb_opens_tasks_and_prompts(desk: PunishDesk, fields: dict[str, Any]) -> None:
    record = desk.listing(**fields)
    desk.run()
    measures = {task.measure for task in desk.tasks(desk.department())}
    assert {"interview", "notify_authority", "closer_inspection"} <= measures
    assert ("public_exposure" in measures) == (record.list == "ecommerce_joint"), "only a public list, by its rule"
    prompts = desk.prompts(desk.member())
    assert {prompt.measure for prompt in prompts} >= {"entry_limit", "promotion_limit"}
    for prompt in prompts:
        assert prompt.about is not None
        assert (prompt.about.listing_id, prompt.about.binding) == (record.id, Binding.BY_OWN_CLAUSE)
        assert prompt.about.grounds
        assert (prompt.about.ruleset, prompt.about.sequence > 0) == (desk.ruleset.digest, True)


UNDER_NONE: dict[str, dict[str, Any]] = {
    "a lead": {"list": "ecommerce_pushed", "standing": Standing.LEAD},
    "a lead with an order": {"list": "ecommerce_pushed", "standing": Standing.LEAD} | OVERDUE,
    "confirmed, in time": CONFIRMED | IN_TIME,
    "confirmed, no order": CONFIRMED,
    "confirmed, rectified": CONFIRMED | {"rectification": Rectification.RECTIFIED},
    "proposed": {"standing": Standing.PROPOSED},
    "proposed and overdue": {"list": "ecommerce_black", "standing": Standing.PROPOSED} | OVERDUE,
    "removed": {"ended_on": TODAY, "end_kind": EndKind.REMOVED},
    "annulled": {"ended_on": TODAY, "end_kind": EndKind.ANNULLED},
    "measures lifted": {"measures_lifted_on": TODAY},
    "suspended": {"relief": True},
    "suspended and overdue": CONFIRMED | OVERDUE | {"relief": True},
    "its window over": {"window": Window(date(2026, 1, 1), TODAY)},
    "its window to come": {"window": Window(date(2026, 6, 16), None)},
    "recognised, no order": {"list": "ecommerce_black"},
    "recognised, in time": {"list": "ecommerce_black"} | IN_TIME,
    "recognised, rectified": {"list": "ecommerce_black", "rectification": Rectification.RECTIFIED},
    "to be watched": {"list": "ecommerce_watch"},
    "on a list of another law": {"list": "serious_violation"},
    "minor": {"severity": Severity.MINOR},
}


@pytest.mark.parametrize("fields", UNDER_NONE.values(), ids=UNDER_NONE)
def test_nothing_else_opens_any(desk: PunishDesk, fields: dict[str, Any]) -> None:
    desk.listing(**fields)
    desk.run()
    assert (desk.tasks(), desk.prompts()) == ([], [])


RECORDS = st.fixed_dictionaries(
    {
        "list": st.sampled_from(["ecommerce_pushed", "ecommerce_joint", "brushing_black", "ecommerce_watch", "red"]),
        "standing": st.sampled_from(Standing),
        "rectification": st.sampled_from([state for state in Rectification if state is not Rectification.OVERDUE]),
        "due": st.sampled_from([None, date(2026, 6, 14), TODAY]),
        "severity": st.sampled_from(Severity),
        "relief": st.booleans(),
        "disputed": st.booleans(),
        "ended_on": st.sampled_from([None, TODAY, date(2026, 6, 16)]),
        "measures_lifted_on": st.sampled_from([None, TODAY, date(2026, 6, 16)]),
    }
)


def _may_punish(fields: dict[str, Any]) -> bool:
    """What the notice says, told once more without the rules."""
    if fields["relief"] or fields["ended_on"] == TODAY or fields["measures_lifted_on"] == TODAY:
        return False
    overdue = fields["rectification"] is Rectification.ORDERED and fields["due"] == date(2026, 6, 14)
    unmet = overdue or fields["rectification"] is Rectification.INCOMPLETE
    if fields["standing"] is Standing.CONFIRMED:
        return unmet
    return fields["standing"] is Standing.EFFECTIVE and (fields["list"] == "ecommerce_joint" or unmet)


@given(fields=RECORDS)
@settings(
    # all examples of a run are entered into one world, which grows
    max_examples=300 if FULL else 25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_record_that_may_not_punish_is_ever_asked_about(desk: PunishDesk, fields: dict[str, Any]) -> None:
    ended = {} if fields["ended_on"] is None else {"end_kind": EndKind.REMOVED}
    record = desk.listing(**(fields | ended))
    desk.run()
    asked = [task.listing_id for task in desk.tasks()]
    asked += [prompt.about.listing_id for prompt in desk.prompts() if prompt.about]
    assert record.id not in asked or _may_punish(fields)


def test_who_is_only_a_name_is_asked_about_by_nobody(desk: PunishDesk) -> None:
    with desk.database.write() as session:
        name = "惠州市只有名称贸易有限公司"
        nameless = enter_subject(session, SubjectContent(f"name:{name}", SubjectKind.COMPANY, name))
        make_listing(session, nameless, list="ecommerce_joint")
    desk.run()
    assert (desk.tasks(), desk.prompts()) == ([], [])


def test_no_member_is_told_of_a_natural_person(desk: PunishDesk, keys: KeyRing) -> None:
    with desk.database.write() as session:
        make_listing(session, make_person(session, keys), list="ecommerce_joint")
    desk.run()
    assert desk.prompts() == []
    assert {task.measure for task in desk.tasks()} <= {"finance_notice"}, "held to advice, which gives no task"


def test_a_member_without_a_clause_gets_advice_only(desk: PunishDesk) -> None:
    bare = desk.member(name="bare", clauses=False)
    agency = desk.member(MemberKind.AGENCY)
    desk.listing()
    desk.run()
    for member in (bare, agency):
        prompts = desk.prompts(member)
        assert prompts
        assert {prompt.about and prompt.about.binding for prompt in prompts} == {Binding.ADVICE}


def _clause(desk: PunishDesk, member_id: str, measure: str, first: str = "2026-06-15") -> str:
    said = {"kind": "platform_rule", "measure": measure, "reference": "规则第十二条"}
    with desk.database.write() as session:
        body = ClauseRequest.model_validate(said | {"published_on": "2026-01-01", "effective_from": first})
        return enter_clause(session, desk.ruleset.catalogue, member_id, body).id


def test_a_clause_entered_later_makes_the_advice_bind(desk: PunishDesk) -> None:
    bare = desk.member(name="bare", clauses=False)
    desk.listing()
    desk.run()
    _clause(desk, bare.member_id, "entry_limit")
    desk.run()
    bound = {prompt.measure: prompt.about and prompt.about.binding for prompt in desk.prompts(bare)}
    assert bound.pop("entry_limit") is Binding.BY_OWN_CLAUSE
    assert set(bound.values()) == {Binding.ADVICE}


def test_another_record_of_the_same_merchant_is_not_drawn_in(desk: PunishDesk) -> None:
    with desk.database.write() as session:
        subject = make_subject(session, unit="huicheng")
        record = make_listing(session, subject, list="ecommerce_joint")
        make_listing(session, subject, list="serious_violation")
    desk.run()
    assert {prompt.about and prompt.about.listing_id for prompt in desk.prompts()} == {record.id}


def test_a_kind_of_member_is_asked_only_what_it_may_do(desk: PunishDesk) -> None:
    courier, association = desk.member(MemberKind.LOGISTICS), desk.member(MemberKind.ASSOCIATION)
    desk.listing()
    desk.run()
    assert {prompt.measure for prompt in desk.prompts(courier)} == {"contract_limit", "carrier_delist"}
    assert {prompt.measure for prompt in desk.prompts(association)} == {"member_warning"}


LEAVES_A_CARRIER = (MemberKind.PLATFORM, MemberKind.INTERNET, MemberKind.LOGISTICS)


def test_whoever_may_leave_a_carrier_is_asked_to(desk: PunishDesk) -> None:
    """The first limb: a merchant on the joint list that carries for a member."""
    members = [desk.member(kind) for kind in (*LEAVES_A_CARRIER, MemberKind.ASSOCIATION)]
    record = desk.listing()
    desk.run()
    asked = {prompt.member_id: prompt for prompt in desk.prompts() if prompt.measure == "carrier_delist"}
    assert set(asked) == {member.member_id for member in members[:-1]}
    for prompt in asked.values():
        assert prompt.about is not None
        assert (prompt.about.listing_id, prompt.about.scenes) == (record.id, ("logistics",))
    bound = {asked[member.member_id].about.binding for member in members[:-1]}  # type: ignore[union-attr]
    assert bound == {Binding.BY_OWN_CLAUSE}
    platform = members[0]
    prompt = asked[platform.member_id]
    applied = desk.apply(platform, prompt.id, desk.clause("carrier_delist", platform))
    assert applied.state == "applied"


@pytest.mark.parametrize(
    "fields", [CONFIRMED | OVERDUE, {"list": "ecommerce_black"} | OVERDUE, {"list": "transport_black"}]
)
def test_no_other_record_asks_to_leave_a_carrier(desk: PunishDesk, fields: dict[str, Any]) -> None:
    """The second limb limits contracts; the transport list is no joint punishment, checks alone speak of it."""
    desk.member(MemberKind.LOGISTICS)
    desk.listing(**fields)
    desk.run()
    assert "carrier_delist" not in {prompt.measure for prompt in desk.prompts()}


def test_a_day_that_passes_opens_what_nothing_has_changed(desk: PunishDesk) -> None:
    desk.listing(**CONFIRMED, **IN_TIME)
    desk.run()
    assert (desk.tasks(), desk.prompts()) == ([], []), "met until the end of its day"
    desk.pass_days(1)
    desk.run()
    assert desk.tasks()
    assert desk.prompts()


def test_a_record_inside_an_association_is_its_own(desk: PunishDesk) -> None:
    own, other = (desk.member(MemberKind.ASSOCIATION, name) for name in ("own", "other"))
    desk.listing(list="brushing_black", inside=own.member_id, **OVERDUE)
    desk.run()
    assert desk.prompts(own)
    assert (desk.prompts(other), desk.prompts(desk.member())) == ([], [])


def test_a_disabled_member_is_asked_nothing(desk: PunishDesk) -> None:
    with desk.database.write() as session:
        disable_member(session, desk.member().member_id, desk.now)
    desk.listing()
    desk.run()
    assert desk.prompts() == []


@pytest.mark.parametrize(
    ("unit", "problem_types", "bodies"),
    [
        ("huicheng", {"counterfeit"}, {("huicheng", "market_supervision")}),
        ("boluo", {"personal_data"}, {("boluo", "public_security")}),
        (
            "huicheng",
            {"brushing", "false_advertising"},
            {("huicheng", "commerce"), ("huicheng", "industry_information"), ("huicheng", "market_supervision")},
        ),
        (None, {"counterfeit"}, {(None, "market_supervision")}),
        ("huicheng", set[str](), {("huicheng", None)}),
    ],
)
def test_tasks_go_to_the_departments_that_answer_for_the_problem_where_the_merchant_is(
    desk: PunishDesk, unit: str | None, problem_types: set[str], bodies: set[tuple[str | None, str | None]]
) -> None:
    desk.listing(subject={"unit": unit}, problem_types=frozenset(problem_types))
    desk.run()
    asked = [task for task in desk.tasks() if task.measure == "interview"]
    assert {(task.unit, task.department) for task in asked} == bodies
    assert len(asked) == len(bodies), "one body, one task, many types"
    unclear = {body for body in bodies if None in body}
    assert {(task.unit, task.department) for task in desk.tasks(queue=True)} == unclear


def test_the_limbs_of_the_packs_are_rules_of_the_packs(ruleset: RuleSet) -> None:
    limbs = ruleset.catalogue.parameter(LIMBS, TODAY)
    assert isinstance(limbs, tuple)
    assert set(limbs) <= set(ruleset.catalogue.rules)


def _history(desk: PunishDesk) -> Counter[str]:
    with desk.database.read() as session:
        return Counter(event.action for event in session.exec(select(PunishmentEvent)))


def test_the_same_job_twice_changes_nothing(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    before = desk.tasks(), desk.prompts(), _history(desk)
    with desk.database.write() as session:
        for _ in range(2):
            sync_subject(session, _subject_of(desk, record), desk.moment)
    assert (desk.tasks(), desk.prompts(), _history(desk)) == before
    assert set(_history(desk)) == {"open"}


def _subject_of(desk: PunishDesk, record: Record) -> str:
    with desk.database.read() as session:
        return session.get_one(Listing, record.id).subject_id


def test_workers_at_the_same_time_open_each_once(desk: PunishDesk) -> None:
    subject_id = _subject_of(desk, desk.listing())

    def sync(_: int) -> None:
        with desk.database.write() as session:
            sync_subject(session, subject_id, desk.moment)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sync, range(8)))
    opened = len(desk.tasks()) + len(desk.prompts())
    assert opened
    assert _history(desk) == Counter(open=opened)
    with desk.database.read() as session:
        told = Counter((event.type, event.subject) for event in session.exec(select(Event)))
    assert set(told.values()) == {1}


def test_what_is_told_names_nobody(desk: PunishDesk) -> None:
    record = desk.listing(reason="组织虚假交易")
    desk.run()
    with desk.database.read() as session:
        events = session.exec(select(Event)).all()
        subject = subject_of(session, _subject_of(desk, record))
    assert {event.type for event in events} == {"prompt.opened", "task.opened"}
    for event in events:
        assert set(event.data or {}) == {"id", "measure"}
        assert subject.name not in str(event.data)

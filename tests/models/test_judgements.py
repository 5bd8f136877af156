"""What a person judged of a candidate decides later checks of that member: `same` until somebody judges otherwise,
`not_the_same` until the member sees the record change; and never anybody else's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from alembic import command
from huixin.core.names import normalise
from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, MemberKind, Standing, SubjectKind
from huixin.types.answer import Answer
from huixin.types.decision import Judgement, ReviewRequest
from huixin.types.question import CheckRequest
from models.base import new_id
from models.caller import Caller
from models.checks import CheckContext, check, judge
from models.clauses import enter_standard_clauses
from models.database import Database
from models.decisions import Decision
from models.errors import Invalid
from models.judgements import PersonJudgement, enter_judgement, judgements_of_decision, judgements_on
from models.keys import KeyRing
from models.listings import change_listing, end_listing
from models.migrations import configuration, engine_of
from models.scopes import default_scopes
from models.sequence import take_sequence
from models.subjects import Subject, SubjectContent, change_subject, enter_subject, enterprise
from rules.ruleset import RuleSet
from tests.factories import LONG_AGO, RESIDENT_ID, make_listing, make_member, make_subject, uscc_of

NAME = "惠州市顺达优品贸易有限公司"
USCC = uscc_of(90_000_001)
TODAY = date(2026, 11, 2)


def a_judgement(member: str, subject: str, judgement: str, sequence: int, query: str = "query") -> PersonJudgement:
    return PersonJudgement(
        id=new_id("jdg"),
        seq_from=sequence,
        member_id=member,
        query_key=query,
        subject_id=subject,
        subject_sequence=1,
        decision_id="dec_1",
        judgement=judgement,
        by="staff 7",
        why="address and representative agree",
        at=LONG_AGO,
    )


def test_at_any_sequence_the_newest_on_each_candidate_is_in_force(database: Database) -> None:
    def entered(session: Session, member: str, subject: str, judgement: str, query: str = "query") -> PersonJudgement:
        row = a_judgement(member, subject, judgement, take_sequence(session).start, query)
        enter_judgement(session, row)
        return row

    with database.write() as session:
        member, other = make_member(session).member_id, make_member(session).member_id
        one, two = make_subject(session).id, make_subject(session).id
        first = entered(session, member, one, "same")
        second = entered(session, member, two, "not_the_same")
        third = entered(session, member, one, "not_the_same")
        entered(session, member, one, "same", query="another question")
        elsewhere = entered(session, other, one, "same")
    with database.read() as session:
        assert [row.id for row in judgements_on(session, member, "query")] == [third.id, second.id]
        assert [row.id for row in judgements_on(session, other, "query")] == [elsewhere.id]
        assert judgements_on(session, member, "nothing") == []
        assert [row.id for row in judgements_of_decision(session, "dec_1")][:3] == [first.id, second.id, third.id]
        then = [
            {row.id for row in judgements_on(session, member, "query", row.seq_from)} for row in (first, second, third)
        ]
        assert then == [{first.id}, {first.id, second.id}, {second.id, third.id}]


def test_the_database_takes_no_second_one_in_force(database: Database) -> None:
    with database.write() as session:
        member, subject = make_member(session).member_id, make_subject(session).id
        session.add(a_judgement(member, subject, "same", 900))
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(a_judgement(member, subject, "not_the_same", 901))


def test_the_migration_closes_all_but_the_newest(database: Database) -> None:
    def to(order: Callable[..., None], revision: str) -> None:
        with engine_of(database, "main").begin() as connection:
            order(configuration("main", connection), revision)

    to(command.downgrade, "0001")
    with database.write() as session:
        # By hand, because the tables have columns since that they did not have at that revision.
        member, one, two = "mem_asker", "sub_one", "sub_two"
        columns = "(id, name, kind, created_at) VALUES ('mem_asker', 'asker', 'platform', '2026-01-01 00:00:00')"
        session.connection().exec_driver_sql(f"INSERT INTO member {columns}")
        session.connection().exec_driver_sql("INSERT INTO subject (id, key) VALUES ('sub_one', '1'), ('sub_two', '2')")
        numbers = range(1, 5)
        session.add_all(a_judgement(member, one, "same", number) for number in numbers[:3])
        session.add(a_judgement(member, two, "same", numbers[3]))
    to(command.upgrade, "head")
    with database.read() as session:
        rows = session.exec(select(PersonJudgement.seq_from, PersonJudgement.seq_to)).all()
        ends = [numbers[1], numbers[2], None, None]
        assert sorted(rows) == list(zip(numbers, ends, strict=True))


@dataclass
class World:
    """A merchant that a name finds, and one who asks for it by that name."""

    database: Database
    context: CheckContext
    kind: MemberKind = MemberKind.PLATFORM
    asked: dict[str, Any] = field(default_factory=lambda: {"name": NAME})

    def __post_init__(self) -> None:
        with self.database.write() as session:
            subject = make_subject(session, uscc=USCC, name=NAME)
            self.subject_id = subject.id
            self.record = make_listing(session, subject)
            self.caller = self.member(session)

    def member(self, session: Session) -> Caller:
        member_id = make_member(session, self.kind).member_id
        enter_standard_clauses(session, self.context.ruleset.catalogue, member_id)
        return Caller(member_id, "asker", self.kind, default_scopes(self.kind))

    def write(self, change: Callable[[Session], object]) -> None:
        with self.database.write() as session:
            change(session)

    def listed(self, **fields: Any) -> Record:
        with self.database.write() as session:
            return make_listing(session, session.get_one(Subject, self.subject_id), **fields)

    def ask(self, caller: Caller | None = None) -> tuple[Answer, Decision]:
        request = CheckRequest(subject=self.asked, scene="promotion")
        with self.database.read() as session:
            checked = check(session, caller or self.caller, request, self.context)
        return checked.answer, checked.decision

    def judge(self, judgement: str, decision: Decision | None = None, **said: Any) -> Judgement:
        text = {"by": "clerk-7", "why": "licence compared"} | said
        request = ReviewRequest(subject_id=self.subject_id, judgement=judgement, **text)
        with self.database.write() as session:
            return judge(session, decision or self.ask()[1], self.caller, request, self.context.now)

    def candidates(self, caller: Caller | None = None) -> list[str]:
        return [candidate.subject_id for candidate in self.ask(caller)[0].identity.candidates]


@pytest.fixture
def world(database: Database, keys: KeyRing, ruleset: RuleSet) -> World:
    return World(database, CheckContext(ruleset, keys, datetime(2026, 11, 2, 4, tzinfo=UTC), TODAY))


def test_one_judged_not_the_same_stays_away_from_that_member_only(world: World) -> None:
    assert world.candidates() == [world.subject_id]
    world.judge("not_the_same")
    assert world.candidates() == []
    with world.database.write() as session:
        other = world.member(session)
    assert world.candidates(other) == [world.subject_id]
    world.asked = {"name": "惠州市顺达优品商贸有限公司"}
    assert world.candidates() == [world.subject_id], "another question"


def inside_an_association(world: World) -> None:
    with world.database.write() as session:
        association = make_member(session, MemberKind.ASSOCIATION).member_id
    world.listed(inside=association)


HIDDEN: dict[str, Callable[[World], object]] = {
    "a lead": lambda world: world.listed(list="ecommerce_pushed", standing=Standing.LEAD),
    "a proposed record": lambda world: world.listed(standing=Standing.PROPOSED),
    "a record inside an association": inside_an_association,
    "a record that had ended": lambda world: world.listed(ended_on=TODAY, end_kind=EndKind.REMOVED),
    "a further code": lambda world: world.write(
        lambda session: change_subject(
            session,
            world.subject_id,
            enterprise(USCC, NAME, identifiers=[("registration_number", "440301105984804")]),
        )
    ),
    "a confirmation of the same": lambda world: world.write(
        lambda session: change_listing(session, world.record.id, confirmed_on=TODAY)
    ),
}


@pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN)
def test_what_the_member_does_not_see_brings_no_candidate_back(world: World, change: Callable[[World], object]) -> None:
    world.judge("not_the_same")
    change(world)
    assert world.candidates() == []


def test_what_becomes_of_a_hidden_record_brings_none_back_until_it_is_seen(world: World) -> None:
    lead = world.listed(standing=Standing.LEAD)
    world.judge("not_the_same")
    world.write(lambda session: change_listing(session, lead.id, standing=Standing.CONFIRMED))
    assert world.candidates() == []
    world.write(lambda session: change_listing(session, lead.id, standing=Standing.EFFECTIVE))
    assert world.candidates() == [world.subject_id]


VISIBLE: dict[str, Callable[[World], object]] = {
    "the record says something else": lambda world: world.write(
        lambda session: change_listing(session, world.record.id, reason="另有新的事由")
    ),
    "a second record": lambda world: world.listed(),
    "one record of two ends": lambda world: world.write(
        lambda session: end_listing(session, world.record.id, TODAY, EndKind.REMOVED)
    ),
    "a new name": lambda world: world.write(
        lambda session: change_subject(session, world.subject_id, enterprise(USCC, "惠州市新名称贸易有限公司"))
    ),
}


@pytest.mark.parametrize("change", VISIBLE.values(), ids=VISIBLE)
def test_what_the_member_sees_change_brings_the_candidate_back(world: World, change: Callable[[World], object]) -> None:
    world.listed()
    world.judge("not_the_same")
    assert world.candidates() == []
    change(world)
    assert world.candidates() == [world.subject_id]


def test_a_judgement_is_on_what_the_answer_showed(world: World) -> None:
    _, decision = world.ask()
    VISIBLE["the record says something else"](world)
    world.judge("not_the_same", decision)
    assert world.candidates() == [world.subject_id], "the person had not seen that yet"


def test_a_record_without_a_code_judged_not_the_same_stays_away_too(world: World) -> None:
    other = "惠州市无码名录贸易有限公司"
    content = SubjectContent(f"name:{normalise(other)}", SubjectKind.COMPANY, other)

    def enter(session: Session) -> None:
        subject = enter_subject(session, content)
        make_listing(session, subject)
        world.subject_id = subject.id

    world.write(enter)
    world.asked = {"uscc": uscc_of(90_000_002), "name": other}
    assert world.candidates() == [world.subject_id]
    world.judge("not_the_same")
    assert world.ask()[0].outcome == "clear"
    HIDDEN["a lead"](world)
    assert world.candidates() == []


def test_one_judged_the_same_decides_by_its_code_whatever_changes(world: World) -> None:
    world.judge("same")
    for change in [World.ask, *HIDDEN.values(), *VISIBLE.values()]:
        change(world)
        answer, _ = world.ask()
        assert (answer.identity.matched_by, answer.identity.uscc) == ("person", USCC)
        assert answer.outcome == "refuse"
        assert answer.measures
    world.judge("not_the_same")
    assert world.ask()[0].identity.matched_by == "none", "another judgement ends it"
    world.asked = {"name": NAME, "uscc": USCC}
    assert world.ask()[0].outcome == "refuse", "a code decides by itself"


def test_a_name_judged_to_be_the_codes_is_settled_until_the_record_changes(world: World) -> None:
    world.asked = {"uscc": USCC, "name": "惠州市别的贸易有限公司"}
    answer, decision = world.ask()
    assert (answer.identity.name_agrees, [cause.code for cause in answer.review.why]) == (False, ["name_disagrees"])
    world.judge("same", decision)
    settled, _ = world.ask()
    assert (settled.identity.name_agrees, settled.review.needed, settled.outcome) == (True, False, "refuse")
    HIDDEN["a lead"](world)
    assert world.ask()[0].identity.name_agrees is True
    world.asked["name"] = "又一个名称有限公司"
    assert world.ask()[0].identity.name_agrees is False, "another question"
    world.asked["name"] = "惠州市别的贸易有限公司"
    VISIBLE["the record says something else"](world)
    assert world.ask()[0].identity.name_agrees is False


def test_two_judged_the_same_are_one_answer_and_the_worst_of_both_counts(world: World) -> None:
    with world.database.write() as session:
        other = make_subject(session, name="惠州市惠城区顺达优品贸易有限公司")
        watched = make_listing(session, other, list="ecommerce_watch")
    _, decision = world.ask()
    world.judge("same", decision)
    first, world.subject_id = world.subject_id, other.id
    world.judge("same", decision)
    answer, again = world.ask()
    assert answer.outcome == "refuse"
    assert {record.id for record in answer.records} == {world.record.id, watched.id}
    assert (answer.identity.matched_by, answer.identity.candidates) == ("person", [])
    world.judge("not_the_same", decision)
    world.subject_id = first
    assert {record.id for record in world.ask()[0].records} == {world.record.id}
    assert again.subject_id == other.id


@pytest.mark.parametrize("written", [RESIDENT_ID, "1101 0519 4912 3100 2x", "身份证110105491231002核对"])
@pytest.mark.parametrize("part", ["by", "why"])
def test_no_resident_id_stands_in_a_judgement(world: World, part: str, written: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.judge("same", None, **{part: written})
    [fault] = refused.value.faults
    assert (fault.pointer, fault.code) == (f"/{part}", "personal_identifier_in_text")
    assert "1231" not in fault.message
    with world.database.read() as session:
        assert session.exec(select(PersonJudgement)).all() == []
    world.judge("same", None, **{part: "核对注册号：440301105984804"})

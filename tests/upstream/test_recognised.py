"""A feed of pushed names that carries recognitions: what stands recognised follows the feed as the names do."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from clients.upstream.drop import take_dropped
from clients.upstream.pull import pull
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.case import CaseState
from huixin.types.question import CheckRequest, SubjectQuery
from models.caller import Caller
from models.cases.closing import states_of
from models.cases.place import place_of
from models.cases.tables import Case
from models.checks import CheckContext, check
from models.listings import Listing, records_of
from models.members import add_member
from models.scopes import default_scopes
from models.subjects import SubjectVersion
from models.upstream.feeds import FeedPlan, add_feed, feed_of
from models.upstream.reappearances import answer
from models.upstream.status import feed_status, unconfirmed_listings
from models.upstream.tables import UpstreamRun
from tests.upstream.conftest import FIRST_DAY, SECRET, SOURCE, Office, listed

PUSHED = "national-pushed"
NAME = {"rdbm": "", "wsh": "", "rdrq": ""}


@pytest.fixture
def pushing(office: Office) -> Office:
    """The platform pushes names; its joint list is no feed here."""
    plan = FeedPlan(PUSHED, "ecommerce_pushed", SOURCE, url=office.platform.url, page_size=50)
    with office.desk.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM upstream_feed")
        add_feed(session, office.desk.ruleset.catalogue, office.desk.keys, plan, SECRET, FIRST_DAY)
    return office


def taken(office: Office, *records: dict[str, Any]) -> UpstreamRun:
    office.platform.records = list(records)
    return pull(office.desk, PUSHED, patience=office.patience)


def records(office: Office, number: int) -> dict[str, Record]:
    """By list, of the merchant of that number."""
    with office.desk.database.read() as session:
        subject = session.exec(select(Listing.subject_id).where(Listing.natural_key == f"id:R{number:04d}")).first()
        return {} if subject is None else {record.list: record for record in records_of(session, subject)}


def told(office: Office, number: int) -> tuple[Outcome, list[str]]:
    """What a platform is told of the merchant."""
    with office.desk.database.write() as session:
        name = f"平台{office.now[0].timestamp()}"
        member = add_member(session, name, MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM), FIRST_DAY)
    caller = Caller(member.member_id, name, MemberKind.PLATFORM, frozenset({"check"}))
    request = CheckRequest(subject=SubjectQuery(uscc=listed(number)["accurate_entity_code"]), scene="onboarding")
    context = CheckContext(office.desk.ruleset, office.desk.keys, office.now[0], office.today)
    with office.desk.database.read() as session:
        found = check(session, caller, request, context).answer
    return found.outcome, [record.list for record in found.records]


def test_a_recognition_is_answered_as_a_listing_and_a_name_is_not(pushing: Office) -> None:
    taken(pushing, listed(1), listed(2, **NAME))
    assert told(pushing, 1) == (Outcome.REVIEW, ["ecommerce_joint"])
    pushing.pass_days(1)
    assert told(pushing, 2) == (Outcome.CLEAR, [])
    with pushing.desk.database.read() as session:
        assert len(session.exec(select(Case)).all()) == 1


def test_what_is_recognised_belongs_where_the_case_of_its_name_stands(pushing: Office) -> None:
    taken(pushing, listed(1, **NAME, jurisdiction="博罗县"))
    taken(pushing, listed(1))
    with pushing.desk.database.read() as session:
        subject_id = session.exec(select(Case.subject_id)).one()
        catalogue, joint = pushing.desk.ruleset.catalogue, records(pushing, 1)["ecommerce_joint"]
        assert place_of(session, catalogue, subject_id, joint.id) == "boluo"


def test_a_push_says_where_a_merchant_belongs_also_of_one_that_it_has_recognised(pushing: Office) -> None:
    taken(pushing, listed(1, address="广东省惠州市龙门县龙城街道1号"))
    with pushing.desk.database.read() as session:
        assert session.exec(select(SubjectVersion.unit)).one() == "longmen"


def test_an_end_that_names_only_the_number_ends_it_at_once(pushing: Office) -> None:
    taken(pushing, listed(1, **NAME))
    taken(pushing, listed(1))
    short = {name: listed(1)[name] for name in ("recid", "accurate_entity_name", "accurate_entity_code")}
    taken(pushing, short | {"tcrq": "2026-06-01"})
    ended = {code: record.ended_on for code, record in records(pushing, 1).items()}
    assert ended == dict.fromkeys(("ecommerce_joint", "ecommerce_pushed"), date(2026, 6, 1))
    assert told(pushing, 1) == (Outcome.CLEAR, [])


def test_what_ended_and_comes_again_waits_for_a_person_in_either_form(pushing: Office) -> None:
    taken(pushing, listed(1, tcrq="2026-06-01"))
    for again in (listed(1), listed(1, **NAME)):
        pushing.pass_days(1)
        assert taken(pushing, again).held == 1
    assert set(records(pushing, 1)) == {"ecommerce_joint"}
    [question] = pushing.waiting()
    with pushing.desk.database.write() as session:
        answer(
            session, question.id, "reopened", "officer", "the end was a mistake", pushing.now[0], pushing.desk.ruleset
        )
    assert taken(pushing, listed(1)).held == 0
    assert records(pushing, 1)["ecommerce_joint"].ended_on is None


def test_a_name_goes_on_where_a_person_takes_back_the_coming_end_that_it_follows(pushing: Office) -> None:
    taken(pushing, listed(1, **NAME))
    taken(pushing, listed(1))
    ends_on = pushing.today + timedelta(days=30)
    taken(pushing, listed(1, tcrq=str(ends_on)))
    assert records(pushing, 1)["ecommerce_pushed"].ended_on == ends_on
    pushing.pass_days(1)
    taken(pushing, listed(1))
    joint = records(pushing, 1)["ecommerce_joint"].id
    [question] = [one for one in pushing.waiting() if one.listing_id == joint]
    with pushing.desk.database.write() as session:
        answer(session, question.id, "reopened", "officer", "the end was none", pushing.now[0], pushing.desk.ruleset)
    assert {record.ended_on for record in records(pushing, 1).values()} == {None}
    pushing.now[0] += timedelta(days=40)
    with pushing.desk.database.read() as session:
        assert states_of(session, session.exec(select(Case)).all(), pushing.today).popitem()[1] is not CaseState.CLOSED


@pytest.mark.parametrize("says", [NAME, {}], ids=["the name alone", "the recognition"])
def test_a_name_that_goes_on_after_its_recognition_follows_upstream_for_itself(
    pushing: Office, says: dict[str, str]
) -> None:
    taken(pushing, listed(1, **NAME))
    taken(pushing, listed(1))
    taken(pushing, listed(1, tcrq="2026-06-01"))
    pushing.pass_days(1)
    taken(pushing, listed(1, **NAME))
    name = records(pushing, 1)["ecommerce_pushed"].id
    for question in pushing.waiting():
        verdict = "reopened" if question.listing_id == name else "stays_ended"
        with pushing.desk.database.write() as session:
            answer(session, question.id, verdict, "officer", "named again", pushing.now[0], pushing.desk.ruleset)
    assert taken(pushing, listed(1, **NAME, lrmdsy="另一事由")).held == 0
    assert records(pushing, 1)["ecommerce_pushed"].reason == "另一事由"
    pushing.pass_days(9)
    taken(pushing, listed(1, **says, tcrq=str(pushing.today)))
    ended = {code: record.ended_on for code, record in records(pushing, 1).items()}
    assert ended == {"ecommerce_pushed": pushing.today, "ecommerce_joint": date(2026, 6, 1)}


def test_a_whole_statement_confirms_it_and_what_drops_out_grows_stale(pushing: Office) -> None:
    everything = [listed(number) for number in range(50)]
    taken(pushing, *everything)
    dropped_on = pushing.today
    pushing.pass_days(1)
    assert taken(pushing, *everything[1:]).dropped == 1
    assert records(pushing, 0)["ecommerce_joint"].confirmed_on == dropped_on
    assert records(pushing, 1)["ecommerce_joint"].confirmed_on == pushing.today
    pushing.now[0] += timedelta(days=91)
    taken(pushing, *everything[1:])
    with pushing.desk.database.read() as session:
        feed, catalogue = feed_of(session, PUSHED), pushing.desk.ruleset.catalogue
        found = unconfirmed_listings(session, catalogue, feed, pushing.today)
        assert found == [records(pushing, 0)["ecommerce_joint"].id]
        assert feed_status(session, catalogue, feed, pushing.today).unconfirmed == 1
    assert told(pushing, 0)[0] is Outcome.WATCH


def test_a_statement_that_lacks_most_of_them_confirms_nothing(pushing: Office) -> None:
    taken(pushing, *[listed(number) for number in range(10)])
    pushing.pass_days(1)
    run = taken(pushing, listed(1))
    assert (run.state, run.problem, run.dropped) == ("incomplete", "too_many_missing", 0)


def test_a_list_with_a_feed_of_its_own_is_confirmed_by_that(office: Office) -> None:
    plan = FeedPlan(PUSHED, "ecommerce_pushed", SOURCE, url=office.platform.url, page_size=50)
    with office.desk.database.write() as session:
        add_feed(session, office.desk.ruleset.catalogue, office.desk.keys, plan, SECRET, FIRST_DAY)
    office.platform.records = [listed(1)]
    assert office.pull().state == "completed"
    office.pass_days(3)
    taken(office, listed(2))
    assert records(office, 1)["ecommerce_joint"].confirmed_on == FIRST_DAY.date()


def test_a_dropped_file_does_the_same(pushing: Office) -> None:
    folder = pushing.desk.home / "drop"
    folder.mkdir()
    (folder / "names.csv").write_text(
        "RECID,JGMC,TYSHXYDM,RDBM,WSH,RDRQ\n"
        f"R0001,惠州市示例1号商贸有限公司,{listed(1)['accurate_entity_code']},国家发改委,发改认〔2026〕1号,2026-03-02\n"
    )
    assert take_dropped(pushing.desk, PUSHED, folder / "names.csv").ended.state == "completed"
    assert set(records(pushing, 1)) == {"ecommerce_joint"}

"""The direction of truth: an end counts at once, a return needs a person, and what nobody confirms supports nothing."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from clients.upstream.drop import take_dropped
from huixin.core.vocabulary import EndKind, MemberKind, Outcome
from huixin.types.question import CheckRequest, SubjectQuery
from models.caller import Caller
from models.checks import CheckContext, check
from models.errors import Conflict, Invalid
from models.imports.run import run_import
from models.listings import change_listing, end_listing
from models.sequence import current_sequence
from models.upstream.reappearances import answer
from models.upstream.runs import Ended
from tests.upstream.conftest import FEED, LIST, Office, listed
from tests.upstream.platform import status

FIFTY = [listed(number) for number in range(50)]


@pytest.fixture
def filled(office: Office) -> Office:
    office.platform.records = list(FIFTY)
    with office.desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE upstream_feed SET page_size = 50")
    assert office.pull().state == "completed"
    return office


def measures(office: Office, number: int, **question: Any) -> tuple[Outcome, list[str]]:
    """What the centre is told as a platform about a merchant."""
    caller = Caller("mem_centre", "centre", MemberKind.CENTRE, frozenset({"check"}))
    uscc = listed(number)["accurate_entity_code"]
    request = CheckRequest.model_validate(
        {"subject": SubjectQuery(uscc=uscc), "scene": "promotion", "as": MemberKind.PLATFORM} | question
    )
    context = CheckContext(office.desk.ruleset, office.desk.keys, office.now[0], office.today)
    with office.desk.database.read() as session:
        found = check(session, caller, request, context).answer
    return found.outcome, [measure.code for measure in found.measures]


def drop(office: Office, *records: dict[str, Any]) -> Ended:
    """The platform leaves a file with some of its records."""
    folder = office.desk.home / "drop"
    folder.mkdir(exist_ok=True)
    file = folder / "some.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))
    return take_dropped(office.desk, FEED, file).ended


def test_an_end_upstream_counts_at_once(filled: Office) -> None:
    assert measures(filled, 7)[1] != []
    filled.platform.records[7] = listed(7, tcrq="2026-06-01", tcmdyy="修复完成")
    assert filled.pull().state == "completed"
    assert filled.record(7).ended_on == date(2026, 6, 1)
    assert measures(filled, 7) == (Outcome.CLEAR, [])


def test_an_end_counts_even_where_the_pull_breaks_off_afterwards(filled: Office) -> None:
    with filled.desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE upstream_feed SET page_size = 10")
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.platform.faults = [None, *[status(500)] * 4]
    assert filled.pull().state == "failed"
    assert filled.record(7).ended_on == date(2026, 6, 1)


def test_an_end_upstream_counts_even_where_it_comes_before_the_beginning(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-03-01")
    run = filled.pull()
    assert (run.state, run.problem) == ("completed", None)
    assert filled.record(7).ended_on == date(2026, 3, 2), "its own first day"
    assert measures(filled, 7) == (Outcome.CLEAR, [])


def test_what_a_rejected_row_would_have_said_of_its_record_confirms_nothing(filled: Office) -> None:
    begun = filled.today
    filled.platform.records[7] = listed(7, tcrq="三月初")
    for _ in range(2):
        filled.pass_days(1)
        run = filled.pull()
        assert (run.state, run.problem) == ("incomplete", "rejected_rows")
    assert run.detail == "1 of 50 rows were rejected; the import says why."
    assert (filled.record(7).confirmed_on, filled.record(8).confirmed_on) == (begun, filled.today)
    filled.platform.records[7] = listed(7)
    assert filled.pull().problem is None
    assert filled.record(7).confirmed_on == filled.today


def test_what_ended_and_is_named_again_waits_for_a_person(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7)
    for _ in range(2):
        filled.pass_days(1)
        assert (filled.pull().held, filled.record(7).ended_on) == (1, date(2026, 6, 1))
    [question] = filled.waiting()
    assert (question.feed, question.natural_key, question.ended_on) == (FEED, "id:R0007", date(2026, 6, 1))
    assert measures(filled, 7) == (Outcome.CLEAR, [])


def test_what_ended_and_is_to_end_later_waits_for_a_person_too(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7, tcrq="2026-12-01")
    assert (filled.pull().held, filled.record(7).ended_on) == (1, date(2026, 6, 1))
    assert measures(filled, 7) == (Outcome.CLEAR, [])


def test_what_a_person_ended_here_does_not_come_back_with_the_same_row(filled: Office) -> None:
    with filled.desk.database.write() as session:
        end_listing(session, filled.record(7).id, filled.today, EndKind.ANNULLED, "撤销")
    assert filled.pull().held == 1
    assert filled.record(7).end_kind is EndKind.ANNULLED
    assert len(filled.waiting()) == 1
    filled.platform.records[7] = listed(7, tcrq=str(filled.today))
    filled.pass_days(1)
    filled.pull()
    assert filled.record(7).end_kind is EndKind.ANNULLED, "there is nothing left to remove"


def test_the_same_document_under_a_new_number_is_a_return_too(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7, recid="X7")
    run = filled.pull()
    assert run.held == 1
    assert "id:X7" not in filled.live()
    [question] = filled.waiting()
    assert (question.listing_id, question.natural_key) == (filled.record(7).id, "id:X7")


def test_another_document_of_a_merchant_whose_record_ended_is_a_new_record(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.platform.records.append(listed(7, recid="X7", wsh="发改认〔2026〕907号", rdrq="2026-05-30"))
    assert filled.pull().held == 0
    assert "id:X7" in filled.live()


def test_a_record_that_has_run_out_is_not_prolonged_by_itself(filled: Office) -> None:
    filled.platform.records[7] = listed(7, yxqz="2026-06-03")
    filled.pull()
    filled.pass_days(10)
    assert filled.pull().held == 0
    filled.platform.records[7] = listed(7, yxqz="2028-06-03")
    assert filled.pull().held == 1
    assert filled.record(7).window.end == date(2026, 6, 4)
    with filled.desk.database.write() as session:
        answer(
            session,
            filled.waiting()[0].id,
            "reopened",
            "officer",
            "upstream is right",
            filled.now[0],
            filled.desk.ruleset,
        )
    assert filled.pull().held == 0
    assert filled.record(7).window.end == date(2028, 6, 4)


def let_in(filled: Office) -> None:
    """A person says that the one record in the queue holds again."""
    [question] = filled.waiting()
    with filled.desk.database.write() as session:
        why = "upstream names it again"
        answer(session, question.id, "reopened", "officer", why, filled.now[0], filled.desk.ruleset)


def test_the_end_that_a_person_took_back_counts_when_upstream_says_it_again(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7)
    filled.pull()
    let_in(filled)
    assert filled.record(7).ended_on is None
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    assert filled.record(7).ended_on == date(2026, 6, 1)


def test_each_end_is_asked_about_for_itself_be_it_of_the_same_day(filled: Office) -> None:
    for _ in range(2):
        filled.platform.records[7] = listed(7, tcrq="2026-06-01")
        filled.pull()
        filled.platform.records[7] = listed(7)
        assert (filled.pull().held, filled.record(7).ended_on) == (1, date(2026, 6, 1))
        let_in(filled)
        assert (filled.pull().held, filled.record(7).ended_on) == (0, None)


def test_a_person_lets_it_in(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7, lrmdsy="另一事由")
    filled.pull()
    with filled.desk.database.write() as session:
        answer(
            session,
            filled.waiting()[0].id,
            "reopened",
            "officer",
            "the end was a mistake",
            filled.now[0],
            filled.desk.ruleset,
        )
    assert filled.record(7).ended_on is None
    assert filled.waiting() == []
    assert filled.pull().held == 0
    assert filled.record(7).reason == "另一事由"
    assert measures(filled, 7)[1] != []


def test_what_was_let_in_under_a_new_number_ends_by_that(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    renumbered = {"recid": "X7", "wsh": "发改认[2026]7号"}
    filled.platform.records[7] = listed(7, **renumbered)
    assert filled.pull().held == 1
    let_in(filled)
    assert (filled.pull().held, measures(filled, 7)[0]) == (0, Outcome.REFUSE)
    filled.pass_days(1)
    filled.platform.records[7] = listed(7, **renumbered, tcrq=str(filled.today))
    filled.pull()
    assert filled.live().isdisjoint({"id:R0007", "id:X7"})
    assert measures(filled, 7) == (Outcome.CLEAR, [])


def test_a_person_keeps_it_out_and_is_not_asked_again(filled: Office) -> None:
    filled.platform.records[7] = listed(7, tcrq="2026-06-01")
    filled.pull()
    filled.platform.records[7] = listed(7)
    filled.pull()
    [question] = filled.waiting()
    with filled.desk.database.write() as session:
        answer(session, question.id, "stays_ended", "officer", "upstream is late", filled.now[0], filled.desk.ruleset)
    with filled.desk.database.write() as session, pytest.raises(Conflict, match="answered"):
        answer(session, question.id, "reopened", "officer", "no", filled.now[0], filled.desk.ruleset)
    assert (filled.pull().held, filled.waiting()) == (1, [])
    assert filled.record(7).ended_on == date(2026, 6, 1)


def test_no_resident_id_in_an_answer(filled: Office) -> None:
    with filled.desk.database.write() as session, pytest.raises(Invalid):
        answer(session, "rea_x", "stays_ended", "officer", "see 11010519491231002X", filled.now[0], filled.desk.ruleset)


def test_what_drops_out_grows_stale_and_supports_no_measure(filled: Office) -> None:
    dropped_on = filled.today
    filled.pass_days(1)
    del filled.platform.records[7]
    assert filled.pull().dropped == 1
    assert (filled.record(7).confirmed_on, filled.record(8).confirmed_on) == (dropped_on, filled.today)
    filled.now[0] += timedelta(days=89)
    filled.pull()
    assert measures(filled, 7)[1] != []
    filled.pass_days(1)
    filled.pull()
    assert measures(filled, 7) == (Outcome.WATCH, [])
    assert filled.unconfirmed() == [filled.record(7).id]
    assert measures(filled, 8)[1] != []
    filled.platform.records.append(listed(7))
    filled.pull()
    assert filled.unconfirmed() == []
    assert filled.record(7).confirmed_on == filled.today


def test_a_feed_that_stands_still_makes_all_of_it_stale(filled: Office) -> None:
    filled.now[0] += timedelta(days=90)
    assert (measures(filled, 7)[1] != [], filled.status().unconfirmed) == (True, 0)
    filled.now[0] += timedelta(days=1)
    assert measures(filled, 7) == (Outcome.WATCH, [])
    assert (filled.status().unconfirmed, filled.status().age_days) == (50, 91)


def test_a_question_about_days_ahead_makes_nothing_stale(filled: Office) -> None:
    """Confirmed up to today: nobody knows yet whether it will be on the days of the campaign."""
    campaign = {"kind": "double_11", "from": filled.today + timedelta(days=95)}
    assert measures(filled, 7, campaign=campaign) == measures(filled, 7)
    assert measures(filled, 7)[0] is Outcome.REFUSE


def test_what_is_sent_is_confirmed_by_that_on_its_day(filled: Office) -> None:
    """The list was last stated whole long ago, or never; a message names one of its records."""
    filled.now[0] += timedelta(days=95)
    assert drop(filled, listed(60)).state == "completed"
    assert measures(filled, 60)[1] != []
    assert measures(filled, 8) == (Outcome.WATCH, [])
    assert filled.status().unconfirmed == 50
    filled.now[0] += timedelta(days=91)
    assert measures(filled, 60) == (Outcome.WATCH, [])
    assert filled.status().unconfirmed == 51


def test_a_platform_that_only_sends_messages_is_not_believed_for_ever(office: Office) -> None:
    drop(office, listed(7))
    office.now[0] += timedelta(days=90)
    assert (measures(office, 7)[1] != [], office.unconfirmed()) == (True, [])
    office.pass_days(1)
    assert (measures(office, 7), office.unconfirmed()) == ((Outcome.WATCH, []), [office.record(7).id])


def test_a_message_that_says_the_same_again_confirms_it(office: Office) -> None:
    drop(office, listed(7), listed(8))
    for _ in range(4):
        office.now[0] += timedelta(days=40)
        drop(office, listed(7))
    assert measures(office, 7)[1] != []
    assert office.unconfirmed() == [office.record(8).id]


def test_messages_every_day_write_nothing_for_what_is_known(filled: Office) -> None:
    before = filled.versions()
    for _ in range(5):
        filled.pass_days(1)
        drop(filled, listed(7), listed(8))
    assert filled.versions() == before


def test_what_was_confirmed_when_is_known_at_each_sequence(filled: Office) -> None:
    first_day = filled.today
    with filled.desk.database.read() as session:
        then = current_sequence(session)
    filled.pass_days(5)
    del filled.platform.records[7]
    filled.pull()
    filled.pass_days(5)
    filled.platform.records.append(listed(7))
    filled.pull()
    assert filled.record(7).confirmed_on == filled.record(8).confirmed_on == filled.today
    assert filled.record(7, then).confirmed_on == filled.record(8, then).confirmed_on == first_day
    assert filled.record(7, then - 1).confirmed_on == first_day, "by what brought it, before the statement of that day"


def test_a_change_by_hand_leaves_the_confirmation_to_the_feed(filled: Office) -> None:
    with filled.desk.database.write() as session:
        change_listing(session, filled.record(7).id, disputed=True)
    filled.pass_days(3)
    filled.pull()
    assert (filled.record(7).disputed, filled.record(7).confirmed_on) == (True, filled.today)


def test_records_that_other_sources_sent_are_no_matter_of_the_feed(filled: Office) -> None:
    path = filled.desk.home / "own.csv"
    path.write_text(
        "JGMC,TYSHXYDM,RDBM,RDRQ,YXQZ,LRMDSY,文书号\n"
        f"惠州市自有商贸有限公司,{listed(99)['accurate_entity_code']},国家发展和改革委员会,2026-03-02,2029-03-01,x,自1号\n"
    )
    desk = filled.desk
    run_import(desk.database, desk.keys, desk.ruleset, path, list_code=LIST, now=filled.now[0])
    filled.now[0] += timedelta(days=200)
    assert filled.pull().dropped == 0
    assert measures(filled, 99)[1] != []

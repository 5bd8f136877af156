"""Pulling a list, and every fault of a platform: what is known stays known, and the age of it is said."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from clients.upstream.drop import take_dropped
from clients.upstream.pull import FOLDER
from clients.upstream.push import take_push
from huixin.webhooks import signature
from models.errors import Conflict
from models.upstream.tables import UpstreamRun
from tests.upstream.conftest import FEED, LIST, SECRET, Office, listed
from tests.upstream.platform import Fault, dripping, hangs_up, saying, status, truncated

SEVEN = [listed(number) for number in range(7)]
KEYS = {f"id:R{number:04d}" for number in range(7)}


def outcome(run: UpstreamRun) -> tuple[str, str | None]:
    return run.state, run.problem


def test_a_list_of_three_pages_comes_in_and_confirms_itself(office: Office) -> None:
    office.platform.records = SEVEN
    run = office.pull()
    assert (outcome(run), run.rows, run.total, run.dropped) == (("completed", None), 7, 7, 0)
    assert office.platform.pages == [1, 2, 3]
    assert set(office.platform.tokens) == {"Bearer let-me-in"}
    assert office.live() == KEYS
    assert office.record(3).confirmed_on == office.today
    assert list((office.desk.home / FOLDER).iterdir()) == []


def test_the_old_shape_comes_in_too(office: Office) -> None:
    office.platform.records = SEVEN
    with office.desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE upstream_feed SET shape = 'old'")
    assert outcome(office.pull()) == ("completed", None)
    assert office.live() == KEYS
    assert office.platform.queries[0]["creditType"] == "8"


def test_a_day_without_changes_writes_one_row_for_all(office: Office) -> None:
    office.platform.records = SEVEN
    office.pull()
    before = office.versions()
    office.pass_days(1)
    assert outcome(office.pull()) == ("completed", None)
    assert office.versions() == before
    assert office.record(3).confirmed_on == office.today


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (status(500), [0.5, 1.0]),
        (status(429, Retry_After="7"), [7.0, 7.0]),
        (status(503, Retry_After="3600"), [30.0, 30.0]),
        (truncated, [0.5, 1.0]),
        (hangs_up, [0.5, 1.0]),
        (partial(dripping, pause=0.05), [0.5, 1.0]),
    ],
    ids=["500", "429", "503", "truncated", "hangs up", "drips"],
)
def test_what_may_pass_is_tried_again(office: Office, fault: Fault, pauses: list[float]) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, fault, fault]
    assert outcome(office.pull(seconds=2.0)) == ("completed", None)
    assert office.platform.pages == [1, 2, 2, 2, 3]
    assert office.pauses == pauses


@pytest.mark.parametrize(
    ("fault", "problem", "asked"),
    [
        (status(500), "http_status", [1, 2, 2, 2, 2]),
        (truncated, "not_json", [1, 2, 2, 2, 2]),
        (status(403), "http_status", [1, 2]),
        (status(302, Location="http://127.0.0.1/"), "http_status", [1, 2]),
        (saying({"status": 0, "message": "请输入验证码"}), "refused", [1, 2]),
        (saying({"status": 1, "data": []}), "wrong_shape", [1, 2]),
        (saying({"status": 1, "data": {"total": 1, "totalSize": 1, "list": [{"uuid": "x"}]}}), "wrong_shape", [1, 2]),
        (saying({"status": 1, "data": {"total": -1, "totalSize": 1, "list": []}}), "wrong_shape", [1, 2]),
        (saying("x" * 3000), "too_large", [1, 2]),
    ],
    ids=["500", "truncated", "403", "redirect", "captcha", "no list", "no key", "bad count", "too large"],
)
def test_what_does_not_pass_breaks_off_and_loses_nothing(
    office: Office, fault: Fault, problem: str, asked: list[int]
) -> None:
    office.platform.records = SEVEN
    office.pull()
    day = office.today
    office.pass_days(2)
    office.platform.queries.clear()
    office.platform.faults = [None, *[fault] * 4]
    assert outcome(office.pull(largest=2500)) == ("failed", problem)
    assert office.platform.pages == asked
    assert office.live() == KEYS
    found = office.status()
    assert (found.confirmed_on, found.age_days) == (day, 2)
    assert found.last_run is not None
    assert found.last_run.problem == problem


def test_a_pull_that_broke_off_goes_on_where_it_was(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, None, *[status(500)] * 4]
    first = office.pull()
    assert (first.state, first.next_page) == ("failed", 3)
    assert office.live() == KEYS - {"id:R0006"}, "what had come is taken in"
    assert office.status().confirmed_on is None
    office.platform.queries.clear()
    second = office.pull()
    assert (second.id, outcome(second), second.rows) == (first.id, ("completed", None), 7)
    assert office.platform.pages == [3]
    assert office.live() == KEYS


def test_a_pull_that_broke_off_long_ago_begins_again(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, None, *[status(500)] * 4]
    first = office.pull()
    office.pass_days(1)
    office.platform.queries.clear()
    assert office.pull().id != first.id
    assert office.platform.pages == [1, 2, 3]


def test_a_pull_whose_file_is_gone_begins_again(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, None, *[status(500)] * 4]
    office.pull()
    for path in (office.desk.home / FOLDER).iterdir():
        path.unlink()
    office.platform.queries.clear()
    assert outcome(office.pull()) == ("completed", None)
    assert office.platform.pages == [1, 2, 3]


def test_what_a_crash_left_behind_the_cursor_is_cut_off(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, None, *[status(500)] * 4]
    office.pull()
    [path] = (office.desk.home / FOLDER).iterdir()
    with path.open("ab") as file:
        file.write(b'{"recid": "half a rec')
    assert outcome(office.pull()) == ("completed", None)
    assert office.live() == KEYS


def test_two_do_not_pull_at_the_same_time(office: Office) -> None:
    office.platform.records = SEVEN

    def meanwhile(_: int) -> None:
        office.platform.before_page = lambda _: None
        with pytest.raises(Conflict, match="being pulled since"):
            office.pull()

    office.platform.before_page = meanwhile
    assert outcome(office.pull()) == ("completed", None)


def test_a_dead_pull_is_taken_up_after_its_lease(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.faults = [None, None, *[status(500)] * 4]
    first = office.pull()
    with office.desk.database.write() as session:
        dead = "UPDATE upstream_run SET state = 'running', finished_at = NULL"
        session.connection().exec_driver_sql(dead)
    with pytest.raises(Conflict):
        office.pull()
    office.now[0] += timedelta(minutes=6)
    assert office.pull().id == first.id


def test_a_page_served_twice_is_noticed_and_the_list_read_again(office: Office) -> None:
    office.platform.records = SEVEN
    office.platform.served = {2: 1}

    def behave(_: int) -> None:
        if len(office.platform.queries) > 3:
            office.platform.served.clear()

    office.platform.before_page = behave
    assert outcome(office.pull()) == ("completed", None)
    assert office.platform.pages == [1, 2, 3, 1, 2, 3]
    assert office.live() == KEYS


def test_a_list_that_grows_between_pages_is_read_again(office: Office) -> None:
    office.platform.records = list(SEVEN)

    def grow(page: int) -> None:
        if page == 3 and len(office.platform.records) == 7:
            office.platform.records.insert(0, listed(8))

    office.platform.before_page = grow
    assert outcome(office.pull()) == ("completed", None)
    assert office.live() == KEYS | {"id:R0008"}


def test_a_list_that_never_holds_still_is_taken_in_and_confirms_nothing(office: Office) -> None:
    office.platform.records = SEVEN
    office.pull()
    day = office.today
    office.pass_days(1)
    office.platform.served = {2: 1}
    office.platform.records = [*SEVEN[:1], listed(1, tcrq="2026-06-01"), *SEVEN[2:]]
    office.platform.queries.clear()
    assert outcome(office.pull()) == ("incomplete", "inconsistent")
    assert office.platform.pages == [1, 2, 3] * 3
    assert office.live() == KEYS - {"id:R0001"}
    assert office.status().confirmed_on == day
    assert office.record(4).confirmed_on == day


def test_an_empty_answer_is_no_statement(office: Office) -> None:
    office.platform.records = SEVEN
    office.pull()
    office.pass_days(1)
    office.platform.records = []
    assert outcome(office.pull()) == ("incomplete", "empty")
    assert office.live() == KEYS


def test_a_feed_without_records_may_stay_empty(office: Office) -> None:
    assert outcome(office.pull()) == ("completed", None)


def test_a_list_that_misses_many_waits_for_a_person(office: Office) -> None:
    office.platform.records = SEVEN
    office.pull()
    day = office.today
    office.pass_days(1)
    office.platform.records = SEVEN[:5]
    assert outcome(office.pull()) == ("incomplete", "too_many_missing")
    assert office.record(6).confirmed_on == office.record(1).confirmed_on == day
    assert office.pull(sure=True).dropped == 2
    assert (office.record(6).confirmed_on, office.record(1).confirmed_on) == (day, office.today)


def test_nothing_of_the_answers_is_in_what_is_kept_of_a_problem(office: Office) -> None:
    office.platform.faults = [saying({"status": "11010519491231002X"})]
    run = office.pull()
    assert "11010519491231002X" not in (run.detail or "")


def test_what_comes_for_a_list_that_was_given_up_is_refused_and_says_so(office: Office) -> None:
    held = office.desk.ruleset
    lists = {code: entry for code, entry in held.catalogue.lists.items() if code != LIST}
    given_up = replace(held, catalogue=replace(held.catalogue, lists=lists))
    office.platform.records = [listed(1)]
    office.desk = replace(office.desk, ruleset=given_up)
    run = office.pull()
    assert (*outcome(run), office.platform.pages) == ("failed", "list_given_up", [])
    path = office.desk.home / "joint.csv"
    path.write_text(f"JGMC,TYSHXYDM\n甲公司,{listed(1)['accurate_entity_code']}\n")
    dropped = take_dropped(office.desk, FEED, path)
    assert (dropped.ended.problem, dropped.moved_to.parent.name) == ("list_given_up", "failed")
    body, stamp = json.dumps({"data": {"list": [listed(1)]}}).encode(), int(office.now[0].timestamp())
    signed = {"webhook-signature": signature(SECRET, "msg_1", stamp, body), "webhook-timestamp": str(stamp)}
    with pytest.raises(Conflict, match=f"given the list '{LIST}' up"):
        take_push(office.desk, FEED, signed | {"webhook-id": "msg_1"}, body)
    assert office.live() == set()
    office.desk = replace(office.desk, ruleset=held)
    assert (office.pull().state, office.live()) == ("completed", {"id:R0001"})

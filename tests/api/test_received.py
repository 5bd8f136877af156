"""Whoever was shown a record, by whichever way, hears of its end; reading costs one row, which goes once followed."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from huixin.core.vocabulary import Rectification, Standing
from models.exits import following, received
from models.exits.received import LATE, Receipt
from models.exits.tables import Received
from models.jobs import LEASE, job_is_due
from models.readings import AT_ONCE, Reading, enter_reading
from tests.api.conftest import BLACK, AssertProblem, World
from tests.api.rights_world import Rights, withdrawal


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def told(rights: Rights, who: str) -> list[str]:
    return [one["listing_id"] for one in rights.get(who, "/v1/notices").json()["items"]]


def readings(rights: Rights) -> list[Reading]:
    with rights.world.context.database.log_read() as log:
        return list(log.exec(select(Reading)).all())


def end(rights: Rights, listing_id: str) -> None:
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))


def prompt_id(rights: Rights, who: str) -> str:
    rights.work()
    with rights.world.context.database.read() as session:
        found = session.connection().exec_driver_sql("SELECT id, member_id FROM prompt").all()
    [own] = [key for key, member in found if member == rights.world.members[who].member_id][:1]
    return str(own)


WAYS: dict[str, Callable[[Rights, str], Any]] = {
    "a check": lambda rights, who: rights.post(who, "/v1/check", subject={"uscc": BLACK}, scene="promotion"),
    "a batch": lambda rights, who: rights.post(
        who, "/v1/check/batch", items=[{"subject": {"uscc": BLACK}, "scene": "promotion"}]
    ),
    "the feed": lambda rights, who: rights.get(who, "/v1/changes"),
    "a page of records": lambda rights, who: rights.get(who, "/v1/listings"),
    "a merchant's page": lambda rights, who: rights.get(who, f"/v1/subjects/{BLACK}"),
    "the page of prompts": lambda rights, who: rights.get(who, "/v1/prompts"),
    "a prompt": lambda rights, who: rights.get(who, f"/v1/prompts/{prompt_id(rights, who)}"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_was_shown_it_hears_of_its_end_and_nobody_else(rights: Rights, way: str) -> None:
    listing_id = rights.listing(rectification=Rectification.INCOMPLETE)
    for who in ("platform", "platform that looks on"):
        rights.headers(who)
    rights.work()
    response = WAYS[way](rights, "platform")
    assert response.status_code == 200, response.text
    assert listing_id in response.text
    end(rights, listing_id)
    rights.work()
    assert told(rights, "platform") == [listing_id]
    assert told(rights, "platform that looks on") == []


def test_a_decision_read_again_counts_as_received_anew(rights: Rights) -> None:
    listing_id = rights.listing()
    decision = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")["decision_id"]
    rights.work()
    rights.world.pass_time(minutes=5)
    assert rights.get("platform", f"/v1/decisions/{decision}").status_code == 200
    assert [reading.listing_ids for reading in readings(rights)] == [[listing_id]]
    end(rights, listing_id)
    rights.work()
    assert rights.get("platform", f"/v1/decisions/{decision}").status_code == 200
    assert readings(rights) == [], "what is withheld is not received"


def test_a_page_is_one_row_and_goes_once_it_has_been_followed(rights: Rights) -> None:
    ids = {rights.listing() for _ in range(5)}
    rights.get("platform", "/v1/listings")
    [reading] = readings(rights)
    assert (set(reading.listing_ids), reading.member_id) == (ids, rights.world.members["platform"].member_id)
    rights.work()
    assert readings(rights) == []
    with rights.world.context.database.read() as session:
        assert {row.listing_id for row in session.exec(select(Received))} == ids


def test_nothing_is_written_where_nothing_is_shown_or_the_lists_are_kept(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.get("centre", "/v1/changes")
    rights.get("auditor", "/v1/listings")
    end(rights, listing_id)
    assert rights.get("platform", "/v1/changes").json()["items"], "a tombstone, which shows nothing"
    rights.get("platform", "/v1/listings")
    rights.listing(standing=Standing.LEAD, list="ecommerce_pushed")
    rights.get("platform", "/v1/changes")
    assert readings(rights) == []


def test_what_was_under_way_while_the_record_ended_is_told_a_little_later(rights: Rights) -> None:
    """The page was read before the end, and its row committed after the job had looked."""
    listing_id = rights.listing()
    rights.headers("platform")
    rights.work()
    end(rights, listing_id)
    rights.work()
    context = rights.world.context
    with context.database.log_write() as log:
        enter_reading(log, rights.world.members["platform"].member_id, [listing_id], context.now())
    rights.work()
    assert told(rights, "platform") == []
    rights.world.pass_time(seconds=LATE.total_seconds() + 2)
    rights.work()
    assert told(rights, "platform") == [listing_id]


def test_many_readings_are_followed_to_the_last(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.headers("platform")
    context, member = rights.world.context, rights.world.members["platform"].member_id
    with context.database.log_write() as log:
        for number in range(2 * AT_ONCE + 3):
            enter_reading(log, member, [listing_id, f"lst_{number:032x}"], context.now())
    rights.work()
    assert readings(rights) == []


def test_a_reading_stands_until_all_of_it_is_told(rights: Rights, monkeypatch: pytest.MonkeyPatch) -> None:
    listing_id = rights.listing()
    rights.headers("platform")
    rights.work()
    rights.get("platform", "/v1/listings")
    end(rights, listing_id)

    def broken_off(*_: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(following, "tell", broken_off)
        rights.work()
        assert [one.listing_ids for one in readings(rights)] == [[listing_id]]
    rights.world.pass_time(seconds=2)
    rights.work()
    assert (told(rights, "platform"), readings(rights)) == ([listing_id], [])


def test_a_long_log_is_followed_under_one_lease(rights: Rights, monkeypatch: pytest.MonkeyPatch) -> None:
    listing_id, context = rights.listing(), rights.world.context
    for _ in range(5):
        rights.outcome()
    end(rights, listing_id)
    free, note = list[bool](), received.note_received

    def slowly(session: Session, rows: Iterable[Receipt]) -> Any:
        rights.world.pass_time(seconds=0.4 * LEASE.total_seconds())
        with context.database.read() as other:
            free.append(job_is_due(other, {following.FOLLOW_EXITS}, context.now()))
        return note(session, rows)

    with monkeypatch.context() as patched:
        patched.setattr(received, "CHUNK", 1)
        patched.setattr(following, "note_received", slowly)
        rights.work()
    assert (len(free) > 4, set(free)) == (True, {False}), "another worker would do it once more from the beginning"
    assert told(rights, "platform") == [listing_id]


def test_what_cannot_be_written_down_is_not_shown(rights: Rights, assert_problem: AssertProblem) -> None:
    rights.listing()
    rights.headers("platform")

    def broken(*_: object) -> None:
        raise OSError("no space left")

    event.listen(Reading, "before_insert", broken)
    try:
        response = rights.get("platform", "/v1/changes")
    finally:
        event.remove(Reading, "before_insert", broken)
    assert_problem(response, "unavailable")
    assert BLACK not in response.text

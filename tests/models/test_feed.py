"""The change feed: everything that a caller may see happens in it once and in order, and nothing else shows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select

from huixin.core.vocabulary import EndKind, MemberKind, Rectification, Standing
from huixin.core.windows import Window
from models.caller import Caller
from models.checks.eyes import Eyes
from models.database import Database
from models.errors import Invalid
from models.feed import SPAN, ChangeKind, FeedPage, change_at, change_view, read_feed
from models.keys import KeyRing
from models.listings import ListingVersion, change_listing, end_listing
from models.overdue import tell_overdue
from models.sequence import SequenceDay, current_sequence, take_sequence
from rules.ruleset import RuleSet
from tests.factories import make_listing, make_person, make_subject

TODAY = date(2026, 6, 15)
ReadAs = Callable[..., FeedPage]


@pytest.fixture
def eyes(ruleset: RuleSet) -> Callable[..., Eyes]:
    def of(
        session: Session, kind: MemberKind = MemberKind.PLATFORM, member_id: str = "mem_1", today: date = TODAY
    ) -> Eyes:
        return Eyes(Caller(member_id, "test", kind, frozenset()), kind, ruleset.catalogue, today, session)

    return of


@pytest.fixture
def read(database: Database, eyes: Callable[..., Eyes]) -> ReadAs:
    def of(kind: MemberKind = MemberKind.PLATFORM, after: int = 0, limit: int = 100, **who: Any) -> FeedPage:
        with database.read() as session:
            return read_feed(session, eyes(session, kind, **who), after=after, limit=limit)

    return of


def on(database: Database, day: date) -> Database:
    """What is written here becomes known on that day."""
    return replace(database, today=lambda: day)


def kinds(page: FeedPage) -> list[str]:
    return [f"{change.kind}{'' if change.listing else ' (tombstone)'}" for change in page.changes]


def test_a_record_is_entered_and_changed(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        record = make_listing(session)
        change_listing(session, record.id, disputed=True)
    page = read()
    assert kinds(page) == ["entered", "changed"]
    first, second = (change.listing for change in page.changes)
    assert first is not None
    assert second is not None
    assert (first.record.disputed, second.record.disputed) == (False, True), "each as it was then"
    assert (page.next, page.more) == (page.changes[-1].sequence, False)


def test_what_has_ended_is_a_tombstone_from_its_first_change_on(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        record = make_listing(session)
    assert kinds(read()) == ["entered"]
    with database.write() as session:
        end_listing(session, record.id, TODAY, EndKind.REMOVED, "整改合格")
    page = read()
    assert kinds(page) == ["ended (tombstone)", "ended (tombstone)"]
    assert {(change.listing_id, change.list, change.ended_on) for change in page.changes} == {
        (record.id, "brushing_black", TODAY)
    }
    assert kinds(read(MemberKind.CENTRE)) == ["entered", "ended"], "who keeps the lists sees what was"


def test_a_tombstone_tells_nobody_whom_it_was_about(
    database: Database, eyes: Callable[..., Eyes], ruleset: RuleSet
) -> None:
    with database.write() as session:
        subject = make_subject(session, name="惠州市甲乙丙贸易有限公司")
        record = make_listing(session, subject, reason="组织虚假交易")
        end_listing(session, record.id, TODAY, EndKind.ANNULLED)
    with database.read() as session:
        [tombstone, _] = read_feed(session, eyes(session), after=0, limit=10).changes
    told = change_view(ruleset.catalogue.labels, tombstone, TODAY).model_dump_json()
    for detail in (subject.id, subject.key.removeprefix("uscc:"), "甲乙丙", "虚假交易", str(record.document_number)):
        assert detail not in told


def test_an_end_to_come_is_a_change_until_it_comes(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        record = make_listing(session)
        end_listing(session, record.id, date(2026, 7, 1), EndKind.MEASURES_LIFTED)
    assert kinds(read()) == ["entered", "changed"]
    assert kinds(read(today=date(2026, 7, 1))) == ["ended (tombstone)", "ended (tombstone)"]


@pytest.mark.parametrize(
    "hidden", [{"standing": Standing.PROPOSED}, {"list": "ecommerce_pushed", "standing": Standing.LEAD}]
)
def test_what_a_member_may_not_see_never_appears(database: Database, read: ReadAs, hidden: dict[str, Any]) -> None:
    with database.write() as session:
        record = make_listing(session, **hidden)
        change_listing(session, record.id, reason="other")
        newest = current_sequence(session)
    page = read()
    assert (page.changes, page.next, page.more) == ([], newest, False)
    assert kinds(read(MemberKind.CENTRE)) == ["entered", "changed"]


def test_a_record_that_becomes_visible_is_entered_then(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        record = make_listing(session, standing=Standing.PROPOSED)
        change_listing(session, record.id, standing=Standing.EFFECTIVE)
    assert kinds(read()) == ["entered"]


def test_a_rectification_accepted_ends_what_a_member_saw_overdue(database: Database, read: ReadAs) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 10)}
    with database.write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
    assert kinds(read(today=date(2026, 6, 10))) == [], "met until the end of its day"
    assert kinds(read()) == ["entered"]
    with database.write() as session:
        change_listing(session, record.id, rectification=Rectification.RECTIFIED)
    assert kinds(read()) == ["ended (tombstone)", "ended (tombstone)"]


@pytest.mark.parametrize(
    "change", [{"due": None}, {"due": date(2026, 8, 1)}, {"rectification": Rectification.RECTIFIED}], ids=str
)
def test_what_was_replaced_before_it_was_overdue_never_shows(
    database: Database, read: ReadAs, change: dict[str, Any]
) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 10)}
    with on(database, date(2026, 6, 10)).write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        change_listing(session, record.id, **change)
    assert kinds(read()) == []
    assert kinds(read(MemberKind.CENTRE)) == ["entered", "changed"]


def test_what_was_replaced_after_it_was_overdue_leaves_tombstones(database: Database, read: ReadAs) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 10)}
    with on(database, date(2026, 6, 11)).write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        change_listing(session, record.id, due=None)
    assert kinds(read()) == ["ended (tombstone)", "ended (tombstone)"]


def test_a_version_of_which_no_day_was_kept_is_judged_as_today(database: Database, read: ReadAs) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 10)}
    with on(database, date(2026, 6, 5)).write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        change_listing(session, record.id, due=None)
        session.exec(delete(SequenceDay))
    assert kinds(read()) == ["ended (tombstone)", "ended (tombstone)"]


def test_an_extended_order_that_falls_overdue_is_entered_once(database: Database, read: ReadAs) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 5)}
    with on(database, date(2026, 6, 4)).write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        change_listing(session, record.id, due=date(2026, 6, 10))
    assert kinds(read()) == ["entered"]


def test_an_order_that_falls_overdue_is_entered_on_that_day_and_told_once(database: Database, read: ReadAs) -> None:
    due = date(2026, 6, 10)
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": due}
    with database.write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        assert tell_overdue(session, due) == 0, "met until the end of its day"
        read_until = current_sequence(session)
    with on(database, date(2026, 6, 13)).write() as session:
        assert tell_overdue(session, date(2026, 6, 13)) == 1, "late, as no worker ran"
        change_listing(session, record.id, disputed=True)
        assert tell_overdue(session, date(2026, 6, 13)) == 0, "told already"
    assert kinds(read(after=read_until)) == kinds(read()) == ["entered", "changed"]


def test_an_order_extended_after_it_was_told_is_told_again(database: Database, read: ReadAs) -> None:
    ordered = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": date(2026, 6, 5)}
    with on(database, date(2026, 6, 7)).write() as session:
        record = make_listing(session, list="ecommerce_pushed", **ordered)
        assert tell_overdue(session, date(2026, 6, 6)) == 1
        change_listing(session, record.id, due=date(2026, 6, 10))
    with on(database, date(2026, 6, 11)).write() as session:
        assert tell_overdue(session, date(2026, 6, 10)) == 0
        assert tell_overdue(session, date(2026, 6, 11)) == 1
    assert kinds(read()) == ["entered", "ended (tombstone)", "entered"]


def test_nobody_browses_natural_persons_but_the_authorities(database: Database, read: ReadAs, keys: KeyRing) -> None:
    with database.write() as session:
        make_listing(session, make_person(session, keys))
    assert kinds(read()) == []
    assert kinds(read(MemberKind.CENTRE)) == ["entered"]


def test_a_record_inside_an_association_is_its_own(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        from tests.factories import make_member

        own = make_member(session, MemberKind.ASSOCIATION).member_id
        make_listing(session, inside=own)
    assert kinds(read(MemberKind.ASSOCIATION, member_id=own)) == ["entered"]
    assert kinds(read(MemberKind.ASSOCIATION, member_id="mem_other")) == []


def test_what_the_day_has_ended_is_passed_over(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        make_listing(session, window=Window(date(2026, 1, 1), date(2026, 6, 1)))
    assert kinds(read(today=date(2026, 5, 31))) == ["entered"]
    assert kinds(read(today=date(2026, 6, 1))) == [], "its own date said so"


def test_pages_go_on_where_the_last_one_ended(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        ids = [make_listing(session).id for _ in range(5)]
    seen, page = [], read(limit=2)
    while True:
        seen += [change.listing_id for change in page.changes]
        if not page.more:
            break
        page = read(after=page.next, limit=2)
    assert seen == ids
    assert read(after=page.next).changes == []


def test_a_page_looks_through_a_span_and_no_more(database: Database, read: ReadAs) -> None:
    with database.write() as session:
        take_sequence(session, SPAN + 10)
        make_listing(session)
    first = read()
    assert (first.changes, first.next, first.more) == ([], SPAN, True)
    second = read(after=first.next)
    assert (kinds(second), second.more) == (["entered"], False)


def test_a_place_that_the_feed_never_reached_is_refused(read: ReadAs) -> None:
    with pytest.raises(Invalid) as refused:
        read(after=1)
    assert refused.value.faults[0].code == "ahead_of_feed"


def test_one_change_as_it_may_be_told_today(database: Database, eyes: Callable[..., Eyes]) -> None:
    with database.write() as session:
        record = make_listing(session, window=Window(date(2026, 1, 1), date(2026, 7, 1)))
        sequence = current_sequence(session)
    with database.read() as session:
        now, later = (change_at(session, eyes(session, today=day), sequence) for day in (TODAY, date(2026, 7, 1)))
        assert change_at(session, eyes(session), sequence - 1) is None, "the subject's own number"
    assert now is not None
    assert later is not None
    assert (now.kind, now.listing is None) == (ChangeKind.ENTERED, False)
    assert (later.kind, later.listing, later.listing_id) == (ChangeKind.ENDED, None, record.id)


WRITERS, WRITES = 4, 10


def _write(database: Database, writer: int) -> None:
    for turn in range(WRITES):
        with database.write() as session:
            record = make_listing(session)
            if (writer + turn) % 3 == 0:
                take_sequence(session)
        if turn % 2:
            with database.write() as session:
                change_listing(session, record.id, disputed=True)


def _follow(database: Database, eyes: Callable[..., Eyes], done: Event) -> list[tuple[int, str]]:
    """What a reader is told that asks again and again, a few changes at a time."""
    told: list[tuple[int, str]] = []
    after = 0
    while True:
        last_round = done.is_set()
        with database.read() as session:
            page = read_feed(session, eyes(session), after=after, limit=3)
        told += [(change.sequence, change.listing_id) for change in page.changes]
        after = page.next
        if last_round and not page.more:
            return told


def _written(session: Session) -> list[tuple[int, str]]:
    rows = select(ListingVersion.seq_from, ListingVersion.listing_id).order_by(col(ListingVersion.seq_from))
    return [(sequence, listing) for sequence, listing in session.exec(rows)]


def test_a_reader_sees_every_change_once_and_in_order_whoever_writes(
    database: Database, eyes: Callable[..., Eyes]
) -> None:
    done = Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(_follow, database, eyes, done) for _ in range(2)]
        writers = [pool.submit(_write, database, writer) for writer in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            done.set()
        told = [reader.result() for reader in readers]
    with database.read() as session:
        written = _written(session)
    assert len(written) == WRITERS * WRITES * 3 // 2
    assert told == [written, written]


def test_a_writer_that_reads_the_feed_while_others_commit_misses_nothing(
    database: Database, eyes: Callable[..., Eyes]
) -> None:
    """The worker reads it in a write transaction, where PostgreSQL shows each statement what is newest."""
    done, told = Event(), []
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        writers = [pool.submit(_write, database, writer) for writer in range(WRITERS)]

        def follow() -> None:
            after = 0
            while True:
                last_round = done.is_set()
                with database.write() as session:
                    page = read_feed(session, eyes(session), after=after, limit=3)
                told.extend((change.sequence, change.listing_id) for change in page.changes)
                after = page.next
                if last_round and not page.more:
                    return

        reader = pool.submit(follow)
        for writer in writers:
            writer.result()
        done.set()
        reader.result()
    with database.read() as session:
        assert told == _written(session)

"""The change sequence is gap-free and in commit order, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from sqlalchemy import literal
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, delete, select

from models.database import Database, waited_in_vain
from models.listings import ListingVersion
from models.sequence import (
    SequenceDay,
    current_sequence,
    day_of_number,
    first_day_kept,
    sequence_at_end_of,
    take_sequence,
)
from models.subjects import SubjectVersion
from tests.factories import make_listing, make_subject

pytestmark = pytest.mark.both_databases

WRITERS, WRITES = 4, 12


class AbandonedError(Exception):
    """A writer changes its mind."""


def _write(database: Database, writer: int) -> None:
    for turn in range(WRITES):
        try:
            with database.write() as session:
                subject = make_subject(session)
                make_listing(session, subject)
                if (writer + turn) % 5 == 0:
                    raise AbandonedError
        except AbandonedError:
            continue


def _numbers(session: Session) -> list[int]:
    """Every number that stands in a version."""
    subjects = session.exec(select(SubjectVersion.seq_from)).all()
    listings = session.exec(select(ListingVersion.seq_from)).all()
    return sorted([*subjects, *listings])


def _watch(database: Database, done: Event) -> list[tuple[int, list[int]]]:
    seen = []
    while not done.is_set():
        with database.read() as session:
            seen.append((current_sequence(session), _numbers(session)))
    return seen


def test_whoever_sees_a_number_sees_all_before_it(database: Database) -> None:
    done = Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        watcher = pool.submit(_watch, database, done)
        writers = [pool.submit(_write, database, writer) for writer in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            done.set()
        seen = watcher.result()
    with database.read() as session:
        seen.append((current_sequence(session), _numbers(session)))
    for current, numbers in seen:
        assert numbers == list(range(1, current + 1))
    assert seen[-1][0] > WRITERS * WRITES
    assert len({current for current, _ in seen}) > 1, "the watcher looked on while the writers wrote"


def _enters(database: Database, entered: Event) -> None:
    with database.write():
        entered.set()


def test_a_writer_has_the_others_wait_from_its_beginning(database: Database) -> None:
    entered = Event()
    with ThreadPoolExecutor(1) as pool:
        with database.write():
            other = pool.submit(_enters, database, entered)
            assert not entered.wait(0.3)
        other.result()
    assert entered.is_set()


def _impatient(database: Database) -> Database:
    at = database.address
    return Database.open(at.home, database.today, at.url, patience=0.3)


def test_whose_turn_does_not_come_in_time_has_written_nothing(database: Database) -> None:
    with closing(_impatient(database)) as other:
        with database.write() as hanging, other.read() as reader:
            take_sequence(hanging)
            with pytest.raises(OperationalError) as refused, other.write():
                raise AssertionError("this is not its turn")
            assert current_sequence(reader) == 0, "whoever reads waits for nobody"
        assert waited_in_vain(refused.value)
        with other.write() as session:
            assert take_sequence(session) == range(2, 3)


def _hang(hanging: Database, other: Database) -> None:
    with hanging.write() as session:
        take_sequence(session)
        with other.write() as waiting:
            assert take_sequence(waiting) == range(1, 2)
        take_sequence(session)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)
def test_a_writer_that_hangs_is_ended_and_has_written_nothing(database: Database) -> None:
    with closing(_impatient(database)) as other:
        with pytest.raises(DBAPIError) as ended:
            _hang(other, database)
        assert waited_in_vain(ended.value)
    with database.read() as session:
        assert current_sequence(session) == 1


def test_what_is_read_or_logged_waits_for_no_writer(database: Database) -> None:
    with database.write() as writer:
        take_sequence(writer)
        with database.read() as reader, database.log_write() as log:
            assert current_sequence(reader) == 0
            assert log.exec(select(literal(1))).one() == 1


def test_many_who_wait_to_write_leave_connections_to_the_others(database: Database) -> None:
    entered = [Event() for _ in range(40)]
    with ThreadPoolExecutor(len(entered)) as pool, database.write():
        for one in entered:
            pool.submit(_enters, database, one)
        assert not entered[-1].wait(0.3)
        with database.read() as reader, database.log_read() as log:
            assert current_sequence(reader) == 0
            assert log.exec(select(literal(1))).one() == 1
    assert all(one.is_set() for one in entered)


def _take_and_abandon(database: Database) -> None:
    with database.write() as session:
        assert take_sequence(session, 3) == range(1, 4)
        raise AbandonedError


def test_a_transaction_that_fails_leaves_no_gap(database: Database) -> None:
    with pytest.raises(AbandonedError):
        _take_and_abandon(database)
    with database.write() as session:
        assert take_sequence(session, 2) == range(1, 3)
    with database.read() as session:
        assert current_sequence(session) == 2


def test_a_read_is_one_snapshot(database: Database) -> None:
    with database.read() as reader:
        before = current_sequence(reader)
        with database.write() as writer:
            take_sequence(writer)
        reader.expire_all()
        assert current_sequence(reader) == before
    with database.read() as reader:
        assert current_sequence(reader) == before + 1


def _take_on(database: Database, day: date, count: int) -> None:
    with replace(database, today=lambda: day).write() as session:
        take_sequence(session, count)


def test_each_day_knows_its_last_number(database: Database) -> None:
    _take_on(database, date(2026, 6, 15), 3)
    _take_on(database, date(2026, 6, 15), 1)
    _take_on(database, date(2026, 6, 18), 2)
    with database.read() as session:
        ends = {day: sequence_at_end_of(session, date(2026, 6, day)) for day in (14, 15, 16, 17, 18, 30)}
        assert first_day_kept(session) == date(2026, 6, 15)
    assert ends == {14: None, 15: 4, 16: 4, 17: 4, 18: 6, 30: 6}


def test_each_number_knows_its_day_but_those_of_before_they_were_kept(database: Database) -> None:
    _take_on(database, date(2026, 6, 1), 2)
    with database.write() as session:
        session.exec(delete(SequenceDay))
    _take_on(database, date(2026, 6, 15), 2)
    _take_on(database, date(2026, 6, 18), 1)
    with database.read() as session:
        days = [session.exec(select(day_of_number(literal(number)))).one() for number in range(1, 7)]
    june = [date(2026, 6, day) for day in (15, 15, 18)]
    assert days == [None, None, *june, None], "the last is not taken yet"


def test_a_clock_that_lags_behind_takes_no_number_back_in_time(database: Database) -> None:
    _take_on(database, date(2026, 6, 16), 1)
    _take_on(database, date(2026, 6, 15), 1)
    with database.read() as session:
        assert sequence_at_end_of(session, date(2026, 6, 15)) is None
        assert sequence_at_end_of(session, date(2026, 6, 16)) == 2

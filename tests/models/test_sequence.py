"""The change sequence is gap-free and in commit order, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import Session, select

from models.database import Database
from models.listings import ListingVersion
from models.sequence import current_sequence, take_sequence
from models.subjects import SubjectVersion
from tests.factories import make_listing, make_subject

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

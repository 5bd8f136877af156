"""Requests that wait together are committed together; a commit that fails fails all of its own and nobody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy.exc import DataError, OperationalError
from sqlmodel import select

from models import log_writer
from models.database import Database
from models.decision_log import Attempt, Keyed
from models.decisions import Decision, Head
from models.keys import KeyRing
from models.log_writer import Entering, LogWriter
from tests.factories import make_row

pytestmark = pytest.mark.both_databases

WRITERS = 8


@pytest.fixture
def writer(database: Database, keys: KeyRing) -> LogWriter:
    return LogWriter(database, keys)


def logged(database: Database) -> set[str]:
    with database.log_read() as log:
        return set(log.exec(select(Decision.id)))


def heads(database: Database) -> int:
    with database.log_read() as log:
        return len(log.exec(select(Head.number)).all())


def held_up(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> tuple[Event, Event]:
    """The first transaction waits within; `then` happens to the second. Says when the first has begun, and lets it
    go."""
    begun, let_go, seal = Event(), Event(), log_writer.seal

    def slow(*arguments: Any) -> Any:
        if not begun.is_set():
            begun.set()
            assert let_go.wait(20)
        else:
            then()
        return seal(*arguments)

    monkeypatch.setattr(log_writer, "seal", slow)
    return begun, let_go


def enter_all(writer: LogWriter, at: datetime, begun: Event, let_go: Event) -> list[object]:
    """One request alone, then several that wait for it: what each came to."""

    def enter(number: int) -> object:
        try:
            return writer.enter(Entering([make_row(f"dec_{number}", at)], at))
        except OperationalError:
            return "refused"

    with ThreadPoolExecutor(WRITERS) as pool:
        first = pool.submit(enter, 0)
        assert begun.wait(20)
        others = [pool.submit(enter, number) for number in range(1, WRITERS)]
        while len(writer._waiting) < WRITERS - 1:
            assert not first.done()
        let_go.set()
        return [one.result() for one in (first, *others)]


def test_who_waits_together_is_committed_together(
    database: Database, writer: LogWriter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert enter_all(writer, now, *held_up(monkeypatch, lambda: None)) == [True] * WRITERS
    assert logged(database) == {f"dec_{number}" for number in range(WRITERS)}
    assert heads(database) == 2, "one for the first, one for all who came meanwhile"


def test_a_commit_that_fails_fails_all_of_its_own_and_nobody_else(
    database: Database, writer: LogWriter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OperationalError("insert", {}, OSError("disk full"))

    assert enter_all(writer, now, *held_up(monkeypatch, full)) == [True] + ["refused"] * (WRITERS - 1)
    assert logged(database) == {"dec_0"}
    monkeypatch.undo()
    assert writer.enter(Entering([make_row("dec_later", now)], now))
    assert (logged(database), heads(database)) == ({"dec_0", "dec_later"}, 2)


def test_a_decision_that_no_database_takes_spares_the_others(
    database: Database, writer: LogWriter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, let_go = held_up(monkeypatch, lambda: None)
    held = log_writer.seal

    def picky(log: Any, rows: Any, *others: Any) -> Any:
        if any(row.id == "dec_1" for row in rows):
            raise DataError("insert", {}, ValueError("no such text"))
        return held(log, rows, *others)

    monkeypatch.setattr(log_writer, "seal", picky)

    def enter(number: int) -> bool:
        try:
            return writer.enter(Entering([make_row(f"dec_{number}", now)], now))
        except DataError:
            return False

    with ThreadPoolExecutor(WRITERS) as pool:
        first = pool.submit(enter, 0)
        assert begun.wait(20)
        others = [pool.submit(enter, number) for number in range(1, WRITERS)]
        let_go.set()
        assert [one.result() for one in (first, *others)] == [True, False] + [True] * (WRITERS - 2)
    assert logged(database) == {f"dec_{number}" for number in range(WRITERS)} - {"dec_1"}


def test_the_second_try_of_a_request_enters_nothing(database: Database, writer: LogWriter, now: datetime) -> None:
    attempt = Attempt.at(now, timedelta(days=1), "mem_1", "key", "body")

    def entering(decision_id: str) -> Entering:
        return Entering([make_row(decision_id, now)], now, Keyed(attempt, [decision_id], [None]))

    assert writer.enter(entering("dec_1"))
    assert not writer.enter(entering("dec_2"))
    assert (logged(database), heads(database)) == ({"dec_1"}, 1), "no head over nothing"


def test_more_than_fits_one_transaction_takes_the_next(
    database: Database, writer: LogWriter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_writer, "MOST", 3)
    assert enter_all(writer, now, *held_up(monkeypatch, lambda: None)) == [True] * WRITERS
    assert heads(database) == 1 + 3, "seven others, three at a time"

"""The queue: each job is done by one worker at a time, and none is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock

import pytest
from sqlmodel import select

from models.database import Database
from models.jobs import (
    LEASE,
    LONGEST_WAIT,
    Job,
    LeaseLost,
    TakenJob,
    finish,
    hold,
    job_is_due,
    put_job,
    put_off,
    run_again,
    take_job,
)

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
KINDS = ("count",)


def put(database: Database, *keys: str, **options: object) -> None:
    with database.write() as session:
        for key in keys:
            put_job(session, "count", key, NOW, **options)  # type: ignore[arg-type]


def take(database: Database, now: datetime = NOW) -> TakenJob | None:
    with database.write() as session:
        return take_job(session, KINDS, now)


def taken(database: Database, now: datetime = NOW) -> TakenJob:
    job = take(database, now)
    assert job is not None
    return job


def test_a_job_of_one_key_stands_there_once(database: Database) -> None:
    put(database, "a", "a")
    with database.read() as session:
        assert len(session.exec(select(Job)).all()) == 1


def test_jobs_come_in_order_when_due_and_of_known_kinds(database: Database) -> None:
    with database.write() as session:
        put_job(session, "count", "later", NOW + timedelta(seconds=1))
        put_job(session, "unknown", "x", NOW)
        put_job(session, "count", "first", NOW)
        put_job(session, "count", "second", NOW)
    assert taken(database).key == "first"
    assert taken(database).key == "second"
    assert take(database) is None
    with database.read() as session:
        assert not job_is_due(session, KINDS, NOW)
        assert job_is_due(session, KINDS, NOW + timedelta(seconds=1))


def test_a_killed_workers_job_is_taken_up_after_its_lease_and_the_old_one_may_not_write(database: Database) -> None:
    put(database, "a")
    first = taken(database)
    assert take(database, NOW + LEASE - timedelta(seconds=1)) is None
    second = taken(database, NOW + LEASE)
    assert (second.key, second.id) == (first.key, first.id)
    with pytest.raises(LeaseLost), database.write() as session:
        hold(session, first)
    with database.write() as session:
        hold(session, second)
        finish(session, second)
    with pytest.raises(LeaseLost), database.write() as session:
        hold(session, second)
    assert take(database, NOW + 2 * LEASE) is None


def test_a_job_that_fails_comes_back_later_and_later(database: Database) -> None:
    put(database, "a")
    now, waits = NOW, []
    for _ in range(15):
        job = taken(database, now)
        with database.write() as session:
            put_off(session, job, now, ValueError("secret of a member"))
        with database.read() as session:
            [row] = session.exec(select(Job)).all()
        assert row.error == "ValueError", "its text may hold what must not be kept"
        waits.append(row.due_at - now)
        now = row.due_at
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert waits[-1] == LONGEST_WAIT


def test_a_job_that_has_more_to_do_begins_afresh(database: Database) -> None:
    put(database, "a")
    with database.write() as session:
        put_off(session, take_job(session, KINDS, NOW) or pytest.fail("none"), NOW, ValueError())
    later = NOW + timedelta(seconds=1)
    job = taken(database, later)
    assert job.tries == 1
    with database.write() as session:
        run_again(session, job, later)
    assert taken(database, later).tries == 0


def test_jobs_of_one_lane_wait_for_each_other(database: Database) -> None:
    put(database, "a", "b", lane="one")
    put(database, "c", lane="two")
    first = taken(database)
    assert first.key == "a"
    assert taken(database).key == "c", "another lane goes on"
    assert take(database) is None
    with database.write() as session:
        finish(session, first)
    assert taken(database).key == "b"


def test_many_workers_do_each_job_once_and_none_twice_at_a_time(database: Database) -> None:
    keys = [f"job-{number}" for number in range(40)]
    put(database, *keys)
    done: Counter[str] = Counter()
    under_way: set[str] = set()
    guard = Lock()

    def work() -> None:
        while (job := take(database)) is not None:
            with guard:
                assert job.key not in under_way
                under_way.add(job.key)
            with guard:
                under_way.remove(job.key)
                done[job.key] += 1
            with database.write() as session:
                hold(session, job)
                finish(session, job)

    with ThreadPoolExecutor(6) as pool:
        for worker in [pool.submit(work) for _ in range(6)]:
            worker.result()
    # A worker may see only rows that others hold, and leave before they end: what is left is nobody's loss.
    work()
    assert done == Counter(keys)

"""Decisions are read by position: none that is committed comes to stand below one that has been read."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models.database import Database
from models.decision_log import give_positions, newest_position
from models.decisions import Decision


def test_of_two_writers_the_last_to_commit_comes_last(database: Database, now: datetime) -> None:
    with ExitStack() as both:
        if not database.is_sqlite:  # where there is one writer at a time, no other can be slow meanwhile
            slow = both.enter_context(database.log_write())
            enter_decision(slow, "dec_slow", now)
        with database.log_write() as quick:
            enter_decision(quick, "dec_quick", now + timedelta(seconds=1))
        assert given(database, now) == 1
        assert read_from(database, 0) == ["dec_quick"]
    if database.is_sqlite:
        with database.log_write() as slow:
            enter_decision(slow, "dec_slow", now)
    assert given(database, now) == 1
    assert read_from(database, 1) == ["dec_slow"], "asked first, on record last"


def test_positions_are_given_by_time_once_and_so_many_at_a_time(database: Database, now: datetime) -> None:
    with database.log_write() as log:
        for place in (3, 1, 2, 9):
            enter_decision(log, f"dec_{place}", now + timedelta(minutes=place))
    assert [given(database, now, most=2) for _ in range(3)] == [2, 1, 0]
    assert read_from(database, 0) == ["dec_1", "dec_2", "dec_3"], "what is asked at the end has none"


def given(database: Database, now: datetime, most: int = 10) -> int:
    with database.log_write() as log:
        return give_positions(log, now, now + timedelta(minutes=9), most)


def read_from(database: Database, position: int) -> list[str]:
    with database.log_read() as log:
        found = log.exec(select(Decision.id).where(col(Decision.position) > position).order_by(col(Decision.position)))
        ids = list(found)
        assert newest_position(log) == position + len(ids)
        return ids


def enter_decision(log: Session, decision_id: str, at: datetime) -> None:
    told = {"scene": "promotion", "asked_as": "platform", "purpose": "promotion_review", "outcome": "clear"}
    keyed = {"member_id": "mem_1", "subject_key": "k", "ruleset": "sha256:0", "body_hash": "h"}
    empty = {"request": {}, "listing_ids": [], "candidate_ids": [], "answer": {}}
    log.add(Decision(id=decision_id, at=at, sequence=1, on=date(2026, 11, 1), **told, **keyed, **empty))
    log.flush()

"""What a source has ended never answers again by itself, whatever files come after, under whatever number or code; and
what nobody has ended stands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.keys import KeyRing
from tests.conftest import STORED_EXAMPLES, NewDatabase

from .conftest import Rules, World
from .said import MERCHANTS, NEW, DecidedHere, File, Follow, histories, row

History = list[File | DecidedHere]
law: Callable[..., Any] = settings(
    max_examples=STORED_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def begun(new_database: NewDatabase, folder: Path) -> Follow:
    return Follow(World(new_database(), KeyRing.open(folder), Rules(), folder))


@law
@given(history=histories())
def test_what_has_ended_stays_so(new_database: NewDatabase, tmp_path: Path, history: History) -> None:
    follow = begun(new_database, tmp_path)
    for event in history:
        follow.go_on(event)
        assert not follow.standing() & follow.told.over, history


@law
@given(history=histories())
def test_what_has_not_ended_stands(new_database: NewDatabase, tmp_path: Path, history: History) -> None:
    follow = begun(new_database, tmp_path)
    for event in history:
        follow.go_on(event)
        assert follow.told.stands <= follow.standing(), history


@law
@given(history=histories())
def test_a_new_decision_answers_whatever_has_ended(new_database: NewDatabase, tmp_path: Path, history: History) -> None:
    follow = begun(new_database, tmp_path)
    for event in history:
        follow.go_on(event)
    new = [row(one, NEW, codes=(one.uscc, "", ""), recid="N1", day="2026-10-30") for one in MERCHANTS]
    follow.go_on(File(tuple(new)))
    assert {one.decision for one in new} <= follow.standing()

"""What a source has ended never answers again by itself, whatever files come after, under whatever number or code; and
what nobody has ended stands. And a dry run says what the run then does."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from huixin.types.importing import ImportReport
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


@law
@given(history=histories())
def test_a_dry_run_says_what_the_run_then_does(new_database: NewDatabase, tmp_path: Path, history: History) -> None:
    follow = begun(new_database, tmp_path)
    for event in history:
        if isinstance(event, File):
            now = follow.now + timedelta(days=event.days)
            tried = follow.world.take(event.text(), mode=event.mode, dry_run=True, now=now)
            done = follow.world.take(event.text(), mode=event.mode, now=now)
            assert said(tried) == said(done), history
        follow.go_on(event)  # what waits for a confirmation has it now


def said(report: ImportReport) -> dict[str, Any]:
    """All but what a dry run does not have; an exit is proposed, whether it then may go unasked or not."""
    told = report.model_dump(exclude={"id", "state", "exited", "proposed_exits"})
    return told | {"exits": report.exited + report.proposed_exits}

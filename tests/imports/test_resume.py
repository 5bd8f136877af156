"""An import killed in the middle goes on where it was; and nobody waits for it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from bench.import_generator import write_file
from models.errors import Conflict
from models.imports import applying, spool
from models.imports.apply import UnitOf, apply_plan
from models.imports.plan import Plan
from models.imports.tables import Import, ImportIssueRow
from models.keys import KeyRing
from models.sequence import current_sequence
from models.subjects import Subject
from tests.conftest import NewDatabase

from .conftest import Rules, World
from .test_full import numbered

ROOT = Path(__file__).parents[2]


def state_of(world: World) -> tuple[list[tuple[object, ...]], int]:
    """Everything that two runs must agree on, without the random parts of identifiers."""
    rows: list[tuple[object, ...]] = [
        (
            *(subject.key, listing.natural_key, version.row_digest, version.correction_of is None),
            *(version.seq_from, version.ended_on),
        )
        for subject, listing, version in world.records()
    ]
    return rows, world.read(current_sequence)


def kill_after(world: World, file: Path, phase: str, rows: int, mode: str = "increment") -> None:
    """Starts the import in a process of its own and kills it once so many rows are through the phase."""
    address = world.database.address
    told = [str(address.home), str(world.folder), str(file), mode, *filter(None, [address.url])]
    command = [sys.executable, "-m", "tests.imports.interrupted", *told]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        for line in process.stdout:
            now_at, done = line.split()
            if now_at == phase and int(done) >= rows:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.returncode == -signal.SIGKILL


def unfinished(world: World) -> tuple[str, int, int]:
    """State, cursor and exits of the newest import."""
    newest = select(Import.state, Import.cursor, Import.exited).order_by(col(Import.started_at).desc())
    [found] = [one for one in world.read(lambda session: session.exec(newest).all()) if one[0] != "completed"]
    return found[0], found[1], found[2]


@pytest.fixture
def worlds(new_database: NewDatabase, tmp_path: Path) -> tuple[World, World]:
    """Two of one kind, for an import that runs through and for one that is killed."""
    keys = KeyRing.open(tmp_path)
    whole, broken = (World(new_database(), keys, Rules(), tmp_path) for _ in range(2))
    return whole, broken


DIFFERENT = {"id"}


def test_killed_and_started_again_nothing_is_lost_or_doubled(worlds: tuple[World, World], tmp_path: Path) -> None:
    file = write_file(tmp_path / "list.csv", 8000)
    whole, broken = worlds
    expected = whole.take(file)
    for rows in (2000, 5000):
        kill_after(broken, file, "apply", rows)
        state, cursor, _ = unfinished(broken)
        assert state == "applying"
        assert rows <= cursor < 8000
    report = broken.take(file)
    assert report.model_dump(exclude=DIFFERENT) == expected.model_dump(exclude=DIFFERENT)
    assert state_of(broken) == state_of(whole)
    assert broken.take(file).unchanged == expected.rows - expected.rejected


def test_a_full_file_killed_while_it_is_applied_and_while_it_ends_what_is_gone(worlds: tuple[World, World]) -> None:
    whole, broken = worlds
    for world in worlds:
        world.take(world.write(numbered(*range(5000)), "before.csv"))
    full = whole.write(numbered(*range(3000, 5000)), "full.csv")
    expected = whole.take(full, mode="full", confirm=True)
    assert expected.exited == 3000
    kill_after(broken, full, "apply", 1000, "full")
    state, cursor, exited = unfinished(broken)
    assert (state, exited) == ("applying", 0)
    assert 1000 <= cursor <= 2000
    kill_after(broken, full, "exit", 1000, "full")
    state, cursor, exited = unfinished(broken)
    assert (state, cursor) == ("applying", 2000)
    assert 1000 <= exited < 3000
    report = broken.take(full, mode="full", confirm=True)
    assert report.model_dump(exclude=DIFFERENT) == expected.model_dump(exclude=DIFFERENT)
    assert state_of(broken) == state_of(whole)


def test_a_reader_never_waits_for_an_import(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read in the midst of a chunk's transaction, in the same thread: if it had to wait, it would wait for ever."""
    seen = []

    def applied_and_read(session: Session, plan: Plan, list_code: str, import_id: str, unit_of: UnitOf) -> None:
        apply_plan(session, plan, list_code, import_id, unit_of)
        seen.append(world.read(lambda reader: reader.exec(select(func.count()).select_from(Subject)).one()))

    monkeypatch.setattr(applying, "apply_plan", applied_and_read)
    monkeypatch.setattr(spool, "CHUNK_ROWS", 1000)
    world.take(write_file(world.folder / "list.csv", 1500))
    first, second = seen
    assert first == 0
    assert 0 < second <= 1000


def test_what_refers_to_something_refers_to_what_is_there(world: World) -> None:
    """On SQLite an import works without the checks of the database, so they are made here."""
    file = write_file(world.folder / "list.csv", 1500)
    world.take(file)
    file.write_text(file.read_text(encoding="utf-8").replace("有限公司", "有限责任公司"), encoding="utf-8")
    assert world.take(file).unchanged < 1500
    if world.database.is_sqlite:
        assert world.read(lambda session: session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()) == []
        assert world.read(lambda session: session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar()) == 1


def test_two_runs_of_one_file_do_not_mix(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_file(world.folder / "list.csv", 1500)

    def rival(phase: str, done: int, total: int | None) -> None:
        if phase == "apply":
            with world.database.write() as session:
                session.exec(select(Import)).one().cursor = 1500

    monkeypatch.setattr(spool, "CHUNK_ROWS", 1000)
    with pytest.raises(Conflict, match="at the same time"):
        world.take(file, progress=rival)


def test_counts_and_issues_stay_readable(world: World) -> None:
    file = write_file(world.folder / "list.csv", 3000)
    report = world.take(file)
    assert len(report.errors) == report.rejected > 0
    assert (
        report.rows
        == report.entered + report.changed + report.exited + report.unchanged + report.unverified + report.rejected
    )
    stored = world.read(lambda session: session.exec(select(func.count()).select_from(ImportIssueRow)).one())
    assert stored == len(report.errors) + len(report.warnings)

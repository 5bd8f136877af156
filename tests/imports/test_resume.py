"""An import killed in the middle goes on where it was; and nobody waits for it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import func, select

from bench.import_generator import write_file
from models.imports.tables import Import, ImportIssueRow
from models.listings import ListingVersion
from models.sequence import current_sequence
from models.subjects import Subject

from .conftest import World

ROOT = Path(__file__).parents[2]


def state_of(world: World) -> tuple[list[tuple[object, ...]], int]:
    """Everything that two runs must agree on, without the random parts of identifiers."""
    rows = [
        (subject.key, listing.natural_key, version.row_digest, version.correction_of is None, version.seq_from)
        for subject, listing, version in world.records()
    ]
    return rows, world.read(current_sequence)


def kill_after(world: World, file: Path, rows: int) -> None:
    """Starts the import in a process of its own and kills it once so many rows are applied."""
    command = [sys.executable, "-m", "tests.imports.interrupted", str(world.folder), str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        for told in process.stdout:
            if int(told) >= rows:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.returncode == -signal.SIGKILL


def test_killed_and_started_again_nothing_is_lost_or_doubled(
    tmp_path: Path, sqlite_world: Callable[[str], World]
) -> None:
    file = write_file(tmp_path / "list.csv", 8000)
    whole, broken = sqlite_world("whole"), sqlite_world("broken")
    expected = whole.take(file)
    for rows in (2000, 5000):
        kill_after(broken, file, rows)
        [(state, cursor)] = broken.read(lambda session: session.exec(select(Import.state, Import.cursor)).all())
        assert state == "applying"
        assert rows <= cursor < 8000
    report = broken.take(file)
    different = {"id": True}
    assert report.model_dump(exclude=different) == expected.model_dump(exclude=different)
    assert state_of(broken) == state_of(whole)
    assert broken.take(file).unchanged == expected.rows - expected.rejected
    for world in (whole, broken):
        world.database.close()


def test_a_reader_never_waits_for_an_import(world: World) -> None:
    file = write_file(world.folder / "list.csv", 6000)
    importing = threading.Thread(target=world.take, args=(file,))
    importing.start()
    longest = 0.0
    while importing.is_alive():
        begun = time.perf_counter()
        world.read(lambda session: session.exec(select(Subject).limit(1)).first())
        longest = max(longest, time.perf_counter() - begun)
    importing.join()
    # A chunk's transaction alone takes longer than this bound: a reader that waited for one would show.
    assert longest < 0.5
    assert world.read(lambda session: session.exec(select(func.count()).select_from(ListingVersion)).one()) > 5000


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

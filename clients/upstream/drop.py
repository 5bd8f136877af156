"""Files that a platform leaves in a folder: each is taken in once and then put aside, done or failed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from huixin.core.windows import day_of
from models.errors import DomainError
from models.upstream.feeds import feed_of
from models.upstream.intake import Desk, take_in
from models.upstream.runs import Ended, begin_run, end_run

UNFINISHED = (".part", ".tmp", ".crdownload")
"""Endings of files that are still being written; those that begin with a dot are left alone too."""
Aside = Literal["done", "failed"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of a file, and where it lies now."""

    file: str
    ended: Ended
    moved_to: Path


def waiting_files(folder: Path) -> Iterator[Path]:
    """The files that are there whole, the oldest name first."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.suffix.lower() not in UNFINISHED:
            yield path


def take_dropped(desk: Desk, code: str, path: Path, *, complete: bool = False, sure: bool = False) -> Dropped:
    """Takes in one file and moves it to `done` or `failed` beside it; a file that cannot be read stops nothing.

    `complete`: the file states the whole list. Raises NotFound for a feed that does not exist.
    """
    now = desk.clock()
    with desk.database.write() as session:
        feed = feed_of(session, code)
        run_id = begin_run(session, feed, "drop", now)
    rows: int | None = None
    ended = Ended("failed", "broken_off", "The import was interrupted.")
    try:
        taken = take_in(desk, feed, path, filename=path.name, complete_on=day_of(now) if complete else None, sure=sure)
        ended, rows = taken.ended, taken.rows
    except DomainError as error:
        ended = Ended("failed", error.code, error.message)
    finally:
        with desk.database.write() as session:
            end_run(session, run_id, ended, desk.clock(), rows=rows)
    return Dropped(path.name, ended, _put_aside(path, "failed" if ended.state == "failed" else "done", run_id))


def _put_aside(path: Path, aside: Aside, run_id: str) -> Path:
    """Under the run's id, so that a name that comes every day overwrites nothing."""
    folder = path.parent / aside
    folder.mkdir(exist_ok=True)
    target = folder / f"{run_id}-{path.name}"
    os.replace(path, target)
    return target

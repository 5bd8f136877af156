"""Pulls a whole list page by page, and goes on where it broke off.

Pages are put by in a file until the last has come; the cursor is committed after each. A list that changes while it is
read is read again, a few times; if it never holds still, what came is taken in all the same, but confirms nothing.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit, urlunsplit

from clients.upstream.fetching import Patience, fetch
from clients.upstream.problems import UpstreamProblem
from clients.upstream.shapes import RECORD_ID, SHAPES, Item, Page
from huixin.core.windows import day_of
from models.errors import Invalid
from models.imports.errors import Unreadable
from models.upstream.feeds import feed_of, token_of
from models.upstream.intake import Desk, given_up, take_in
from models.upstream.runs import LEASE, Ended, begin_pull, end_run, move_cursor, touch
from models.upstream.status import live_records
from models.upstream.tables import UpstreamFeed, UpstreamRun

FOLDER = "upstream"
SCANS = 3
"""How often a list that changes under the reader is read."""
MOST_PAGES = 10_000
"""A list that does not end before is none."""


@dataclass(slots=True)
class _Reading:
    """The pages of one run, as they lie in its file. `total` and `pages`: as the platform last said."""

    path: Path
    size: int
    next_page: int
    total: int | None
    rows: int
    pages: int | None = None

    def start_again(self) -> None:
        self.size, self.next_page, self.total, self.pages, self.rows = 0, 1, None, None, 0

    def put_by(self, page: Page) -> None:
        """Writes the page where the cursor is; what a crash left behind that is written over, and never read."""
        with self.path.open("r+b") as file:
            file.seek(self.size)
            file.write(b"".join(json.dumps(item).encode() + b"\n" for item in page.items))
            file.flush()
            os.fsync(file.fileno())
            self.size = file.tell()
        self.next_page += 1
        self.total, self.pages = page.total, page.pages
        self.rows += len(page.items)

    def items(self) -> dict[str, Item]:
        """The records by their keys; of one that came twice, what came last."""
        with self.path.open("rb") as file:
            found = map(json.loads, file.read(self.size).splitlines())
            return {item[RECORD_ID]: item for item in found}


@dataclass(frozen=True, slots=True)
class _Source:
    """Where and how to ask for a page."""

    desk: Desk
    feed: UpstreamFeed
    run_id: str
    nature: str
    token: str | None
    patience: Patience

    def page(self, number: int) -> Page:
        shape = SHAPES[self.feed.shape]
        parts = urlsplit(self.feed.url or "")
        path = shape.path if parts.path in ("", "/") else parts.path
        parameters = shape.parameters(self.nature, number, self.feed.page_size)
        return shape.read(fetch(urlunsplit(parts._replace(path=path)), parameters, self.token, self.patience))


def pull(desk: Desk, code: str, *, sure: bool = False, patience: Patience | None = None) -> UpstreamRun:
    """Takes in the whole list of a feed; how the run ended. `sure`: a person has looked at how many are missing.

    Raises NotFound; Invalid for a feed without a URL; Conflict while it is being pulled already.
    """
    with desk.database.write() as session:
        feed = feed_of(session, code)
        if feed.url is None:
            raise Invalid(f"Feed {code} has no URL: its platform pushes, or its files are dropped.")
        run = begin_pull(session, feed, desk.clock())
    desk = replace(desk, beat=_touching(desk, run))
    reading = _reading(desk, run)
    ended = Ended("failed", "broken_off", "The pull was interrupted.")
    try:
        ended = given_up(desk, feed) or _pulled(_source(desk, feed, run, patience), run, reading, sure=sure)
    finally:
        with desk.database.write() as session:
            run = end_run(session, run.id, ended, desk.clock(), rows=reading.rows)
    if ended.state != "failed":
        reading.path.unlink()
    return run


def _source(desk: Desk, feed: UpstreamFeed, run: UpstreamRun, patience: Patience | None) -> _Source:
    nature = desk.ruleset.catalogue.lists[feed.list].nature
    return _Source(desk, feed, run.id, nature, token_of(feed, desk.keys), patience or Patience())


def _touching(desk: Desk, run: UpstreamRun) -> Callable[[], None]:
    """The desk's beat, and now and then a sign in the run itself, so that nobody takes it for dead."""
    touched = [run.touched_at]

    def beat() -> None:
        desk.beat()
        now = desk.clock()
        if now >= touched[0] + LEASE / 5:
            touched[0] = now
            with desk.database.write() as session:
                touch(session, run.id, now)

    return beat


def _reading(desk: Desk, run: UpstreamRun) -> _Reading:
    """The run's file, as far as its cursor says; where the file is gone the pull begins again."""
    folder = desk.home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{run.id}.jsonl"
    reading = _Reading(path, run.size, run.next_page, run.total, run.rows)
    if not path.exists() or path.stat().st_size < run.size:
        path.touch(mode=0o600)
        reading.start_again()
    if reading.total is not None and reading.rows >= reading.total:
        reading.pages = reading.next_page - 1
    return reading


def _pulled(source: _Source, run: UpstreamRun, reading: _Reading, *, sure: bool) -> Ended:
    try:
        whole = _read_whole(source, reading)
    except UpstreamProblem as problem:
        # What has come so far is true, and an end in it counts at once; the rest follows when the pull goes on.
        _take(source, run, reading, complete=False, sure=False)
        return Ended("failed", problem.code, problem.message)
    ended = _take(source, run, reading, complete=whole, sure=sure)
    if whole or ended.state != "completed":
        return ended
    message = f"The list changed under each of {SCANS} readings."
    return Ended("incomplete", "inconsistent", message, ended.import_id, ended.held)


def _read_whole(source: _Source, reading: _Reading) -> bool:
    """Whether the list held still from its first page to its last, in one of a few readings."""
    for scan in range(SCANS):
        if scan:
            reading.start_again()
        if _read_once(source, reading):
            return True
    return False


def _read_once(source: _Source, reading: _Reading) -> bool:
    steady = True
    while reading.pages is None or reading.next_page <= reading.pages:
        if reading.next_page > MOST_PAGES:
            raise UpstreamProblem("too_many_pages", f"The list has more than {MOST_PAGES} pages.")
        before = reading.total
        page = source.page(reading.next_page)
        reading.put_by(page)
        steady = steady and before in (None, page.total)
        with source.desk.database.write() as session:
            move_cursor(
                session, source.run_id, next_page=reading.next_page, size=reading.size,
                total=page.total, rows=reading.rows, now=source.desk.clock(),
            )  # fmt: skip
        source.desk.beat()
    return steady and len(reading.items()) == reading.total


def _take(source: _Source, run: UpstreamRun, reading: _Reading, *, complete: bool, sure: bool) -> Ended:
    desk, feed = source.desk, source.feed
    items = reading.items()
    day = day_of(run.started_at)
    if not items:
        with desk.database.read() as session:
            emptied = live_records(session, desk.ruleset.catalogue, feed, day) > 0
        told = "The platform named no record, although some live ones are known."
        return Ended("incomplete", "empty", told) if emptied else Ended("completed")
    with _as_file(items) as path:
        try:
            name = f"{feed.code}.jsonl"
            return take_in(desk, feed, path, filename=name, complete_on=day if complete else None, sure=sure).ended
        except Unreadable as error:
            return Ended("incomplete", error.code, error.message)


@contextmanager
def _as_file(items: dict[str, Item]) -> Iterator[Path]:
    with NamedTemporaryFile("w", prefix="huixin-upstream-", suffix=".jsonl", encoding="ascii") as file:
        file.writelines(json.dumps(item) + "\n" for item in items.values())
        file.flush()
        yield Path(file.name)

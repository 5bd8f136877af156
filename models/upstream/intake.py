"""A file of an upstream feed comes in: by the one import, less what a person must judge first; and what a complete
statement confirms."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from huixin.core.windows import day_of
from huixin.types.importing import ImportReport
from models.database import Database
from models.imports.headers import header_worth, read_header
from models.imports.labels import LabelReader
from models.imports.placing import parts_of
from models.imports.readers import NoRow, Sheet, open_sheet
from models.imports.recognisers import RecogniserTable
from models.imports.recognition import RecognitionReader
from models.imports.rows import RowReader
from models.imports.run import THRESHOLD, run_import
from models.imports.sources import read_source
from models.imports.spool import Spool
from models.imports.validation import spool_rows
from models.keys import KeyRing
from models.upstream.confirmation import TooManyMissing, confirm, confirm_named, confirmed_by
from models.upstream.reappearances import about_what_stands, ask_person, coming_back
from models.upstream.runs import Ended
from models.upstream.tables import UpstreamFeed
from rules.ruleset import RuleSet


def _silent() -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What taking in needs. `home`: folder of the state, where pages wait until they are complete."""

    database: Database
    keys: KeyRing
    ruleset: RuleSet
    home: Path
    clock: Callable[[], datetime]
    beat: Callable[[], None] = _silent
    """Called every now and then while something comes in; what it raises breaks it off, to go on later."""


@dataclass(frozen=True, slots=True)
class Taken:
    rows: int
    ended: Ended


def given_up(desk: Desk, feed: UpstreamFeed) -> Ended | None:
    """How everything ends that comes for a list that the rules no longer hold; None where they do."""
    if feed.list in desk.ruleset.catalogue.lists:
        return None
    told = f"The rules have given the list '{feed.list}' up: nothing of it is taken in until they hold it again."
    return Ended("failed", "list_given_up", told)


def take_in(
    desk: Desk, feed: UpstreamFeed, path: Path, *, filename: str, complete_on: date | None = None, sure: bool = False
) -> Taken:
    """Imports the file's rows. `complete_on`: the file states the whole list as of that day; `sure`: a person has
    looked at how many records it no longer names.

    Raises `Unreadable`, as the import does.
    """
    if (refused := given_up(desk, feed)) is not None:
        return Taken(0, refused)
    now = desk.clock()
    with closing(_spool(desk, feed, path)) as spool:
        held = _hold(desk, feed, spool, now)
        report = None if spool.rows == len(held) else _import(desk, feed, path, held, filename, now)
        ended = _imported(report, len(held))
        if complete_on is not None:
            ended = _confirmed(desk, feed, spool, complete_on, ended, sure=sure)
        else:
            confirm_named(desk.database, desk.ruleset.catalogue, feed, spool, day_of(now))
        return Taken(spool.rows, ended)


def _imported(report: ImportReport | None, held: int) -> Ended:
    if report is None:
        return Ended("completed", held=held)
    if report.rejected:
        told = f"{report.rejected} of {report.rows} rows were rejected; the import says why."
        return Ended("incomplete", "rejected_rows", told, report.id, held)
    return Ended("completed", import_id=report.id, held=held)


def _import(
    desk: Desk, feed: UpstreamFeed, path: Path, held: Collection[int], filename: str, now: datetime
) -> ImportReport:
    with _without(path, held) as sifted:
        return run_import(
            desk.database, desk.keys, desk.ruleset, sifted,
            list_code=feed.list, source=feed.source, now=now, filename=filename,
            progress=lambda *_: desk.beat(), feed=feed.code,
        )  # fmt: skip


def _confirmed(desk: Desk, feed: UpstreamFeed, spool: Spool, day: date, ended: Ended, *, sure: bool) -> Ended:
    catalogue = desk.ruleset.catalogue
    percent = catalogue.number(THRESHOLD, day)
    with desk.database.read() as session:
        stated = confirmed_by(session, feed, catalogue.lists[feed.list])
    try:
        return replace(ended, dropped=confirm(desk.database, stated, spool, day, percent=percent, sure=sure))
    except TooManyMissing as missing:
        detail = " ".join(filter(None, (ended.detail, missing.message)))
        return replace(ended, state="incomplete", problem=missing.code, detail=detail)


def _sheet(path: Path) -> Sheet:
    return open_sheet(path, header_worth)


def _spool(desk: Desk, feed: UpstreamFeed, path: Path) -> Spool:
    """The rows as the import will read them."""
    sheet = _sheet(path)
    catalogue = desk.ruleset.catalogue
    entry = catalogue.lists[feed.list]
    with desk.database.read() as session:
        sender = read_source(session, feed.source)
    labels = LabelReader(catalogue, entry, may_set_standing=sender.is_centre)
    recognitions = RecognitionReader(catalogue, entry)
    reader = RowReader(
        read_header(sheet.columns), entry, sender, RecogniserTable(catalogue), labels, desk.keys, recognitions
    )
    return spool_rows(sheet, reader, [], lambda *_: desk.beat())


def _hold(desk: Desk, feed: UpstreamFeed, spool: Spool, now: datetime) -> frozenset[int]:
    """Numbers of the rows that a person must judge; what they are about stands in the queue from now on."""
    held: set[int] = set()
    own, today = desk.ruleset.catalogue.lists[feed.list], day_of(now)
    for chunk in spool.chunks():
        with desk.database.read() as session:
            found = [
                back
                for code in (own.list, *own.recognised_as)
                for back in coming_back(session, code, chunk.entries, today)
            ]
            if found and own.recognised_as:
                parts = [(code, part.entries) for code, part in parts_of(session, own, chunk, today)]
                standing = {row for code, part in parts for row in about_what_stands(session, code, part, today)}
                found = [back for back in found if back.number not in standing]
        if found:
            with desk.database.write() as session:
                ask_person(session, feed, found, now)
            held |= {back.number for back in found}
    return frozenset(held)


@contextmanager
def _without(path: Path, held: Collection[int]) -> Iterator[Path]:
    """The file less some rows; the others keep their numbers."""
    if not held:
        yield path
        return
    with NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", errors="surrogatepass") as file:
        sheet = _sheet(path)
        line = 1
        for number, cells in sheet.rows:
            if number in held:
                continue
            file.write("\n" * (number - line))
            row = cells.text if isinstance(cells, NoRow) else dict(zip(sheet.columns, cells, strict=False))
            file.write(json.dumps(row) + "\n")
            line = number + 1
        file.flush()
        yield Path(file.name)

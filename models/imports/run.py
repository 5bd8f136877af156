"""An import from file to report: validate all first, then apply in chunks that carry their counts and the cursor."""

import gc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import delete, func, insert
from sqlmodel import Session, select

from huixin.core.windows import day_of
from huixin.types.importing import ImportReport
from models.base import new_id
from models.database import Database
from models.errors import Fault, Invalid
from models.imports import full
from models.imports.applying import Applying, Told
from models.imports.beginning import begin, mapping_digest
from models.imports.cells import mask_ids
from models.imports.columns import Entries
from models.imports.entries import Issue
from models.imports.errors import BeingImported
from models.imports.headers import Header, header_warnings, header_worth, read_header
from models.imports.labels import LabelReader
from models.imports.readers import Sheet, file_digest, open_sheet
from models.imports.recognisers import RecogniserTable
from models.imports.recognition import RecognitionReader
from models.imports.rows import RowReader
from models.imports.sources import read_source
from models.imports.spool import CHUNK_ROWS, Chunk, Progress, Spool
from models.imports.tables import Import, ImportIssueRow
from models.imports.validation import few_collections, spool_rows
from models.imports.views import import_report, report_of
from models.keys import KeyRing
from models.sequence import current_sequence
from rules.documents import ListEntry
from rules.ruleset import RuleSet

Mode = Literal["increment", "full"]
_SINCE = "came_since"
THRESHOLD = "full_import_exit_threshold_percent"


def _silent(phase: str, done: int, total: int | None) -> None:
    """Nobody watches."""


def run_import(
    database: Database,
    keys: KeyRing,
    ruleset: RuleSet,
    path: Path,
    *,
    list_code: str,
    now: datetime,
    source: str | None = None,
    mode: Mode = "increment",
    dry_run: bool = False,
    mapping: Mapping[str, str] | None = None,
    confirm: bool = False,
    confirmed: str | None = None,
    progress: Progress = _silent,
    filename: str | None = None,
    feed: str | None = None,
) -> ImportReport:
    """Takes in a list file. `mapping`: field → column. `confirm`: apply the exits that a full file proposes;
    `confirmed`: the import that has proposed them. `feed`: the upstream that sent it.

    Raises `Unreadable` where nothing could be read, `Invalid` for an unknown list.
    """
    list_entry = _list_entry(ruleset, list_code)
    digest = file_digest(path)
    with database.read() as session:
        sender = read_source(session, source)
    header, sheet = _open(path, mapping)
    catalogue = ruleset.catalogue
    labels = LabelReader(catalogue, list_entry, may_set_standing=sender.is_centre)
    recognitions = RecognitionReader(catalogue, list_entry)
    reader = RowReader(header, list_entry, sender, RecogniserTable(catalogue), labels, keys, recognitions)
    job = Import(
        id=new_id("imp"), sha256=digest, filename=mask_ids(filename or path.name)[:300], list=list_code,
        source=sender.name, mode=mode, state="applying", started_at=now, feed=feed, mapping=mapping_digest(mapping),
    )  # fmt: skip
    applying, confirm = Applying(ruleset, list_entry, now), confirm or confirmed is not None
    with few_collections(), closing(spool_rows(sheet, reader, header_warnings(header, sheet), progress)) as spool:
        job.rows = spool.rows
        if dry_run:
            return _tried(database, applying, job, spool, progress)
        import_id = begin(database, job, confirm=confirm, confirmed=confirmed)
        with database.for_bulk() as bulk:
            run = _Run(bulk, applying, import_id, spool, progress)
            run.apply(anew=import_id == job.id)
            percent = catalogue.number(THRESHOLD, day_of(now)) if mode == "full" else 0
            done = mode == "increment" or run.exits(percent, confirm=confirm)
            return run.finish("completed" if done else "awaiting_confirmation", now)


def _list_entry(ruleset: RuleSet, code: str) -> ListEntry:
    entry = ruleset.catalogue.lists.get(code)
    if entry is None:
        known = ", ".join(sorted(ruleset.catalogue.lists))
        message = f"There is no list {code!r}; the lists are {known}."
        raise Invalid(message, Fault("/list", "unknown_list", message))
    return entry


def _open(path: Path, mapping: Mapping[str, str] | None) -> tuple[Header, Sheet]:
    sheet = open_sheet(path, lambda cells: header_worth(cells, mapping))
    return read_header(sheet.columns, mapping), sheet


def _tried(database: Database, applying: Applying, job: Import, spool: Spool, progress: Progress) -> ImportReport:
    """What the import would do: done, and undone at once. Nobody waits for it longer than for a chunk, so of a larger
    file each chunk finds the database as it is, and not as the chunks before would leave it."""
    told = Told([], [])
    with database.read() as session:
        job.seq_begun = current_sequence(session)
    with database.for_bulk() as bulk:
        for chunk in spool.chunks() if spool.rows else [Chunk(0, 0, Entries.of(()), [], spool.first_warnings)]:
            with bulk.rehearsal() as session:
                there = session.merge(job)
                session.flush()  # rows refer to it
                rejected, warnings = applying.apply(session, there, chunk)
                if job.mode == "full" and chunk.stop == spool.rows:
                    there.proposed_exits = len(applying.absent(session, there, spool).known)
                job = Import(**there.model_dump())
            told.rejected.extend(rejected)
            told.warnings.extend(warnings)
            progress("apply", chunk.stop, spool.rows)
    by_row = [sorted(issues, key=lambda issue: issue.row) for issues in told]
    return report_of(job, "dry_run", *by_row)


class _Run:
    """Pass two of one import."""

    def __init__(
        self, database: Database, applying: Applying, import_id: str, spool: Spool, progress: Progress
    ) -> None:
        self.database = database
        self.applying = applying
        self.id = import_id
        self.spool = spool
        self.progress = progress

    def apply(self, *, anew: bool) -> None:
        """Applies what the cursor leaves; `anew`: nothing has been said of this file before."""
        with self.database.read() as session:
            cursor = session.exec(select(Import.cursor).where(Import.id == self.id)).one()
        chunks = self.spool.chunks(cursor, anew=anew)
        with ThreadPoolExecutor(1) as beside:
            chunk = next(chunks, None)
            while chunk is not None:
                with self.database.write() as session:
                    self._apply_chunk(session, chunk)
                    # unpacked while the database commits, for which Python has nothing to do
                    following = beside.submit(next, chunks, None)
                gc.collect(0)  # what a session leaves in cycles, a megabyte of it for each chunk
                self.progress("apply", chunk.stop, self.spool.rows)
                chunk = following.result()

    def _job(self, session: Session) -> Import:
        return session.get_one(Import, self.id)

    def _apply_chunk(self, session: Session, chunk: Chunk) -> None:
        job = self._job(session)
        if job.cursor != chunk.start:
            raise BeingImported("This file is being imported by somebody else at the same time; ask again later.")
        self._write_issues(session, self.applying.apply(session, job, chunk))

    def _write_issues(self, session: Session, told: Told) -> None:
        rejected, warnings = told
        if not rejected and not warnings:
            return
        held = select(func.max(ImportIssueRow.number)).where(ImportIssueRow.import_id == self.id)
        first = (session.exec(held).one() or 0) + 1
        marked = [(True, issue) for issue in rejected] + [(False, issue) for issue in warnings]
        rows = [
            {"import_id": self.id, "number": number, "rejected": bad, **issue._asdict()}
            for number, (bad, issue) in enumerate(marked, start=first)
        ]
        session.execute(insert(ImportIssueRow), rows)

    def exits(self, percent: int, *, confirm: bool) -> bool:
        """Ends what a full file no longer names, if it may; False where a person has to confirm first."""
        # the whole file is looked through, for which no writer has to wait
        with self.database.read() as session:
            job = self._job(session)
            absent = self.applying.absent(session, job, self.spool)
            may = confirm or self.applying.may_end(session, job, absent, percent)
        with self.database.write() as session:
            self._job(session).proposed_exits = 0 if may else len(absent.known)
            self._say_since(session, absent.since)
        for number, batch in enumerate(full.batches(absent.known, CHUNK_ROWS) if may else ()):
            with self.database.write() as session:
                self.applying.end(session, self._job(session), batch)
            self.progress("exit", min((number + 1) * CHUNK_ROWS, len(absent.known)), len(absent.known))
        return may

    def _say_since(self, session: Session, count: int) -> None:
        """As it is now, whatever was said when the exits were proposed."""
        said_before = (ImportIssueRow.import_id == self.id, ImportIssueRow.code == _SINCE)
        session.execute(delete(ImportIssueRow).where(*said_before))  # type: ignore[arg-type]
        if count:
            told = (
                f"records that the file does not name and that came or changed since this import began: {count:,}; it"
                " could not know of that and does not end them. If they are to end, send the list again"
            )
            self._write_issues(session, Told([], [Issue(1, None, _SINCE, told)]))

    def finish(self, state: str, now: datetime) -> ImportReport:
        with self.database.write() as session:
            job = self._job(session)
            job.state = state
            job.finished_at = now if state == "completed" else None
            session.flush()
            return import_report(session, self.id)

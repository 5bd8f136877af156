"""An import from file to report: validate all first, then apply in chunks that carry their counts and the cursor."""

import gc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from huixin.core.vocabulary import Standing
from huixin.core.windows import day_of
from huixin.types.importing import ImportReport
from models.base import new_id
from models.cases.closing import close_ended, follow_ends
from models.cases.marks import keep_marks
from models.cases.opening import open_cases
from models.cases.recognised import follow_recognised
from models.cases.reopening import verify_anew, verify_said_anew
from models.database import Database
from models.errors import Fault, Invalid
from models.imports import full
from models.imports.apply import apply_plan
from models.imports.cells import mask_ids
from models.imports.entries import Issue
from models.imports.errors import BeingImported
from models.imports.headers import Header, header_warnings, names_a_subject, read_header
from models.imports.labels import LabelReader
from models.imports.placing import parts_of
from models.imports.plan import Counts, Plan
from models.imports.planner import Planner
from models.imports.readers import Sheet, file_digest, open_sheet
from models.imports.recognisers import RecogniserTable
from models.imports.recognition import RecognitionReader
from models.imports.rows import RowReader
from models.imports.sources import read_source
from models.imports.spool import CHUNK_ROWS, Chunk, Progress, Spool
from models.imports.store import look_up
from models.imports.tables import Import, ImportIssueRow
from models.imports.validation import few_collections, spool_rows
from models.imports.views import import_report, report_of
from models.keys import KeyRing
from models.sequence import current_sequence
from rules.documents import ListEntry
from rules.routing import Place, route
from rules.ruleset import RuleSet

Mode = Literal["increment", "full"]
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
    progress: Progress = _silent,
    filename: str | None = None,
    feed: str | None = None,
) -> ImportReport:
    """Takes in a list file. `mapping`: field → column. `confirm`: apply the exits that a full file proposes.
    `feed`: the upstream that sent it.

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
        source=sender.name, mode=mode, state="applying", started_at=now, feed=feed,
    )  # fmt: skip
    with few_collections(), closing(spool_rows(sheet, reader, header_warnings(header, sheet), progress)) as spool:
        job.rows = spool.rows
        if dry_run:
            return _tried(database, job, list_entry, spool, day_of(now), progress)
        import_id = _begin(database, job, confirm=confirm)
        with database.for_bulk() as bulk:
            run = _Run(bulk, ruleset, list_entry, import_id, spool, now, progress)
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
    sheet = open_sheet(path, lambda cells: names_a_subject(read_header(cells, mapping)))
    return read_header(sheet.columns, mapping), sheet


def _begin(database: Database, job: Import, *, confirm: bool) -> str:
    """Id of the import to go on with: one that did not come to its end with the same file, else this new one."""
    states = ("applying", "awaiting_confirmation") if confirm else ("applying",)
    with database.write() as session:
        unfinished = session.exec(
            select(Import)
            .where(Import.sha256 == job.sha256, Import.list == job.list, Import.source == job.source)
            .where(Import.mode == job.mode, col(Import.state).in_(states))
            .order_by(col(Import.started_at).desc())
        ).first()
        if unfinished is not None:
            unfinished.state = "applying"
            return unfinished.id
        session.add(job)
        session.flush()
        return job.id


def _plan(session: Session, job: Import, list_code: str, chunk: Chunk, today: date) -> Plan:
    known = look_up(session, list_code, chunk.entries)
    owns_only = read_source(session, job.source).owns_only
    plan = Planner(known, current_sequence(session), job.mode == "full", today, owns_only).run(chunk.entries)
    plan.counts.add(Counts(rejected=len(chunk.rejected), unchanged=chunk.superseded))
    return plan


def _tried(
    database: Database, job: Import, own: ListEntry, spool: Spool, today: date, progress: Progress
) -> ImportReport:
    """What the import would do, with nothing written."""
    counts, errors, warnings = Counts(), [], []
    for chunk in spool.chunks():
        with database.read() as session:
            for list_code, part in parts_of(session, own, chunk, today):
                plan = _plan(session, job, list_code, part, today)
                counts.add(plan.counts)
                job.recognised += _recognised(job, list_code, part)
                warnings += plan.warnings
                errors += plan.rejected
        errors += chunk.rejected
        warnings += chunk.warnings
        progress("apply", chunk.stop, spool.rows)
    _set_counts(job, counts)
    if job.mode == "full":
        with database.read() as session:
            job.proposed_exits = len(_absent(session, job, own, spool, today))
    return report_of(job, "dry_run", sorted(errors), sorted(warnings, key=lambda issue: issue.row))


def _recognised(job: Import, list_code: str, part: Chunk) -> int:
    """How many rows of the part stand on another list than the import's."""
    return 0 if list_code == job.list else len(part.entries)


def _absent(session: Session, job: Import, own: ListEntry, spool: Spool, today: date) -> list[str]:
    """Ids of what the full file no longer names, of all that it states."""
    return [
        listing_id
        for stated in full.stated_by(job, own)
        for listing_id in full.absent_records(session, stated, spool, today)
    ]


def _set_counts(job: Import, counts: Counts) -> None:
    for name in Counts.__slots__:
        setattr(job, name, getattr(job, name) + getattr(counts, name))


class _Run:
    """Pass two of one import."""

    def __init__(
        self,
        database: Database,
        ruleset: RuleSet,
        own: ListEntry,
        import_id: str,
        spool: Spool,
        now: datetime,
        progress: Progress,
    ) -> None:
        self.database = database
        self.ruleset = ruleset
        self.own = own
        self.id = import_id
        self.spool = spool
        self.now = now
        self.today = day_of(now)
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
        for list_code, part in parts_of(session, self.own, chunk, self.today):
            plan = _plan(session, job, list_code, part, self.today)
            apply_plan(session, plan, list_code, self.id, self._unit_of)
            self._follow_in_cases(session, plan)
            self._write_issues(session, part.rejected + plan.rejected, part.warnings + plan.warnings)
            _set_counts(job, plan.counts)
            job.recognised += _recognised(job, list_code, part)
            session.flush()  # what the next part looks up is asked of the database
        job.cursor = chunk.stop

    def _unit_of(self, place: tuple[str | None, str | None]) -> str | None:
        return route(self.ruleset.catalogue, Place(*place)).unit if any(place) else None

    def _follow_in_cases(self, session: Session, plan: Plan) -> None:
        moved = plan.moved_ends(self.today)
        returned = plan.returned(self.today)
        keep_marks(session, [change.known.id for change in plan.changes])
        if self.own.recognised_as:
            entered = dict(plan.entered())
            follow_recognised(session, self.own.list, [*entered], self.now)
            moved += [(listing_id, day) for listing_id, day in entered.items() if day]
        self._end_in_cases(session, moved)
        if returned:
            verify_anew(session, returned, self.now, self.ruleset)
        verify_said_anew(session, plan.said_anew(), self.now, self.ruleset)
        places = {
            new.id: Place(*new.entry.place) for new in plan.listings if new.entry.content.standing == Standing.LEAD
        }
        if places:
            open_cases(session, places, self.now, self.ruleset, places)

    def _end_in_cases(self, session: Session, moved: list[tuple[str, str | None]]) -> None:
        """A day that is still to come closes the case by itself, unless the source takes the end back before."""
        come = [listing_id for listing_id, day in moved if day is not None and day <= self.today.isoformat()]
        if come:
            close_ended(session, come, self.now)
        follow_ends(session, [listing_id for listing_id, _ in moved], self.today)

    def _write_issues(self, session: Session, rejected: list[Issue], warnings: list[Issue]) -> None:
        if not rejected and not warnings:
            return
        held = select(func.max(ImportIssueRow.number)).where(ImportIssueRow.import_id == self.id)
        first = (session.exec(held).one() or 0) + 1
        told = [(True, issue) for issue in rejected] + [(False, issue) for issue in warnings]
        rows = [
            {"import_id": self.id, "number": number, "rejected": bad, **issue._asdict()}
            for number, (bad, issue) in enumerate(told, start=first)
        ]
        session.execute(insert(ImportIssueRow), rows)

    def exits(self, percent: int, *, confirm: bool) -> bool:
        """Ends what a full file no longer names, if it may; False where a person has to confirm first."""
        # the whole file is looked through, for which no writer has to wait
        with self.database.read() as session:
            job = session.get_one(Import, self.id)
            absent = _absent(session, job, self.own, self.spool, self.today)
            live = full.live_before(session, job, full.stated_by(job, self.own), self.today)
        may = confirm or full.is_under(len(absent), live, percent)
        with self.database.write() as session:
            self._job(session).proposed_exits = 0 if may else len(absent)
        for number, batch in enumerate(full.batches(absent, CHUNK_ROWS) if may else ()):
            self._end(batch)
            self.progress("exit", min((number + 1) * CHUNK_ROWS, len(absent)), len(absent))
        return may

    def _end(self, listing_ids: list[str]) -> None:
        with self.database.write() as session:
            job = self._job(session)
            plan = full.plan_exits(full.still_open(session, listing_ids), self.today)
            apply_plan(session, plan, job.list, self.id)
            self._follow_in_cases(session, plan)
            _set_counts(job, plan.counts)

    def finish(self, state: str, now: datetime) -> ImportReport:
        with self.database.write() as session:
            job = self._job(session)
            job.state = state
            job.finished_at = now if state == "completed" else None
            session.flush()
            return import_report(session, self.id)

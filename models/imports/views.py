"""Imports as reports."""

from collections.abc import Iterable

from sqlalchemy import true
from sqlmodel import Session, col, select

from huixin.types.importing import ImportIssue, ImportReport
from models.errors import NotFound
from models.imports.entries import Issue
from models.imports.tables import Import, ImportIssueRow

COUNTS = ("rows", "entered", "changed", "exited", "unchanged", "unverified", "recognised", "rejected", "proposed_exits")


def import_report(session: Session, import_id: str, source: str | None = None) -> ImportReport:
    """What the import did so far; with `source` only what that body has sent. Raises `NotFound`."""
    whose = true() if source is None else col(Import.source) == source
    job = session.exec(select(Import).where(Import.id == import_id, whose)).first()
    if job is None:
        raise NotFound(f"There is no import {import_id} that you may see.")
    rows = session.exec(
        select(ImportIssueRow)
        .where(ImportIssueRow.import_id == import_id)
        .order_by(col(ImportIssueRow.row), col(ImportIssueRow.number))
    ).all()
    return report_of(
        job,
        job.state,
        [_issue(row) for row in rows if row.rejected],
        [_issue(row) for row in rows if not row.rejected],
    )


def report_of(job: Import, state: str, errors: Iterable[Issue], warnings: Iterable[Issue]) -> ImportReport:
    """The report of a job, stored or only tried (state `dry_run`)."""
    return ImportReport(
        id=None if state == "dry_run" else job.id,
        state=state,
        list=job.list,
        source=job.source,
        mode=job.mode,
        filename=job.filename,
        sha256=job.sha256,
        **{name: getattr(job, name) for name in COUNTS},
        errors=tuple(ImportIssue(**issue._asdict()) for issue in errors),
        warnings=tuple(ImportIssue(**issue._asdict()) for issue in warnings),
    )


def _issue(row: ImportIssueRow) -> Issue:
    return Issue(row.row, row.column, row.code, row.message)

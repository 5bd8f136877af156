"""Submissions and reconciliations as the centre and auditors read them, and a submission as a file."""

import csv
import json
from io import StringIO

from sqlmodel import Session

from huixin.types.submission import (
    ReconciliationView,
    RecordDifference,
    SubmissionDetail,
    SubmissionItemView,
    SubmissionView,
)
from models.submissions.submitting import items_of
from models.submissions.tables import Reconciliation, Submission


def submission_view(row: Submission) -> SubmissionView:
    return SubmissionView.model_validate(row.model_dump())


def submission_detail(session: Session, row: Submission) -> SubmissionDetail:
    items = [
        SubmissionItemView.model_validate({**item.model_dump(), "id": item.thing_id})
        for item in items_of(session, row.id)
    ]
    return SubmissionDetail(**row.model_dump(), items=items)


def reconciliation_view(row: Reconciliation) -> ReconciliationView:
    found = [RecordDifference.model_validate(one) for one in row.differences]
    return ReconciliationView.model_validate({**row.model_dump(), "differences": found})


def as_json(detail: SubmissionDetail) -> str:
    """What is sent over HTTP, as a file."""
    return json.dumps(message(detail), ensure_ascii=False, indent=2)


def message(detail: SubmissionDetail) -> dict[str, object]:
    records = [{"id": item.id, "kind": item.kind, "record": item.record} for item in detail.items]
    return {"batch": detail.id, "records": records}


def as_csv(detail: SubmissionDetail) -> str:
    """One line each, with the columns of all kinds. What a spreadsheet would take for a formula is marked as text."""
    columns = list(dict.fromkeys(name for item in detail.items for name in item.record))
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(["id", "kind", *columns])
    for item in detail.items:
        values = ("" if item.record.get(name) is None else str(item.record[name]) for name in columns)
        writer.writerow([item.id, item.kind, *("'" + one if one[:1] in "=+-@\t\r" and one else one for one in values)])
    return text.getvalue()

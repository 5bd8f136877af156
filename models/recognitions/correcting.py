"""A wrong publication that was withdrawn, said again as it should have been: a new record of the same decision.

The withdrawn one stays withdrawn, for whoever received it is to forget it. Nobody is put in another's place: whoever
was not heard and served is not on a list, so a decision about another merchant is another recognition, and so is a
graver one. The recognition itself goes on to say what was decided and served.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, Severity
from huixin.core.windows import Window
from huixin.types.recognition import Correct
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict
from models.graver import refuse_graver
from models.imports.keys import natural_key
from models.listings import ListingVersion, enter_listing, records_by_id
from models.recognitions.tables import Recognition


def correct(work: Work, row: Recognition, body: Correct) -> None:
    """Effective from today on; to be published anew. Raises Conflict where nothing was withdrawn or nothing is left,
    Invalid."""
    withdrawn = _withdrawn(work, row)
    refuse_future(work, "/document_on", body.document_on)
    if row.decided_on is not None and body.document_on < row.decided_on:
        raise wrong("/document_on", "before_decision", f"The decision is of {row.decided_on}.")
    record = replace(withdrawn, **_said(work, withdrawn, body))
    refuse_graver(work.catalogue.terms, withdrawn, record, work.today)
    _refuse_same(_published(work, withdrawn), record)
    number = len(row.corrections) + 1
    key = natural_key(None, f"{row.number}|{number}", str(record.source), record.reason, str(row.decided_on))
    entered = enter_listing(work.session, row.subject_id, record, key)
    row.corrections = [*row.corrections, _kept(work, row, withdrawn, entered, body)]
    row.listing_id, row.published_on, row.channel = entered.id, None, None


def _withdrawn(work: Work, row: Recognition) -> Record:
    if row.listing_id is None:
        raise Conflict("Nothing has been decided yet.")
    record = records_by_id(work.session, [row.listing_id])[row.listing_id]
    if record.ended_on is None or record.end_kind is not EndKind.WITHDRAWN:
        raise Conflict("Only what was withdrawn (/v1/ends/withdrawals) is published anew; correct it by an objection.")
    if record.disputed or record.relief:
        raise Conflict("It is disputed or suspended: that is decided first.")
    return record


def _said(work: Work, withdrawn: Record, body: Correct) -> Mapping[str, Any]:
    """What the new record says otherwise; left out, it says what the withdrawn one said."""
    for index, code in enumerate(body.problem_types or ()):
        if code not in work.catalogue.problem_types:
            raise wrong(f"/problem_types/{index}", "unknown_problem_type", f"There is no problem type '{code}'.")
    end = withdrawn.window.end if body.valid_to is None else Window.inclusive(None, body.valid_to).end
    if end is not None and end <= work.today:
        raise wrong("/valid_to", "over", "It would be over already; there is nothing left to publish.")
    said: dict[str, Any] = {"window": Window(work.today, end), "ended_on": None, "end_kind": None, "end_reason": None}
    if body.facts is not None:
        said["reason"] = body.facts
    if body.severity is not None:
        said["severity"] = Severity(body.severity)
    if body.problem_types is not None:
        said["problem_types"] = frozenset(body.problem_types)
    return said


def _published(work: Work, withdrawn: Record) -> Record:
    """As it stood when it was withdrawn; an objection may have corrected it since."""
    version = ListingVersion
    since = select(func.min(version.seq_from)).where(
        version.listing_id == withdrawn.id, version.end_kind == EndKind.WITHDRAWN
    )
    before = work.session.exec(since).one() - 1
    return records_by_id(work.session, [withdrawn.id], before)[withdrawn.id]


def _refuse_same(published: Record, record: Record) -> None:
    def says(one: Record) -> tuple[object, ...]:
        return one.reason, one.severity, one.problem_types, one.window.end, one.document_number, one.decided_on

    if says(published) == says(record):
        raise wrong("", "nothing_corrected", "Say what it should have said: it was withdrawn because it was wrong.")


def _kept(work: Work, row: Recognition, withdrawn: Record, entered: Record, body: Correct) -> dict[str, Any]:
    return {
        "listing_id": entered.id,
        "withdrawn_id": withdrawn.id,
        "reasons": body.reasons,
        "document_number": body.document_number,
        "document_on": str(body.document_on),
        "withdrawn_published_on": None if row.published_on is None else str(row.published_on),
        "corrected_on": str(work.today),
        "facts": entered.reason,
        "severity": entered.severity.value,
        "problem_types": sorted(entered.problem_types),
        "valid_to": None if entered.window.last is None else str(entered.window.last),
    }

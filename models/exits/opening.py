"""A removal that nobody has to ask for: it is requested once the rectification of a case has been accepted, or its name
was found to have been corrected already. The unit's opinion and the sending on follow as for any other."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import col, select

from huixin.core.records import Record
from huixin.types.case import CaseAction
from models.base import new_id
from models.cases.beside import listings_of
from models.cases.rectification import standing_order
from models.cases.reopening import reopened_by
from models.cases.tables import Case, CaseEvent
from models.cases.work import Work
from models.evidence import attach_same
from models.exits.tables import RemovalRequest
from models.listings import records_by_id
from rules.catalogue import Catalogue

MOST_EVIDENCE = 50
_VERIFIED = (CaseAction.FIND_ALREADY_CORRECTED,)
_RECTIFIED = (CaseAction.REPORT_RECTIFICATION, CaseAction.INSPECT)


def request_once_rectified(work: Work, case: Case) -> list[RemovalRequest]:
    """With what the merchant reported and what each department found."""
    order = standing_order(work, case)
    number = "" if order is None else f"（{order.number}）"
    return _request(work, case, f"限期整改{number}已于{work.today}全部验收合格。", _RECTIFIED)


def request_already_corrected(work: Work, case: Case) -> list[RemovalRequest]:
    """With what verification found."""
    return _request(work, case, "经核查，所涉问题此前已经改正。", _VERIFIED)


def _request(work: Work, case: Case, reasons: str, rests_on: tuple[CaseAction, ...]) -> list[RemovalRequest]:
    """Of the name, and of all as which upstream recognised it, unless nothing is left. One that is open already
    gets the evidence too."""
    ids = listings_of(work.session, case)
    asked = select(RemovalRequest).where(
        col(RemovalRequest.listing_id).in_(ids), col(RemovalRequest.decided_on).is_(None)
    )
    waiting = {row.listing_id: row for row in work.session.exec(asked)}
    records = records_by_id(work.session, ids)
    evidence = list(_evidence(work, case, rests_on))[:MOST_EVIDENCE]
    for row in waiting.values():
        row.evidence = [*row.evidence, *evidence][:MOST_EVIDENCE]
    standing = [record for record in records.values() if record.ended_on is None and record.id not in waiting]
    rows = [_opened(work, case, record, reasons, evidence) for record in standing]
    work.session.add_all(rows)
    work.session.flush()
    _attach_files(work, case, [*waiting.values(), *rows])
    return rows


def _opened(work: Work, case: Case, record: Record, reasons: str, evidence: list[dict[str, Any]]) -> RemovalRequest:
    return RemovalRequest(
        id=new_id("exr"),
        listing_id=record.id,
        list=record.list,
        subject_id=case.subject_id,
        recogniser=record.recogniser,
        recogniser_code=record.recogniser_code,
        case_id=case.id,
        unit=case.unit,
        state="requested",
        reasons=reasons,
        evidence=evidence,
        created_at=work.now,
    )


def _attach_files(work: Work, case: Case, rows: Iterable[RemovalRequest]) -> None:
    """Whoever decides on a request reads the files that it names."""
    for row in rows:
        digests = [one["sha256"] for one in row.evidence if one.get("sha256") is not None]
        attach_same(work.session, {"case_id": case.id}, digests, removal_request_id=row.id)


def _evidence(work: Work, case: Case, rests_on: Iterable[CaseAction]) -> Iterator[dict[str, Any]]:
    """What the newest event of each kind rests on; of inspections those of all departments."""
    events = work.session.exec(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id, col(CaseEvent.action).in_(rests_on))
        .where(CaseEvent.number > reopened_by(work.session, case.id))
        .order_by(col(CaseEvent.number).desc())
    ).all()
    newest: dict[object, CaseEvent] = {}
    for event in events:
        newest.setdefault((event.action, event.data.get("task_id")), event)
    for event in reversed(newest.values()):
        yield from _told(work.catalogue, event)


def _told(catalogue: Catalogue, event: CaseEvent) -> Iterator[dict[str, Any]]:
    data = event.data
    if event.action == CaseAction.REPORT_RECTIFICATION:
        yield {"kind": "statement", "description": data["statement"]}
        for file in data["files"]:
            yield {"kind": "document", "description": file["name"], "sha256": file["sha256"]}
    if event.action == CaseAction.INSPECT:
        department = catalogue.departments.get(data["department"])
        by = data["department"] if department is None else department.title.zh
        yield {"kind": "on_site_record", "description": f"{data['on']}{by}验收合格"}
    yield from data.get("evidence", ())

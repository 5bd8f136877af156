"""A pushed name that had ended and is named again is a lead once more, and its case is verified anew; so is a closed
case of whose name new facts are pushed.

The order, the tasks, what was found and a removal that was still open went with the end; the history keeps them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from huixin.core.records import Record
from huixin.core.visibility import has_ended
from huixin.core.vocabulary import Rectification, Severity, Standing
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.beside import CaseRecognition
from models.cases.opening import open_cases, send_anew
from models.cases.recognised import follow_recognised
from models.cases.tables import Case, CaseAddressee, CaseEvent, CaseTask, RectificationOrder
from models.cases.unasked import note_unasked
from models.disputes import FLAGS, marked_among, put_mark
from models.exits.tables import RemovalRequest
from models.listings import Listing, ListingVersion, records_by_id
from models.versions import in_force
from rules.ruleset import RuleSet

SAID_ANEW = "said_anew"
"""In the event of a reopening: the facts that its source says otherwise, of a name that had not ended."""


def lead_again(session: Session, record: Record) -> dict[str, Any]:
    """What the record says anew: its end is gone, and of a pushed name what its case had made of it."""
    alive: dict[str, Any] = {"ended_on": None, "end_kind": None, "end_reason": None}
    if record.standing not in (Standing.LEAD, Standing.CONFIRMED):
        return alive
    case_id = session.exec(select(Case.id).where(Case.listing_id == record.id)).first()
    pushed = None if case_id is None else pushed_severity(session, case_id)
    return alive | {
        "standing": Standing.LEAD,
        "rectification": Rectification.NOT_REQUIRED,
        "due": None,
        "severity": record.severity if pushed is None else pushed,
    }


def verify_anew(session: Session, listing_ids: Iterable[str], now: datetime, ruleset: RuleSet) -> None:
    """Of these listings, which had ended and live again, the leads: their cases are reopened with the unit that had
    them, else in the centre's queue; one that never had a case gets one. Names that are open go on beside the others,
    and all say what stands of dispute and relief by now: while they were gone, nobody told them."""
    returned = list(dict.fromkeys(listing_ids))
    cases = _cases_of_leads(session, returned)
    for case in cases:
        _reopen(session, case, now)
    open_cases(session, returned, now, ruleset)
    _go_beside(session, cases, returned, now, ruleset)
    for listing_id in marked_among(session, returned):
        for flag in FLAGS:
            put_mark(session, listing_id, flag)


def verify_said_anew(session: Session, facts: Mapping[str, Sequence[str]], now: datetime, ruleset: RuleSet) -> None:
    """Of these leads, each with the facts that its source says otherwise than before, the closed cases are reopened in
    the same way; one that is open goes on, and its record says the new facts."""
    leads = _cases_of_leads(session, list(facts)) if facts else ()
    closed = [case for case in leads if case.state == CaseState.CLOSED]
    for case in closed:
        _reopen(session, case, now, **{SAID_ANEW: list(facts[case.listing_id])})
    _go_beside(session, closed, (), now, ruleset)


def _go_beside(
    session: Session, reopened: Sequence[Case], returned: Sequence[str], now: datetime, ruleset: RuleSet
) -> None:
    """The open cases go on beside what has returned, and those reopened beside what upstream recognised while they were
    closed."""
    for entry in ruleset.catalogue.lists.values():
        if entry.recognised_as:
            meanwhile = _live_on(session, entry.recognised_as, {case.subject_id for case in reopened})
            follow_recognised(session, entry.list, dict.fromkeys([*returned, *meanwhile]), now)


def _live_on(session: Session, lists: Sequence[str], subject_ids: set[str]) -> Sequence[str]:
    live = (
        select(Listing.id)
        .join(ListingVersion, (col(ListingVersion.listing_id) == col(Listing.id)) & in_force(ListingVersion, None))
        .where(
            col(Listing.list).in_(lists),
            col(Listing.subject_id).in_(subject_ids),
            col(ListingVersion.ended_on).is_(None),
        )
    )
    return session.exec(live.order_by(Listing.id)).all() if subject_ids else ()


def _cases_of_leads(session: Session, listing_ids: list[str]) -> Sequence[Case]:
    """The cases of those of these listings that are live leads."""
    version = ListingVersion
    leads = (
        select(Case)
        .join(version, (col(version.listing_id) == col(Case.listing_id)) & in_force(version, None))
        .where(
            col(Case.listing_id).in_(listing_ids), version.standing == Standing.LEAD, col(version.ended_on).is_(None)
        )
    )
    return session.exec(leads.order_by(col(Case.id)).with_for_update(of=Case)).all()


def _reopen(session: Session, case: Case, now: datetime, **why: list[str]) -> None:
    after = CaseState.UNASSIGNED if case.unit is None else CaseState.VERIFYING
    case.result, case.duplicate_of, case.problem_types = None, None, ""
    case.state, case.entered_state_on, case.opened_at = after, day_of(now), now
    _forget_ended(session, case, now)
    numbers = list(_take_back(session, case, now))
    _overtake(session, case, now)
    _put_before_anew(session, case, now)
    data = {"unit": case.unit} | ({"orders": numbers} if numbers else {}) | why
    before = CaseState.CLOSED  # by its day at the latest, whatever is stored
    note_unasked(session, case, CaseAction.REOPEN, now, before=before, after=after, data=data)
    session.flush()


def _forget_ended(session: Session, case: Case, now: datetime) -> None:
    """A recognition that has ended says nothing of the name that is verified anew; the history keeps it."""
    beside = select(CaseRecognition).where(CaseRecognition.case_id == case.id)
    rows = {row.listing_id: row for row in session.exec(beside)}
    for listing_id, record in records_by_id(session, rows).items():
        if has_ended(record, day_of(now)):
            session.delete(rows[listing_id])


def _take_back(session: Session, case: Case, now: datetime) -> Iterable[str]:
    """The tasks and the order that had stood to the end; the number of that."""
    tasks = select(CaseTask).where(CaseTask.case_id == case.id, col(CaseTask.withdrawn_at).is_(None))
    for task in session.exec(tasks):
        task.withdrawn_at = now
    order = RectificationOrder
    for row in session.exec(select(order).where(order.case_id == case.id, col(order.withdrawn_on).is_(None))):
        row.withdrawn_on = day_of(now)
        yield row.number


def _put_before_anew(session: Session, case: Case, now: datetime) -> None:
    """Whoever has it to handle, or a copy, signs for it and says what came of it once more."""
    standing = select(CaseAddressee).where(CaseAddressee.case_id == case.id, col(CaseAddressee.withdrawn_at).is_(None))
    for row in session.exec(standing):
        send_anew(row, row.role, now)


def _overtake(session: Session, case: Case, now: datetime) -> None:
    """What had been asked for rests on the order and the opinion of before; a removal is asked for anew. What somebody
    else asked for of the listing as which the name was recognised does not."""
    request = RemovalRequest
    about = or_(col(request.listing_id) == case.listing_id, col(request.case_id) == case.id)
    asked = select(request).where(about, col(request.decided_on).is_(None))
    for row in session.exec(asked.with_for_update()):
        row.state, row.decided_on, row.decided_by = "overtaken", day_of(now), "huixin"
        row.decision_reasons = "该名单再次推送，案件重新核查；本申请不再办理。"


def reopened_by(session: Session, case_id: str) -> int:
    """Number of the event by which the case was last reopened, after which its history counts; 0: never."""
    events = select(CaseEvent.number).where(CaseEvent.case_id == case_id, CaseEvent.action == CaseAction.REOPEN)
    return max(session.exec(events), default=0)


def pushed_severity(session: Session, case_id: str) -> Severity | None:
    """How serious the push said that it is; None where nothing else has been said since."""
    sayings = (CaseAction.CONFIRM, CaseAction.RATE)
    events = select(CaseEvent.data).where(
        CaseEvent.case_id == case_id,
        col(CaseEvent.action).in_(sayings),
        CaseEvent.number > reopened_by(session, case_id),
    )
    said = session.exec(events.order_by(col(CaseEvent.number)))
    return next((Severity(data["severity_before"]) for data in said if "severity_before" in data), None)

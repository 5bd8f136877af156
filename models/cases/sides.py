"""What happens beside the main track: receipts, disputes, suspension by court or review, relief."""

from datetime import date
from typing import Any

from huixin.core.vocabulary import Rectification
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import GiveFeedback, Mark, Receive
from models.cases.marks import put_marks
from models.cases.rectification import standing_order
from models.cases.suspensions import past_suspensions, stood_still
from models.cases.tables import Case, CaseAddressee, RectificationOrder
from models.cases.work import Work, record_move, record_of, refuse_future, wrong
from models.disputes import Flag
from models.errors import Conflict

_MARKS: dict[CaseAction, tuple[str, bool]] = {
    CaseAction.DISPUTE: ("disputed_on", True),
    CaseAction.SETTLE_DISPUTE: ("disputed_on", False),
    CaseAction.SUSPEND: ("suspended_on", True),
    CaseAction.RESUME: ("suspended_on", False),
    CaseAction.GRANT_RELIEF: ("relief_on", True),
    CaseAction.END_RELIEF: ("relief_on", False),
}
"""The day that an action sets or clears."""


def mark(work: Work, case: Case, act: Mark) -> None:
    """The listings say `disputed` and `relief` at once. A suspension stops the period: it goes on where it stopped."""
    action = CaseAction(act.action)
    refuse_future(work, "/on", act.on)
    _check_document(work, action, act)
    if action is CaseAction.GRANT_RELIEF and act.document_number is None:
        raise wrong("/document_number", "missing_field", "Relief rests on a document of the court: name it.")
    name, sets = _MARKS[action]
    since: date | None = getattr(case, name)
    if sets and since is not None:
        raise Conflict(f"That stands since {since}.")
    if not sets and action is not CaseAction.RESUME and since is None:
        raise Conflict("There is nothing to end.")
    if since is not None and act.on < since:
        raise wrong("/on", "before_its_beginning", f"That began on {since}.")
    if action is CaseAction.SUSPEND:
        _refuse_before_the_last_step(work, case, act.on)
    flag: Flag = "disputed" if name == "disputed_on" else "relief"
    data: dict[str, Any] = {"on": str(act.on)}
    if action is CaseAction.SUSPEND:
        data |= {"by": act.by, "decided_by": act.decided_by, "document_on": str(act.document_on)}
    record_move(work, case, action, act, data)
    setattr(case, name, act.on if sets else None)
    changes: dict[str, Any] = {}
    if name == "suspended_on":
        case.suspended_by = act.by
        changes = _stop(work, case, act.on) if since is None else _go_on(work, case, since, act.on)
    work.session.flush()
    put_marks(work.session, case, flag, **changes)


def _check_document(work: Work, action: CaseAction, act: Mark) -> None:
    """A suspension is another body's decision: by whom, in which document, of which day; and no sooner than that."""
    decided = {"by": act.by, "decided_by": act.decided_by, "document_on": act.document_on}
    for name, value in decided.items():
        if (value is not None) != (action is CaseAction.SUSPEND):
            message = "Who suspends, and by which decision, is told of a suspension, and of nothing else."
            raise wrong(f"/{name}", "missing_field" if value is None else "unknown_field", message)
    if action is CaseAction.SUSPEND and act.document_number is None:
        raise wrong("/document_number", "missing_field", "A suspension rests on a decision: name the document.")
    if act.document_on is not None:
        refuse_future(work, "/document_on", act.document_on)
        if act.on < act.document_on:
            raise wrong("/on", "before_decision", f"The decision that suspends it is of {act.document_on}.")


def _refuse_before_the_last_step(work: Work, case: Case, on: date) -> None:
    """No order is stopped before it was made, and no day is given twice: its days would move the due day again."""
    order = standing_order(work, case)
    if order is not None:
        if on < order.issued_on:
            raise wrong("/on", "before_the_order", f"The order is of {order.issued_on}.")
    elif on < (opened_on := day_of(case.opened_at)):
        raise wrong("/on", "before_the_case", f"The case was opened on {opened_on}.")
    past = past_suspensions(work.session, case)
    if past and on < past[-1][1]:
        raise wrong("/on", "before_the_resumption", f"The suspension before this one ended on {past[-1][1]}.")


def _stop(work: Work, case: Case, on: date) -> dict[str, Any]:
    """A period that stands still is not overstepped, so the listing has no due day, unless that had passed before."""
    return {} if _running(work, case, on) is None else {"due": None}


def _go_on(work: Work, case: Case, since: date, on: date) -> dict[str, Any]:
    """The due day moves by the days for which the period stood still, unless it had passed before; a report is in time
    if it came by then."""
    order = _running(work, case, since)
    if order is None or order.due is None or order.starts_on is None:
        return {}
    order.due += stood_still(since, on, order.starts_on)
    in_time = order.reported_on is not None and order.reported_on <= order.due
    return {"due": None if in_time else order.due}


def _running(work: Work, case: Case, on: date) -> RectificationOrder | None:
    """The order whose period was running on that day, or has yet to begin. What was reported may have come late only
    because nobody knew of the suspension."""
    order = standing_order(work, case)
    if order is None or order.due is None or order.due < on:
        return None
    waits = case.state == CaseState.REPORTED and record_of(work, case).rectification is Rectification.ORDERED
    return order if waits or case.state == CaseState.RECTIFYING else None


def receive(work: Work, case: Case, act: Receive) -> None:
    """签收. The first receipt stands."""
    row = _addressee(work, case, act.body)
    if row.received_at is not None:
        raise Conflict(f"{row.body} received the case already, by {row.received_by}.")
    on = _day(work, row, act.on)
    data = {"body": row.body, "received_by": act.received_by, "on": str(on)}
    record_move(work, case, CaseAction.RECEIVE, act, data)
    row.received_on, row.received_at, row.received_by = on, work.now, act.received_by
    work.session.flush()


def give_feedback(work: Work, case: Case, act: GiveFeedback) -> None:
    """The last feedback stands; the history keeps them all."""
    row = _addressee(work, case, act.body)
    on = _day(work, row, act.on)
    data = {"body": row.body, "feedback": act.feedback, "on": str(on)}
    record_move(work, case, CaseAction.GIVE_FEEDBACK, act, data)
    row.feedback, row.feedback_on, row.feedback_at = act.feedback, on, work.now
    work.session.flush()


def _day(work: Work, row: CaseAddressee, named: date | None) -> date:
    """Paper says its own day: between the sending and today."""
    on = named or work.today
    refuse_future(work, "/on", on)
    if on < (sent_on := day_of(row.sent_at)):
        raise wrong("/on", "before_sending", f"It was sent on {sent_on}.")
    return on


def _addressee(work: Work, case: Case, named: str | None) -> CaseAddressee:
    """The caller as an addressee; the centre names for whom it writes."""
    own = "/".join(filter(None, (work.caller.unit, work.caller.department))) or None
    body = named if own is None else own
    if body is None:
        raise wrong("/body", "missing_field", "Say which addressee received it: unit, or unit/department.")
    if named is not None and named != body:
        raise wrong("/body", "not_the_caller", f"You are {body}; the others write for themselves.")
    row = work.session.get(CaseAddressee, (case.id, body))
    if row is None or row.withdrawn_at is not None:
        raise wrong("/body", "no_addressee", f"The case was not sent to {body}.")
    return row

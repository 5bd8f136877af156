"""Rectification: the order, its service and extension, the merchant's report, and its withdrawal.

From the service on the listing is `confirmed` with an order and its due day, so that checks follow by themselves.
"""

from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from huixin.core.visibility import rectification_on
from huixin.core.vocabulary import MemberKind, Rectification, Standing
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import Act, ExtendOrder, IssueOrder, ReportRectification, ServeOrder, WithdrawOrder
from models.base import new_id
from models.cases.moves import moved
from models.cases.periods import default_due, least_due, most_due, start_of_service
from models.cases.suspensions import past_suspensions, stood_still
from models.cases.tables import Case, CaseEvent, CaseTask, CaseTaskType, RectificationOrder
from models.cases.work import Work, change_record, record_move, record_of, refuse_future, refuse_taken, wrong
from models.errors import Conflict


def standing_order(work: Work, case: Case) -> RectificationOrder | None:
    """The order that has not been withdrawn."""
    return work.session.exec(
        select(RectificationOrder).where(
            RectificationOrder.case_id == case.id, col(RectificationOrder.withdrawn_on).is_(None)
        )
    ).first()


def _order(work: Work, case: Case, action: CaseAction) -> RectificationOrder:
    """The order of a case that takes the action. Raises CaseActionRefused."""
    moved(CaseState(case.state), action, suspended=case.suspended_on is not None)
    order = standing_order(work, case)
    assert order is not None  # noqa: S101 (no state that takes these actions is reached without one)
    return order


def issue_order(work: Work, case: Case, act: IssueOrder) -> None:
    refuse_future(work, "/issued_on", act.issued_on)
    refuse_taken(work, RectificationOrder.number, act.number, "an order")
    _refuse_before_its_ground(work, case, act.issued_on)
    if act.due is not None and act.due <= act.issued_on:
        raise wrong("/due", "too_early", f"The order is of {act.issued_on}; its period ends later.")
    if act.due is not None:
        _refuse_too_late(work, act.issued_on, act.due)
    named = {} if act.due is None else {"due": str(act.due)}
    record_move(work, case, CaseAction.ISSUE_ORDER, act, {"number": act.number, **named})
    work.session.add(
        RectificationOrder(
            id=new_id("ord"),
            case_id=case.id,
            number=act.number,
            requirements=act.requirements,
            issued_on=act.issued_on,
            ordered_due=act.due,
        )
    )
    work.session.flush()


def _refuse_before_its_ground(work: Work, case: Case, issued_on: date) -> None:
    """What was not established yet is not ordered, and what is ordered anew gives its time anew."""
    confirmed_on = _last_confirmed(work, case)
    if issued_on < confirmed_on:
        message = f"The case was confirmed on {confirmed_on}; its order is not older."
        raise wrong("/issued_on", "before_the_confirmation", message)
    withdrawn = select(func.max(RectificationOrder.withdrawn_on)).where(RectificationOrder.case_id == case.id)
    withdrawn_on = work.session.exec(withdrawn).one()
    if withdrawn_on is not None and issued_on < withdrawn_on:
        message = f"The order before this one was withdrawn on {withdrawn_on}; this one is not older."
        raise wrong("/issued_on", "before_the_withdrawal", message)


def _last_confirmed(work: Work, case: Case) -> date:
    """A case that went back to its unit was confirmed anew."""
    confirmed = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.action == CaseAction.CONFIRM)
    last = work.session.exec(confirmed.order_by(col(CaseEvent.number).desc())).first()
    if last is None:
        return day_of(case.opened_at)
    # what was entered before a confirmation had a day of its own is of the day of its entry
    return date.fromisoformat(last.data["on"]) if "on" in last.data else day_of(last.at)


def serve_order(work: Work, case: Case, act: ServeOrder) -> None:
    """From now on the listing is confirmed, and overdue the day after `due`."""
    order = _order(work, case, CaseAction.SERVE_ORDER)
    refuse_future(work, "/on", act.on)
    if act.on < order.issued_on:
        raise wrong("/on", "before_issue", f"The order is of {order.issued_on}; it was not served before.")
    starts_on = start_of_service(work.catalogue, act.mode, act.on)
    due = act.due or order.ordered_due or default_due(work.catalogue, starts_on)
    if order.ordered_due not in (None, due):
        raise wrong("/due", "not_as_ordered", f"The order itself says {order.ordered_due}.")
    _check_period(work, order, starts_on, due)
    due += sum((stood_still(*span, starts_on) for span in past_suspensions(work.session, case)), timedelta())
    order.mode, order.served_on, order.proof = act.mode, act.on, act.proof
    order.starts_on, order.due = starts_on, due
    data = {"mode": act.mode, "served_on": str(act.on), "starts_on": str(starts_on), "due": str(due)}
    evidence = [item.model_dump(exclude_none=True) for item in act.evidence]
    record_move(work, case, CaseAction.SERVE_ORDER, act, {**data, "evidence": evidence})
    change_record(
        work,
        case,
        standing=_confirmed(record_of(work, case).standing),
        rectification=Rectification.ORDERED,
        due=due,
        problem_types=frozenset(case.problem_types.split()),
    )


def _check_period(work: Work, order: RectificationOrder, starts_on: date, due: date) -> None:
    """Only the order itself gives less than the shortest time; nobody gives more than the longest."""
    if due <= starts_on:
        raise wrong("/due", "too_early", f"Service counts from {starts_on}; the period ends after that day.")
    least = least_due(work.catalogue, starts_on)
    if order.ordered_due is None and due < least:
        raise wrong("/due", "too_early", f"The order names no last day; the period does not end before {least}.")
    _refuse_too_late(work, starts_on, due)


def _refuse_too_late(work: Work, since: date, due: date) -> None:
    most = most_due(work.catalogue, since)
    if due > most:
        raise wrong("/due", "too_late", f"Counted from {since} it ends on {most} at the latest.")


def _confirmed(standing: Standing) -> Standing:
    """A record that the upstream has recognised since keeps its own standing."""
    return Standing.CONFIRMED if standing is Standing.LEAD else standing


def extend_order(work: Work, case: Case, act: ExtendOrder) -> None:
    """A later due day, while the period runs."""
    order = _order(work, case, CaseAction.EXTEND_ORDER)
    assert order.due is not None  # noqa: S101 (served)
    if order.due < work.today:
        raise Conflict(f"The period ended on {order.due}; what has ended is not extended.")
    if act.due <= order.due:
        raise wrong("/due", "too_early", f"The period runs until {order.due}; an extension ends later.")
    _refuse_too_late(work, order.due, act.due)
    data = {"from_due": str(order.due), "due": str(act.due)}
    order.due = act.due
    record_move(work, case, CaseAction.EXTEND_ORDER, act, data)
    change_record(work, case, due=act.due)


def report_rectification(work: Work, case: Case, act: ReportRectification) -> None:
    """What was reported in time is not overdue while it waits for the inspection; what was reported late stays so.

    What an earlier inspection rejected is to be looked at again.
    """
    order = _order(work, case, CaseAction.REPORT_RECTIFICATION)
    assert order.due is not None and order.served_on is not None  # noqa: S101, PT018 (served)
    refuse_future(work, "/on", act.on)
    if act.on < order.served_on:
        raise wrong("/on", "before_service", f"The order was served on {order.served_on}.")
    first = case.state == CaseState.RECTIFYING
    in_time = first and act.on <= order.due
    if in_time:
        refuse_alone(work, case, act, f"The period ended on {order.due}: name the document that shows it came in time.")
    order.reported_on, order.resumed_on = act.on, None
    data = {"on": str(act.on), "in_time": in_time, "statement": act.statement}
    files = [file.model_dump() for file in act.files]
    record_move(work, case, CaseAction.REPORT_RECTIFICATION, act, {**data, "files": files})
    for row in task_types(work, case):
        if row.accepted is False:
            row.accepted, row.inspected_on = None, None
    work.session.flush()
    if in_time:
        change_record(work, case, due=None)


def withdraw_order(work: Work, case: Case, act: WithdrawOrder) -> None:
    """The order is taken back: the listing is a lead again, which no member sees."""
    order = _order(work, case, CaseAction.WITHDRAW_ORDER)
    refuse_future(work, "/on", act.on)
    if act.on < order.issued_on:
        raise wrong("/on", "before_issue", f"The order is of {order.issued_on}.")
    refuse_alone(
        work, case, act, "The order was not met in time or in full: name the document by which it is taken back."
    )
    served, order.withdrawn_on = order.served_on is not None, act.on
    record_move(work, case, CaseAction.WITHDRAW_ORDER, act, {"number": order.number})
    for row in task_types(work, case):
        row.accepted, row.inspected_on = None, None
    work.session.flush()
    if served:
        standing = record_of(work, case).standing
        lead = Standing.LEAD if standing is Standing.CONFIRMED else standing
        change_record(work, case, standing=lead, rectification=Rectification.NOT_REQUIRED, due=None)


def refuse_alone(work: Work, case: Case, act: Act, message: str) -> None:
    """What ends or undoes that an order was not met in time or in full is no unit's word alone."""
    unmet = rectification_on(record_of(work, case), work.today) in (Rectification.OVERDUE, Rectification.INCOMPLETE)
    if unmet and work.caller.kind is not MemberKind.CENTRE and act.document_number is None:
        raise wrong("/document_number", "missing_field", message)


def task_types(work: Work, case: Case) -> list[CaseTaskType]:
    """The problem types of all tasks that stand."""
    return list(
        work.session.exec(
            select(CaseTaskType)
            .join(CaseTask, col(CaseTask.id) == col(CaseTaskType.task_id))
            .where(CaseTask.case_id == case.id, col(CaseTask.withdrawn_at).is_(None))
        ).all()
    )

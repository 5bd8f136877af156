"""Suspensions by court or review that are over, as the history of a case tells them: their days count for no period."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from huixin.types.case import CaseAction
from models.cases.tables import Case, CaseEvent


def past_suspensions(session: Session, case: Case) -> list[tuple[date, date]]:
    """In order: the first day of each, and the day on which the case went on."""
    events = select(CaseEvent.data).where(
        CaseEvent.case_id == case.id, col(CaseEvent.action).in_((CaseAction.SUSPEND, CaseAction.RESUME))
    )
    days = [date.fromisoformat(data["on"]) for data in session.exec(events.order_by(col(CaseEvent.number)))]
    return list(zip(days[::2], days[1::2], strict=False))


def stood_still(since: date, until: date, starts_on: date) -> timedelta:
    """How long a suspension held up a period that counts from `starts_on`: what did not run yet was not stopped."""
    return max(until - max(since, starts_on), timedelta())

"""Periods of cases: when an order begins and is due, and what a case waits for. Nothing here is stored as overdue."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huixin.types.case import CaseState
from models.cases.tables import Case, RectificationOrder
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due` is the last day in time."""

    what: Literal["verification", "rectification", "inspection"]
    due: date


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day: the day of the start does not count."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of_service(catalogue: Catalogue, mode: str, on: date) -> date:
    """Service counts from the day of receipt; public notice from the end of the time that it has to hang."""
    if mode != "public_notice":
        return on
    return on + timedelta(days=catalogue.number("service_by_notice_days", on))


def default_due(catalogue: Catalogue, starts_on: date) -> date:
    return months_after(starts_on, catalogue.number("rectification_months", starts_on))


def least_due(catalogue: Catalogue, starts_on: date) -> date:
    """The first day on which a period may end that the order itself does not name."""
    return starts_on + timedelta(days=catalogue.number("rectification_least_days", starts_on))


def most_due(catalogue: Catalogue, since: date) -> date:
    """The last day that an order or an extension may name, counted from its service or from the day that it moves."""
    return months_after(since, catalogue.number("rectification_most_months", since))


def deadline_of(catalogue: Catalogue, case: Case, order: RectificationOrder | None) -> Deadline | None:
    """What the case waits for, and until when. None where nothing runs: suspended, or at an end."""
    if case.suspended_on is not None:
        return None
    if case.state == CaseState.VERIFYING:
        days = catalogue.number("case_verification_days", case.entered_state_on)
        return Deadline("verification", case.entered_state_on + timedelta(days=days))
    if order is not None and case.state == CaseState.RECTIFYING and order.due is not None:
        return Deadline("rectification", order.due)
    if order is not None and case.state == CaseState.REPORTED and order.reported_on is not None:
        since = order.resumed_on or order.reported_on
        return Deadline("inspection", since + timedelta(days=catalogue.number("case_inspection_days", since)))
    return None


def is_overdue(case: Case, order: RectificationOrder | None, today: date) -> bool:
    """The rectification was not reported in time; a report in time waits for the inspection and is not overdue."""
    if order is None or order.due is None or case.suspended_on is not None:
        return False
    if case.state == CaseState.REPORTED:
        return order.reported_on is not None and order.reported_on > order.due
    return case.state == CaseState.RECTIFYING and order.due < today

"""The list of cases, page by page, as far as the caller may see them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from huixin.core.vocabulary import Severity
from huixin.types.case import CaseState
from models.caller import Caller
from models.cases.closing import has_ended
from models.cases.moves import ESTABLISHED
from models.cases.seen import seen_by
from models.cases.tables import Case, CasePenalty, CaseTask, RectificationOrder
from models.exits.returned import is_returned
from models.listings import ListingVersion
from models.versions import in_force


@dataclass(frozen=True, slots=True)
class Filter:
    """`queue`: `unassigned`, where nobody knows the unit; `tasks`, where nobody knows the department; `copies`, where
    nobody knows who follows a member of the working group; `publication`, where a penalty is to be published or
    withdrawn; `severity`, where a confirmed case waits for somebody to say how serious it is; `returned`, where the
    recogniser has returned the removal and the unit has to take the case back."""

    state: str | None = None
    unit: str | None = None
    queue: str | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: when its last case was opened (ISO 8601), and its id."""

    opened_at: str
    case_id: str


def list_cases(
    session: Session, caller: Caller, wanted: Filter, today: date, *, after: Position | None, limit: int
) -> tuple[list[Case], Position | None]:
    """Cases in the order in which they were opened, and where the next page begins; None on the last."""
    statement = (
        select(Case)
        .where(seen_by(caller), *_conditions(wanted, today))
        .order_by(col(Case.opened_at), col(Case.id))
        .limit(limit + 1)
    )
    if after is not None:
        opened_at = datetime.fromisoformat(after.opened_at)
        later = (col(Case.opened_at) == opened_at) & (col(Case.id) > after.case_id)
        statement = statement.where((col(Case.opened_at) > opened_at) | later)
    found = list(session.exec(statement))
    page = found[:limit]
    return page, Position(page[-1].opened_at.isoformat(), page[-1].id) if len(found) > limit else None


def _conditions(wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(_is_in(wanted.state, today))
    if wanted.unit is not None:
        found.append(col(Case.unit) == wanted.unit)
    if wanted.queue == "unassigned":
        found.append(_is_in(CaseState.UNASSIGNED, today))
    if wanted.queue == "tasks":
        found.append(_has_unknown_task())
    if wanted.queue == "copies":
        found.append(col(Case.not_copied) != "")
    if wanted.queue == "publication":
        found.append(_has_penalty_to_publish())
    if wanted.queue == "severity":
        found.append(col(Case.state).in_(ESTABLISHED) & ~has_ended(today) & _is_unrated())
    if wanted.queue == "returned":
        found.append(is_returned() & ~has_ended(today))
    if wanted.overdue is not None:
        found.append(_overdue(today) if wanted.overdue else ~_overdue(today))
    return found


def _is_in(state: str, today: date) -> ColumnElement[bool]:
    """As `closing.states_of` says it."""
    stored = col(Case.state) == state
    return or_(stored, has_ended(today)) if state == CaseState.CLOSED else stored & ~has_ended(today)


def _has_unknown_task() -> ColumnElement[bool]:
    return (
        select(CaseTask.id)
        .where(CaseTask.case_id == Case.id, col(CaseTask.department).is_(None), col(CaseTask.withdrawn_at).is_(None))
        .exists()
    )


def _has_penalty_to_publish() -> ColumnElement[bool]:
    """双公示: not published yet, or annulled and not yet withdrawn."""
    penalty = CasePenalty
    to_publish = col(penalty.published_on).is_(None) & col(penalty.annulled_on).is_(None)
    published = col(penalty.published_on).is_not(None) & col(penalty.annulled_on).is_not(None)
    to_withdraw = published & col(penalty.withdrawn_on).is_(None)
    return select(penalty.id).where(penalty.case_id == Case.id, or_(to_publish, to_withdraw)).exists()


def _is_unrated() -> ColumnElement[bool]:
    version = ListingVersion
    return (
        select(version.listing_id)
        .where(version.listing_id == Case.listing_id, in_force(version, None), version.severity == Severity.UNKNOWN)
        .exists()
    )


def _overdue(today: date) -> ColumnElement[bool]:
    """As `periods.is_overdue` says it of one case."""
    order = RectificationOrder
    late = or_(
        (col(Case.state) == CaseState.RECTIFYING) & (col(order.due) < today),
        (col(Case.state) == CaseState.REPORTED) & (col(order.reported_on) > col(order.due)),
    )
    return (
        col(Case.suspended_on).is_(None)
        & ~has_ended(today)
        & (select(order.id).where(order.case_id == Case.id, col(order.withdrawn_on).is_(None), late).exists())
    )

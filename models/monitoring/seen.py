"""Cases as they stood at the end of a day, from their histories and the versions of their listings alone: nothing that
is written later changes what a past day shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from huixin.core.windows import day_of
from huixin.types.case import CaseAction
from models.cases.moves import RESULTS
from models.cases.suspensions import stood_still
from models.cases.tables import Case, CaseEvent
from models.errors import Fault, Invalid
from models.listings import Listing, ListingVersion
from models.sequence import current_sequence, first_day_kept, sequence_at_end_of
from models.versions import in_force
from rules.catalogue import Catalogue
from rules.departments import responsible_for

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_VERIFIED_NO_MORE = frozenset({CaseAction.ROUTE, CaseAction.RETURN_TO_UNIT, CaseAction.RESUME_VERIFICATION})


@dataclass(slots=True)
class CaseSeen:
    """`due` and what follows it are of the order that stands; `removed_on`: the first day on which its name no longer
    counts, by a removal."""

    id: str
    listing_id: str
    subject_id: str
    list: str
    opened_on: date
    unit: str | None = None
    problem_types: tuple[str, ...] = ()
    departments: frozenset[str] = frozenset()
    verified_on: date | None = None
    starts_on: date | None = None
    due: date | None = None
    reported_on: date | None = None
    suspended_on: date | None = None
    rectified_on: date | None = None
    removed_on: date | None = None
    assigned: set[str] = field(default_factory=set)


def cases_seen(session: Session, catalogue: Catalogue, as_of: date, today: date) -> list[CaseSeen]:
    """Every case that had been opened, by its id. Raises Invalid for a day of which no end is known."""
    sequence = _sequence(session, as_of, today)
    end = datetime.combine(as_of + timedelta(days=1), time(), _SHANGHAI).astimezone(UTC)
    events = select(CaseEvent).where(col(CaseEvent.at) < end).order_by(col(CaseEvent.case_id), col(CaseEvent.number))
    histories = {key: list(rows) for key, rows in groupby(session.exec(events), attrgetter("case_id"))}
    found = []
    for case_id, listing_id, subject_id, listed in session.exec(
        select(Case.id, Case.listing_id, Case.subject_id, Listing.list)
        .join(Listing, col(Listing.id) == col(Case.listing_id))
        .order_by(col(Case.id))
    ):
        if case_id in histories:
            history = histories[case_id]
            seen = CaseSeen(case_id, listing_id, subject_id, listed, day_of(history[0].at))
            _fold(seen, history)
            _name_departments(catalogue, seen, as_of)
            found.append(seen)
    _end(session, found, sequence, as_of)
    return found


def _sequence(session: Session, as_of: date, today: date) -> int:
    first = first_day_kept(session)
    if as_of > today or (first is not None and as_of < first):
        message = f"Days from {first or today} to {today} can be looked at."
        raise Invalid(message, Fault("as_of", "unknown_day", message, f"可查看的日期为{first or today}至{today}。"))
    return current_sequence(session) if as_of == today else sequence_at_end_of(session, as_of) or 0


def _fold(seen: CaseSeen, history: Iterable[CaseEvent]) -> None:
    for event in history:
        _apply(seen, CaseAction(event.action), event.data, day_of(event.at))


def _apply(seen: CaseSeen, action: CaseAction, data: Mapping[str, Any], on: date) -> None:
    if action in (CaseAction.OPEN, CaseAction.ROUTE, CaseAction.REOPEN, CaseAction.HAND_TO_PROVINCE):
        seen.unit = data.get("unit")
    if action in RESULTS:
        seen.verified_on = on
    elif action in _VERIFIED_NO_MORE:
        seen.verified_on, seen.problem_types, seen.assigned = None, (), set()
    if action is CaseAction.CONFIRM:
        seen.problem_types = tuple(data["problem_types"])
    elif action is CaseAction.ASSIGN_TASK:
        seen.assigned.add(data["department"])
    elif action is CaseAction.REOPEN:
        seen.opened_on, seen.verified_on, seen.problem_types = on, None, ()
    _apply_to_order(seen, action, data, on)


def _apply_to_order(seen: CaseSeen, action: CaseAction, data: Mapping[str, Any], on: date) -> None:
    match action:
        case CaseAction.SERVE_ORDER:
            seen.starts_on, seen.due = date.fromisoformat(data["starts_on"]), date.fromisoformat(data["due"])
            seen.reported_on = seen.rectified_on = None
        case CaseAction.EXTEND_ORDER:
            seen.due = date.fromisoformat(data["due"])
        case CaseAction.REPORT_RECTIFICATION if seen.reported_on is None:
            seen.reported_on = date.fromisoformat(data["on"])
        case CaseAction.ACCEPT:
            seen.rectified_on = on
        case CaseAction.RESUME_INSPECTION:
            seen.rectified_on = None
        case CaseAction.SUSPEND:
            seen.suspended_on = date.fromisoformat(data["on"])
        case CaseAction.RESUME:
            _go_on(seen, date.fromisoformat(data["on"]))
        case CaseAction.WITHDRAW_ORDER | CaseAction.REOPEN:
            seen.starts_on = seen.due = seen.reported_on = seen.rectified_on = None


def _go_on(seen: CaseSeen, on: date) -> None:
    """As the case itself does it: a period that ran when it was stopped ends so many days later."""
    since, seen.suspended_on = seen.suspended_on, None
    if since is not None and seen.due is not None and seen.starts_on is not None and since <= seen.due:
        seen.due += stood_still(since, on, seen.starts_on)


def _name_departments(catalogue: Catalogue, seen: CaseSeen, as_of: date) -> None:
    named = responsible_for(catalogue, seen.problem_types, as_of)
    seen.departments = frozenset(one.department for one in named if one.department is not None) | seen.assigned


def _end(session: Session, found: Iterable[CaseSeen], sequence: int, as_of: date) -> None:
    """What the versions of that day say of the ends of their names."""
    versions = sql_select(col(ListingVersion.listing_id), col(ListingVersion.ended_on)).where(
        in_force(ListingVersion, sequence),
        col(ListingVersion.end_kind) == "removed",
        col(ListingVersion.ended_on) <= as_of,
        col(ListingVersion.listing_id).in_(select(Case.listing_id)),
    )
    ended = {row.listing_id: row.ended_on for row in session.execute(versions)}
    for seen in found:
        seen.removed_on = ended.get(seen.listing_id)

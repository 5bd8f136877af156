"""Cases as they stood at the end of a day, from their histories and the versions of their listings alone: nothing that
is written later changes what a past day shows. A case that was reopened is seen once for each time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from huixin.types.case import CaseAction
from models.cases.moves import RESULTS
from models.cases.reopening import SAID_ANEW
from models.cases.suspensions import stood_still
from models.cases.tables import Case, CaseEvent
from models.errors import Fault, Invalid
from models.listings import Listing, ListingVersion
from models.sequence import current_sequence, day_of_number, first_day_kept, sequence_at_end_of
from models.versions import in_force
from rules.catalogue import Catalogue
from rules.departments import responsible_for

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_VERIFIED_NO_MORE = frozenset({CaseAction.ROUTE, CaseAction.RETURN_TO_UNIT, CaseAction.RESUME_VERIFICATION})


@dataclass(slots=True)
class CaseSeen:
    """One time that a case was worked on, from its opening or reopening on. `due` and what follows it are of the order
    that stands; `removed_on`: the first day on which its name no longer counts, by a removal; `returned_on`: the day on
    which a name that had ended came back, which began the next time."""

    id: str
    listing_id: str
    subject_id: str
    list: str
    opened_on: date
    time: int = 1
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
    returned_on: date | None = None
    assigned: set[str] = field(default_factory=set)


def cases_seen(session: Session, catalogue: Catalogue, as_of: date, today: date) -> list[CaseSeen]:
    """Every case that had been opened, by its id, the earlier time first. Raises Invalid for a day of which no end is
    known."""
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
            for seen in _fold((case_id, listing_id, subject_id, listed), histories[case_id]):
                _name_departments(catalogue, seen, as_of)
                found.append(seen)
    _end_returned(session, found, sequence)
    _end(session, found, sequence, as_of)
    return found


def _sequence(session: Session, as_of: date, today: date) -> int:
    first = first_day_kept(session)
    if as_of > today or (first is not None and as_of < first):
        message = f"Days from {first or today} to {today} can be looked at."
        raise Invalid(message, Fault("as_of", "unknown_day", message, f"可查看的日期为{first or today}至{today}。"))
    return current_sequence(session) if as_of == today else sequence_at_end_of(session, as_of) or 0


def _fold(case: tuple[str, str, str, str], history: Iterable[CaseEvent]) -> list[CaseSeen]:
    """Each time that it was worked on: a reopening begins anew, and leaves the days of before as they were."""
    times: list[CaseSeen] = []
    for event in history:
        action, on = CaseAction(event.action), day_of(event.at)
        if action is CaseAction.REOPEN and times:
            _leave(times[-1], event.data, on)
        if action is CaseAction.REOPEN or not times:
            times.append(CaseSeen(*case, opened_on=on, time=len(times) + 1))
        _apply(times[-1], action, event.data, on)
    return times


def _leave(seen: CaseSeen, data: Mapping[str, Any], on: date) -> None:
    """An order of which there was still time is taken back with it; new facts about a name are no return of one."""
    if seen.reported_on is None and seen.due is not None and seen.due >= on:
        seen.due = None
    seen.returned_on = None if SAID_ANEW in data else on


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
        case CaseAction.WITHDRAW_ORDER:
            seen.starts_on = seen.due = seen.reported_on = seen.rectified_on = None


def _go_on(seen: CaseSeen, on: date) -> None:
    """As the case itself does it: a period that ran when it was stopped ends so many days later."""
    since, seen.suspended_on = seen.suspended_on, None
    if since is not None and seen.due is not None and seen.starts_on is not None and since <= seen.due:
        seen.due += stood_still(since, on, seen.starts_on)


def _name_departments(catalogue: Catalogue, seen: CaseSeen, as_of: date) -> None:
    named = responsible_for(catalogue, seen.problem_types, as_of)
    seen.departments = frozenset(one.department for one in named if one.department is not None) | seen.assigned


def _end_returned(session: Session, found: Iterable[CaseSeen], sequence: int) -> None:
    """What the version before each return says of the end of the name."""
    version = ListingVersion
    events = col(CaseEvent.case_id) == col(Case.id), CaseEvent.action == CaseAction.REOPEN
    reopened = select(Case.listing_id).where(*events)
    versions = sql_select(
        col(version.listing_id), col(version.ended_on), col(version.end_kind), day_of_number(version.seq_from)
    ).where(col(version.listing_id).in_(reopened), col(version.seq_from) <= sequence)
    returns: dict[str, list[tuple[date | None, date | None]]] = {}
    for before, after in pairwise(session.execute(versions.order_by(col(version.listing_id), col(version.seq_from)))):
        if before[0] == after[0] and before[1] is not None and after[1] is None:
            returns.setdefault(before[0], []).append((after[3], before[1] if before[2] == EndKind.REMOVED else None))
    for seen in found:
        ends = returns.get(seen.listing_id, [])
        while seen.returned_on is not None and ends:
            day, removed_on = ends.pop(0)
            if day is None or day >= seen.returned_on:
                seen.removed_on = removed_on
                break


def _end(session: Session, found: Iterable[CaseSeen], sequence: int, as_of: date) -> None:
    """What the versions of that day say of the ends of their names."""
    versions = sql_select(col(ListingVersion.listing_id), col(ListingVersion.ended_on)).where(
        in_force(ListingVersion, sequence),
        col(ListingVersion.end_kind) == EndKind.REMOVED,
        col(ListingVersion.ended_on) <= as_of,
        col(ListingVersion.listing_id).in_(select(Case.listing_id)),
    )
    ended = {row.listing_id: row.ended_on for row in session.execute(versions)}
    last = {seen.listing_id: seen for seen in found}
    for listing_id, ended_on in ended.items():
        if listing_id in last:
            last[listing_id].removed_on = ended_on

"""A lead opens a case: routed to a county or zone where its place is clear, copied to the working group."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from huixin.core.vocabulary import Standing
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.base import new_id
from models.cases.tables import Case, CaseAddressee, CaseEvent
from models.listings import Listing, ListingVersion
from models.subjects import SubjectVersion
from models.versions import in_force
from rules.catalogue import Catalogue
from rules.departments import working_group_on
from rules.routing import Place, route
from rules.ruleset import RuleSet

CHUNK = 5_000
"""Ids in one query; both databases take more."""
NOWHERE = Place()


def open_cases(
    session: Session,
    listing_ids: Iterable[str],
    now: datetime,
    ruleset: RuleSet,
    places: Mapping[str, Place] | None = None,
) -> list[str]:
    """Ids of the cases opened for those of these listings that are live leads without a case; the others are passed
    over, so that the same call twice opens nothing twice.

    `places`: by listing id what the push says of where the merchant belongs; beside it counts the division under
    which the subject is known. Costs four statements for each 5,000 listings.
    """
    wanted = iter(dict.fromkeys(listing_ids))
    opened: list[str] = []
    while chunk := list(islice(wanted, CHUNK)):
        opened += _open_chunk(session, chunk, now, ruleset.catalogue, places or {})
    return opened


def _open_chunk(
    session: Session, listing_ids: list[str], now: datetime, catalogue: Catalogue, places: Mapping[str, Place]
) -> list[str]:
    copies, unknown = working_group_on(catalogue, day_of(now))
    leads = _leads(session, listing_ids)
    cases = [_case(row, now, catalogue, places.get(row.id, NOWHERE), unknown) for row in leads]
    if not cases:
        return []
    session.execute(insert(Case), cases)
    session.execute(insert(CaseEvent), [_opening(case, now) for case in cases])
    addressees = [row for case in cases for row in _addressees(case, now, city_of(catalogue), copies)]
    if addressees:
        session.execute(insert(CaseAddressee), addressees)
    return [case["id"] for case in cases]


def _leads(session: Session, listing_ids: list[str]) -> Iterable[Row[Any]]:
    """Live leads among the listings that have no case yet, with the division of their subject."""
    return session.execute(
        sql_select(col(Listing.id), col(Listing.subject_id), col(SubjectVersion.unit))
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(
            col(Listing.id).in_(listing_ids),
            in_force(ListingVersion, None),
            in_force(SubjectVersion, None),
            col(ListingVersion.standing) == Standing.LEAD,
            col(ListingVersion.ended_on).is_(None),
            ~select(Case.id).where(Case.listing_id == Listing.id).exists(),
        )
        .order_by(col(Listing.id))
    ).all()


def _case(row: Row[Any], now: datetime, catalogue: Catalogue, place: Place, not_copied: list[str]) -> dict[str, Any]:
    """`not_copied` are bodies of the working group whose successor nobody knows."""
    known = Place(place.jurisdiction, place.address, place.division or row.unit)
    routed = route(catalogue, known)
    return {
        "id": new_id("cas"),
        "listing_id": row.id,
        "subject_id": row.subject_id,
        "state": CaseState.UNASSIGNED if routed.unit is None else CaseState.VERIFYING,
        "unit": routed.unit,
        "routed_by": routed.basis,
        "address": None if place.address is None else place.address[:300],
        "problem_types": "",
        "not_copied": " ".join(sorted(not_copied)),
        "entered_state_on": day_of(now),
        "opened_at": now,
        "version": 1,
    }


def _opening(case: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    data: dict[str, Any] = {"unit": case["unit"], "routed_by": case["routed_by"]}
    if case["not_copied"]:
        data["not_copied"] = case["not_copied"].split()
    return {
        "case_id": case["id"],
        "number": 1,
        "at": now,
        "member_id": None,
        "by": "huixin",
        "action": CaseAction.OPEN,
        "from_state": None,
        "to_state": case["state"],
        "data": data,
    }


def _addressees(
    case: Mapping[str, Any], now: datetime, city: str | None, copies: list[str]
) -> Iterator[dict[str, Any]]:
    if case["unit"] is not None:
        yield addressee(case["id"], case["unit"], None, "handling", now)
    for department in copies if city is not None else ():
        yield addressee(case["id"], str(city), department, "copy", now)


def addressee(case_id: str, unit: str, department: str | None, role: str, now: datetime) -> dict[str, Any]:
    """The columns of an addressee who has just been sent the case."""
    return {
        "case_id": case_id,
        "body": unit if department is None else f"{unit}/{department}",
        "unit": unit,
        "department": department,
        "role": role,
        "sent_at": now,
    }


def send_anew(row: CaseAddressee, role: str, now: datetime) -> None:
    """What it received and fed back of before stands in the history; the case is put before it once more."""
    row.role, row.sent_at, row.withdrawn_at = role, now, None
    row.received_on = row.received_at = row.received_by = None
    row.feedback = row.feedback_on = row.feedback_at = None


def city_of(catalogue: Catalogue) -> str | None:
    """Code of the city, to which the bodies of the working group belong."""
    return next((unit.unit for unit in catalogue.units.values() if unit.unit_kind == "city"), None)

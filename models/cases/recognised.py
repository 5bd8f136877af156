"""What becomes of a case whose name upstream recognises: it goes on, and its history says as which listing.

What the county finds and orders holds whatever was recognised meanwhile; but once all as which it was recognised has
ended upstream, so does the name, and its case with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from sqlmodel import Session, col, or_, select

from huixin.core.visibility import has_ended
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.beside import CaseRecognition, recognitions_of
from models.cases.closing import follow_ends
from models.cases.marks import put_every_mark
from models.cases.moves import moved
from models.cases.tables import Case
from models.cases.unasked import note_unasked
from models.listings import Listing, ListingVersion, record_from_row, records_by_id
from models.versions import in_force

CHUNK = 5_000
"""Ids in one query; both databases take more."""


def follow_recognised(session: Session, pushed_to: str, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the open cases that go on beside one of these listings. What was pushed to the list stands on it still.

    A case belongs to the listing of the same merchant and source under the same key; else to the only one that no other
    recognition has, or to the only one there is: of one name several may recognise.
    """
    ids = iter(listing_ids)
    noted: dict[str, str] = {}
    while chunk := list(islice(ids, CHUNK)):
        found = [row for row in _standing(session, chunk) if row[0].list != pushed_to]
        if found:
            cases = _open_cases(session, pushed_to, {listing.subject_id for listing, _ in found}, day_of(now))
            for listing, version in found:
                for candidate in _its_case(listing, version, cases):
                    if listing.id not in candidate.beside:
                        candidate.beside.add(listing.id)
                        candidate.is_free = False
                        _note(session, candidate.case, listing, version, now)
                        noted[candidate.case.id] = candidate.case.listing_id
    follow_ends(session, noted.values(), day_of(now))
    return list(noted)


def hand_on(session: Session, case: Case, other: Case, now: datetime) -> None:
    """What the name of a duplicate has been recognised as goes with it to the case that goes on in its stead, where
    that is of the same merchant."""
    if case.subject_id != other.subject_id:
        return
    rows = session.exec(select(CaseRecognition).where(CaseRecognition.case_id == case.id)).all()
    for row in rows:
        session.delete(row)
    beside = recognitions_of(session, [other.id]).get(other.id, [])
    for listing, version in _standing(session, [row.listing_id for row in rows]):
        if listing.id not in beside and not has_ended(record_from_row(listing, version), day_of(now)):
            _note(session, other, listing, version, now)


def _standing(session: Session, listing_ids: list[str]) -> list[tuple[Listing, ListingVersion]]:
    statement = select(Listing, ListingVersion).join(
        ListingVersion, (col(ListingVersion.listing_id) == col(Listing.id)) & in_force(ListingVersion, None)
    )
    return list(session.exec(statement.where(col(Listing.id).in_(listing_ids)).order_by(col(Listing.id))).all())


@dataclass(slots=True)
class _Candidate:
    case: Case
    name: Listing
    version: ListingVersion
    beside: set[str]
    """Listings as which its name has been recognised."""
    is_free: bool
    """None of them is live: what has ended says nothing of the next."""


def _open_cases(session: Session, pushed_to: str, subject_ids: set[str], today: date) -> dict[str, list[_Candidate]]:
    """By merchant, those whose name stands."""
    statement = (
        select(Case, Listing, ListingVersion)
        .join(Listing, col(Listing.id) == col(Case.listing_id))
        .join(ListingVersion, (col(ListingVersion.listing_id) == col(Listing.id)) & in_force(ListingVersion, None))
        .where(
            col(Case.subject_id).in_(subject_ids),
            Case.state != CaseState.CLOSED,
            Listing.list == pushed_to,
            or_(col(ListingVersion.ended_on).is_(None), col(ListingVersion.ended_on) > today),
        )
        .order_by(col(Case.id))
        .with_for_update(of=Case)
    )
    found: dict[str, list[_Candidate]] = {}
    rows = session.exec(statement).all()
    recognitions = recognitions_of(session, [case.id for case, *_ in rows])
    records = records_by_id(session, chain.from_iterable(recognitions.values()))
    live = {listing_id for listing_id, record in records.items() if not has_ended(record, today)}
    for case, name, version in rows:
        beside = set(recognitions.get(case.id, ()))
        found.setdefault(case.subject_id, []).append(_Candidate(case, name, version, beside, not beside & live))
    return found


def _its_case(listing: Listing, version: ListingVersion, cases: dict[str, list[_Candidate]]) -> Sequence[_Candidate]:
    own = [one for one in cases.get(listing.subject_id, ()) if one.version.source == version.source]
    same = [one for one in own if one.name.natural_key == listing.natural_key]
    return same or next((few for few in ([one for one in own if one.is_free], own) if len(few) == 1), ())


def _note(session: Session, case: Case, listing: Listing, version: ListingVersion, now: datetime) -> None:
    session.add(CaseRecognition(case_id=case.id, listing_id=listing.id, since=now))
    before = CaseState(case.state)
    note_unasked(
        session,
        case,
        CaseAction.RECOGNISED,
        now,
        before=before,
        after=moved(before, CaseAction.RECOGNISED),
        document_number=version.document_number,
        data={
            "listing_id": listing.id,
            "list": listing.list,
            "recogniser": version.recogniser,
            "decided_on": str(version.decided_on),
        },
    )
    session.flush()
    put_every_mark(session, case)

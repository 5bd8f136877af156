"""What becomes of a case whose name upstream recognises: it goes on, and its history says as which listing.

What the county finds and orders holds whatever was recognised meanwhile; but once the recognition ends upstream, so
does the name, and its case with it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from sqlmodel import Session, col, select

from huixin.core.visibility import has_ended
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.marks import put_every_mark
from models.cases.moves import moved
from models.cases.tables import Case
from models.cases.unasked import note_unasked
from models.listings import Listing, ListingVersion, records_by_id
from models.versions import in_force

CHUNK = 5_000
"""Ids in one query; both databases take more."""


def follow_recognised(session: Session, pushed_to: str, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the open cases that go on beside one of these listings. What was pushed to the list stands on it still.

    A case belongs to the listing of the same merchant and source under the same key, or to the only one there is.
    """
    ids = iter(listing_ids)
    noted: list[str] = []
    while chunk := list(islice(ids, CHUNK)):
        found = [row for row in _standing(session, chunk) if row[0].list != pushed_to]
        if found:
            cases = _open_cases(session, pushed_to, {listing.subject_id for listing, _ in found}, day_of(now))
            for row in found:
                noted += [_note(session, case, *row, now) for case in _its_case(*row, cases) if case.id not in noted]
    session.flush()
    return noted


def _standing(session: Session, listing_ids: list[str]) -> list[tuple[Listing, ListingVersion]]:
    statement = select(Listing, ListingVersion).join(
        ListingVersion, (col(ListingVersion.listing_id) == col(Listing.id)) & in_force(ListingVersion, None)
    )
    return list(session.exec(statement.where(col(Listing.id).in_(listing_ids)).order_by(col(Listing.id))).all())


_Candidate = tuple[Case, Listing, ListingVersion]


def _open_cases(session: Session, pushed_to: str, subject_ids: set[str], today: date) -> dict[str, list[_Candidate]]:
    """By merchant, those whose name is not recognised, or no longer: what has ended says nothing of the next."""
    statement = (
        select(Case, Listing, ListingVersion)
        .join(Listing, col(Listing.id) == col(Case.listing_id))
        .join(ListingVersion, (col(ListingVersion.listing_id) == col(Listing.id)) & in_force(ListingVersion, None))
        .where(
            col(Case.subject_id).in_(subject_ids),
            Case.state != CaseState.CLOSED,
            Listing.list == pushed_to,
            col(ListingVersion.ended_on).is_(None),
        )
        .order_by(col(Case.id))
        .with_for_update(of=Case)
    )
    found: dict[str, list[_Candidate]] = {}
    rows = session.exec(statement).all()
    recognised = records_by_id(session, {case.recognised_as for case, *_ in rows if case.recognised_as is not None})
    live = {listing_id for listing_id, record in recognised.items() if not has_ended(record, today)}
    for row in rows:
        if row[0].recognised_as not in live:
            found.setdefault(row[0].subject_id, []).append(row)
    return found


def _its_case(listing: Listing, version: ListingVersion, cases: dict[str, list[_Candidate]]) -> Iterator[Case]:
    own = [one for one in cases.get(listing.subject_id, ()) if one[2].source == version.source]
    same = [case for case, lead, _ in own if lead.natural_key == listing.natural_key]
    yield from same or [case for case, *_ in own if len(own) == 1]


def _note(session: Session, case: Case, listing: Listing, version: ListingVersion, now: datetime) -> str:
    case.recognised_as = listing.id
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
    return case.id

"""An end by the upstream wins at once: the case of a name that it no longer lists is closed, wherever it stands."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.beside import CaseRecognition, is_about, listings_of
from models.cases.moves import moved
from models.cases.tables import Case
from models.cases.unasked import note_unasked
from models.exits.tables import ListingEnd, RemovalRequest
from models.listings import Listing, ListingVersion, change_listing, records_by_id
from models.same_decision import Stated, are_two
from models.versions import in_force

_GONE = (EndKind.REMOVED, EndKind.ANNULLED)


def close_ended(session: Session, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the cases closed; listings without an open case are passed over. Ending the listings is the caller's; a
    name that goes on beside what it was recognised as ends with that."""
    ended = set(listing_ids)
    found = session.exec(
        select(Case).where(is_about(ended), Case.state != CaseState.CLOSED).order_by(col(Case.id)).with_for_update()
    ).all()
    closed = [case for case in found if case.listing_id in ended or _follow(session, case, day_of(now))]
    for case in closed:
        _close(session, case, now)
    session.flush()
    return [case.id for case in closed]


def follow_ends(session: Session, listing_ids: Iterable[str], today: date) -> None:
    """Of these listings, the names that go on beside others end with them, on the day that they name, be that still to
    come; where that is taken back, they go on, or end as was said of them alone."""
    ids = list(listing_ids)
    recognised = col(Case.id).in_(select(CaseRecognition.case_id))
    beside = select(Case).where(is_about(ids), recognised, Case.state != CaseState.CLOSED)
    for case in session.exec(beside.order_by(col(Case.id)).with_for_update()).all() if ids else ():
        _follow(session, case, today)


def has_ended(today: date) -> ColumnElement[bool]:
    """Whether the name of a case has ended by that day: the day closes the case, and nobody has to come by to do so."""
    name = select(ListingVersion.listing_id).where(ListingVersion.listing_id == Case.listing_id)
    return name.where(in_force(ListingVersion, None), col(ListingVersion.ended_on) <= today).exists()


def states_of(session: Session, cases: Iterable[Case], today: date) -> dict[str, CaseState]:
    """By id of the case, the state in which it is on that day."""
    states = {case.id: CaseState(case.state) for case in cases}
    ended = select(Case.id).where(col(Case.id).in_(list(states)), has_ended(today))
    return states | dict.fromkeys(session.exec(ended), CaseState.CLOSED)


def _follow(session: Session, case: Case, today: date) -> bool:
    """Whether the name has ended by that day, for itself or with what it was recognised as."""
    name = records_by_id(session, [case.listing_id])[case.listing_id]
    if name.ended_on is None or name.ended_on > today:
        ends = [end for end in (_own_end(session, case), _end_beside(session, case, today)) if end is not None]
        name = change_listing(session, name.id, **min(ends, key=_End.day)._asdict())
    return name.ended_on is not None and name.ended_on <= today


class _End(NamedTuple):
    ended_on: date | None = None
    end_kind: EndKind | None = None
    end_reason: str | None = None

    def day(self) -> date:
        return self.ended_on or date.max


def _end_beside(session: Session, case: Case, today: date) -> _End | None:
    """The removal of what the name itself became, under the same key; else of the last that it was recognised as. What
    is another decision than the one that the name states says nothing of its end."""
    keys = select(Listing).where(col(Listing.id).in_(listings_of(session, case)))
    name, *others = sorted(session.exec(keys), key=lambda listing: listing.id != case.listing_id)
    records = records_by_id(session, [name.id, *(one.id for one in others)])
    own = Stated.by(records[name.id])
    beside = [
        one for one in others if one.natural_key == name.natural_key or not are_two(own, Stated.by(records[one.id]))
    ]
    ends = {listing.id: _last_said(session, listing.id, today) for listing in beside}
    itself = [ends[one.id] for one in beside if one.natural_key == name.natural_key]
    for said in (itself, list(ends.values())):
        counts = [end for end in said if end is not None]
        if counts and all(end.end_kind is EndKind.REMOVED for end in counts):
            return max(counts, key=_End.day)
    return None


def _last_said(session: Session, listing_id: str, today: date) -> _End | None:
    """Of its end. What was annulled, or is over by its validity, says nothing of what the county verifies, and a
    publication that was withdrawn nothing new."""
    version = ListingVersion
    own = select(version).where(
        version.listing_id == listing_id, col(version.end_kind).is_distinct_from(EndKind.WITHDRAWN)
    )
    last = session.exec(own.order_by(col(version.seq_from).desc())).first()
    if last is None:
        return _End()
    over = last.ended_on is None and last.valid_to is not None and last.valid_to <= today
    return None if over or last.end_kind == EndKind.ANNULLED else _end_of(last)


def _end_of(version: ListingVersion) -> _End:
    kind = None if version.end_kind is None else EndKind(version.end_kind)
    return _End(version.ended_on, kind, version.end_reason)


def _own_end(session: Session, case: Case) -> _End:
    """What its source or a decision says of the end of the name itself, without what it has only followed."""
    of_name = select(ListingVersion).where(ListingVersion.listing_id == case.listing_id)
    versions = session.exec(of_name.order_by(col(ListingVersion.seq_from))).all()
    of_end = (ListingEnd.listing_id == case.listing_id, col(ListingEnd.kind).in_(_GONE))
    decided = select(col(ListingEnd.on)).where(*of_end)
    days = {None, *session.exec(decided).all()}
    if _is_removed(session, case):
        days.add(versions[-1].ended_on)
    own = versions[0]
    for before, version in pairwise(versions):
        said = (before.import_id, before.row_digest) != (version.import_id, version.row_digest)
        if said or version.ended_on in days:
            own = version
    return _end_of(own)


def _is_removed(session: Session, case: Case) -> bool:
    """Whether its recogniser has decided so since the case was opened, with no day of its own where one was to come."""
    request = RemovalRequest
    decided = select(request.id).where(
        request.listing_id == case.listing_id,
        request.state == "removed",
        col(request.decided_on) >= day_of(case.opened_at),
    )
    return session.exec(decided).first() is not None


def _close(session: Session, case: Case, now: datetime) -> None:
    before = CaseState(case.state)
    after = moved(before, CaseAction.END_UPSTREAM)
    note_unasked(session, case, CaseAction.END_UPSTREAM, now, before=before, after=after, data={})
    case.state = after
    case.entered_state_on = day_of(now)

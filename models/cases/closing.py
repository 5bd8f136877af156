"""An end by the upstream wins at once: the case of a name that it no longer lists is closed, wherever it stands."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseState
from models.cases.moves import moved
from models.cases.tables import Case
from models.cases.unasked import note_unasked
from models.exits.tables import ListingEnd
from models.listings import ListingVersion, change_listing, end_listing, records_by_id
from models.versions import in_force


def close_ended(session: Session, listing_ids: Iterable[str], now: datetime) -> list[str]:
    """Ids of the cases closed; listings without an open case are passed over. Ending the listings is the caller's; a
    name that goes on beside the listing as which it was recognised ends with that."""
    ended = set(listing_ids)
    about = or_(col(Case.listing_id).in_(ended), col(Case.recognised_as).in_(ended))
    found = session.exec(
        select(Case).where(about, Case.state != CaseState.CLOSED).order_by(col(Case.id)).with_for_update()
    ).all()
    closed = [case for case in found if case.listing_id in ended or _end_name(session, case)]
    for case in closed:
        _close(session, case, now)
    session.flush()
    return [case.id for case in closed]


def end_names(session: Session, listing_id: str) -> None:
    """Names that go on beside this listing end with it, on the day that it names, be that still to come."""
    about = select(Case).where(col(Case.recognised_as) == listing_id, Case.state != CaseState.CLOSED)
    for case in session.exec(about.order_by(col(Case.id)).with_for_update()).all():
        _end_name(session, case)


def free_names(session: Session, listing_id: str, day: date) -> None:
    """This listing's source has taken that coming end of it back: names that had it from there alone go on."""
    about = select(Case).where(col(Case.recognised_as) == listing_id, Case.state != CaseState.CLOSED)
    for case in session.exec(about.order_by(col(Case.id)).with_for_update()).all():
        if _only_followed(session, case.listing_id, day):
            change_listing(session, case.listing_id, ended_on=None, end_kind=None, end_reason=None)


def _only_followed(session: Session, name_id: str, day: date) -> bool:
    """Whether the name ends on that day though nobody has decided so, nor its source spoken of it since it does."""
    of_name = select(ListingVersion).where(ListingVersion.listing_id == name_id)
    versions = session.exec(of_name.order_by(col(ListingVersion.seq_from).desc())).all()
    before = next((one for one in versions if one.ended_on != day), None)
    decided = select(ListingEnd.id).where(ListingEnd.listing_id == name_id, ListingEnd.on == day)
    if versions[0].ended_on != day or before is None or session.exec(decided).first() is not None:
        return False
    return (before.import_id, before.row_digest) == (versions[0].import_id, versions[0].row_digest)


def has_ended(today: date) -> ColumnElement[bool]:
    """Whether the name of a case has ended by that day: the day closes the case, and nobody has to come by to do so."""
    name = select(ListingVersion.listing_id).where(ListingVersion.listing_id == Case.listing_id)
    return name.where(in_force(ListingVersion, None), col(ListingVersion.ended_on) <= today).exists()


def states_of(session: Session, cases: Iterable[Case], today: date) -> dict[str, CaseState]:
    """By id of the case, the state in which it is on that day."""
    states = {case.id: CaseState(case.state) for case in cases}
    ended = select(Case.id).where(col(Case.id).in_(list(states)), has_ended(today))
    return states | dict.fromkeys(session.exec(ended), CaseState.CLOSED)


def _end_name(session: Session, case: Case) -> bool:
    """Whether the name has ended with its listing: where that was removed. A recognition that was annulled says nothing
    of what the county verifies."""
    records = records_by_id(session, [case.listing_id, str(case.recognised_as)])
    removed = records[str(case.recognised_as)]
    if removed.ended_on is None or removed.end_kind is not EndKind.REMOVED:
        return False
    named = records[case.listing_id].ended_on
    if named is None or removed.ended_on < named:
        end_listing(session, case.listing_id, removed.ended_on, EndKind.REMOVED, removed.end_reason)
    return True


def _close(session: Session, case: Case, now: datetime) -> None:
    before = CaseState(case.state)
    after = moved(before, CaseAction.END_UPSTREAM)
    note_unasked(session, case, CaseAction.END_UPSTREAM, now, before=before, after=after, data={})
    case.state = after
    case.entered_state_on = day_of(now)

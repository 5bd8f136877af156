"""The change feed: what happened to listings, in order of the change sequence, as far as a caller may see it.

It is read from the versions themselves, so that nothing can be in one and not in the other. A version is visible or
not as of the day of reading; one that was replaced, as of the day of that, where it was kept. An order that falls
overdue, and a decision that takes effect, are written down on their day; what else becomes visible, or ceases to be,
only because a day passes has no sequence of its own: the dates inside the records say when.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Index, Row, Select
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from huixin.core.answer import record_view
from huixin.core.display import left_members_on
from huixin.core.labels import Labels
from huixin.core.records import Record
from huixin.core.vocabulary import SubjectKind
from huixin.types.change import Change
from huixin.types.listing import ListingView
from models.checks.eyes import Eyes
from models.disclosure import MAY_BROWSE_PERSONS, SeenListing, seen_listing
from models.errors import Fault, Invalid
from models.listings import Listing, ListingVersion, record_from_row
from models.sequence import current_sequence, day_of_number
from models.subjects import SubjectVersion

SPAN = 2000
"""Sequence numbers that one page looks through at most, so that a page is quick where little is visible."""

Index("ix_listing_version_feed", col(ListingVersion.seq_from))

_Before = aliased(ListingVersion, name="before")
_After = aliased(ListingVersion, name="after")
_Newest = aliased(ListingVersion, name="newest")
_Columns = tuple[
    Listing,
    ListingVersion,
    ListingVersion,
    ListingVersion,
    ListingVersion,
    SubjectVersion,
    date | None,
    date | None,
]
_Found = Row[*_Columns]
_Versions = Select[*_Columns]


class ChangeKind(StrEnum):
    ENTERED = "entered"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeenChange:
    """`listing` is None for a tombstone: all that is left of what ended, or is no longer for the caller's eyes.

    A tombstone names no subject: whoever received the record knows it by its id, and nobody else may learn of it.
    """

    sequence: int
    kind: ChangeKind
    listing_id: str
    list: str
    ended_on: date | None
    listing: SeenListing | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`next`: pass it as `after` to go on; it moves past what the caller may not see. `more`: there is more now."""

    changes: list[SeenChange]
    next: int
    more: bool


def read_feed(session: Session, eyes: Eyes, *, after: int, limit: int) -> FeedPage:
    """Changes after that sequence. Invalid where the feed has never come so far."""
    # Read first: every version up to this number is committed, whatever other transactions do meanwhile.
    newest = current_sequence(session)
    if after > newest:
        message = f"The feed has come to {newest} only; begin again from what /v1/listings shows."
        raise Invalid(message, Fault("after", "ahead_of_feed", message))
    end = min(newest, after + SPAN)
    changes: list[SeenChange] = []
    for change in _visible(session, eyes, after, end):
        changes.append(change)
        if len(changes) == limit:
            end = change.sequence
            break
    return FeedPage(changes, end, end < newest)


def change_at(session: Session, eyes: Eyes, sequence: int) -> SeenChange | None:
    """One change as it may be told today: a tombstone where there is nothing to see any more; None for no change."""
    with session.execute(_versions(eyes, sequence - 1, sequence)) as rows:
        row = rows.first()
    return None if row is None else _seen(eyes, row) or _tombstone(eyes, row)


def change_view(labels: Labels, change: SeenChange, today: date) -> Change:
    """The wire form."""
    seen = change.listing
    return Change(
        sequence=change.sequence,
        kind=change.kind.value,
        listing_id=change.listing_id,
        list=change.list,
        ended_on=change.ended_on,
        listing=None
        if seen is None
        else ListingView(
            subject_id=seen.subject_id,
            subject_name=seen.subject_name,
            uscc=seen.uscc,
            record=record_view(labels, seen.record, today),
            sequence=seen.sequence,
        ),
    )


def _visible(session: Session, eyes: Eyes, after: int, end: int) -> Iterator[SeenChange]:
    with session.execute(_versions(eyes, after, end).execution_options(yield_per=200)) as rows:
        for row in rows:
            change = _seen(eyes, row)
            if change is not None:
                yield change


def _versions(eyes: Eyes, after: int, end: int) -> _Versions:
    """Versions with the one before, the one after and the newest of the same listing, the subject as it is now, and
    the days on which the version came and went."""
    came, went = day_of_number(ListingVersion.seq_from), day_of_number(ListingVersion.seq_to)
    statement = (
        sql_select(Listing, ListingVersion, _Before, _After, _Newest, SubjectVersion, came, went)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(
            _Before,
            (col(_Before.listing_id) == col(Listing.id)) & (col(_Before.seq_to) == col(ListingVersion.seq_from)),
            isouter=True,
        )
        .join(
            _After,
            (col(_After.listing_id) == col(Listing.id)) & (col(_After.seq_from) == col(ListingVersion.seq_to)),
            isouter=True,
        )
        .join(_Newest, (col(_Newest.listing_id) == col(Listing.id)) & col(_Newest.seq_to).is_(None))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(
            col(ListingVersion.seq_from) > after,
            col(ListingVersion.seq_from) <= end,
            col(SubjectVersion.seq_to).is_(None),
        )
        .order_by(col(ListingVersion.seq_from))
    )
    if eyes.actor not in MAY_BROWSE_PERSONS:
        shown = [code for code, entry in eyes.catalogue.lists.items() if eyes.actor in entry.visible_to]
        statement = statement.where(
            col(Listing.list).in_(shown), col(SubjectVersion.kind) != SubjectKind.NATURAL_PERSON.value
        )
    return statement


def _seen(eyes: Eyes, row: _Found) -> SeenChange | None:
    listing, version, before, after, newest, subject, came, went = row
    record = record_from_row(listing, version)
    seen_before = before is not None and _until(eyes, version, before, came).see(record_from_row(listing, before))
    then = eyes if after is None else _until(eyes, after, version, went)
    seen_now = then.see(record)
    if not seen_before and not seen_now:
        return None
    if not seen_now or not eyes.see(record_from_row(listing, newest)):
        return _tombstone(eyes, row)
    seen = seen_listing(eyes.session, subject, record, version)
    kind = _kind(record, then.today, known=seen_before)
    return SeenChange(version.seq_from, kind, listing.id, listing.list, record.ended_on, seen)


def _until(eyes: Eyes, version: ListingVersion, before: ListingVersion, on: date | None) -> Eyes:
    """Eyes for the version before, which stood until it was replaced `on` that day, whatever the day is now."""
    days = [day for day in (on, _eve(version, before)) if day is not None]
    return replace(eyes, today=min(eyes.today, *days)) if days else eyes


def _eve(version: ListingVersion, before: ListingVersion) -> date | None:
    """What a day has decided is told by the version that writes it down: the one before is seen as on its eve."""
    if version.overdue_told is not None and version.overdue_told != before.overdue_told:
        return version.overdue_told  # until its end the order was met
    day = version.display_ended_on if before.display_ended_on is None else None
    if day is None and version.takes_effect_on is None:
        day = before.takes_effect_on
    return None if day is None else day - timedelta(days=1)


def _kind(record: Record, today: date, *, known: bool) -> ChangeKind:
    if record.ended_on is not None and record.ended_on <= today:
        return ChangeKind.ENDED
    return ChangeKind.CHANGED if known else ChangeKind.ENTERED


def _tombstone(eyes: Eyes, row: _Found) -> SeenChange:
    listing, version, newest = row[0], row[1], row[4]
    days = [left_members_on(eyes.catalogue.terms, record_from_row(listing, one)) for one in (version, newest)]
    ended_on = next((day for day in days if day is not None and day <= eyes.today), None)
    return SeenChange(version.seq_from, ChangeKind.ENDED, listing.id, listing.list, ended_on, None)

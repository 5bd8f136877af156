"""The job of exits: what a day has decided is written down for the feed, and who received what has ended is told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from huixin.core.display import display_ends_on
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.core.windows import day_of
from models.bundles.issues import note_issued
from models.caller import Caller
from models.cases.work import Work
from models.database import Database
from models.exits.ends import Decided, bring_to_end
from models.exits.notices import Telling, changed_since, tell, tell_corrected
from models.exits.received import (
    LATE,
    Place,
    Receipts,
    followed,
    note_received,
    read_decisions,
    read_events,
    receipts_of,
)
from models.exits.tables import Followed
from models.jobs import put_job
from models.listings import Listing, ListingVersion, record_from_row, records_by_id
from models.readings import forget, next_readings
from models.recognitions.deciding import announce
from models.rights.tables import Objection
from models.sequence import current_sequence
from rules.catalogue import Catalogue

FOLLOW_EXITS = "exits"
"""Kind of the job; one is due at once, another a minute later, for answers that were under way meanwhile."""
LONGEST_DISPLAY = "已达到最长公示期限，自动终止公示。"
_ITSELF = Caller("", "惠信", MemberKind.CENTRE, frozenset())
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What was read before the end of the job is written: how far, which records, whose display is over."""

    decisions_at: datetime | None
    events_at: datetime | None
    received: frozenset[str]
    displays: tuple[str, ...]


def look(database: Database, catalogue: Catalogue, now: datetime) -> Found:
    """Reads the logs on from where they were left, and writes down who received what, a chunk at a time."""
    with database.read() as session:
        seen = followed(session)
        displays = displays_over(session, catalogue, now)
    received: set[str] = set()
    decisions_at = _read_on(database, database.log_read, read_decisions, seen.decisions_at, received)
    events_at = _read_on(database, database.read, read_events, seen.events_at, received)
    received |= _follow_readings(database)
    return Found(decisions_at, events_at, frozenset(received), displays)


def _read_on(
    database: Database,
    opened: Callable[[], AbstractContextManager[Session]],
    read: Callable[[Session, Place | None], Receipts],
    since: datetime | None,
    received: set[str],
) -> datetime | None:
    """The instant up to which the log has been read. What may have been committed late is read again."""
    place = None if since is None else Place(since - LATE)
    while True:
        with opened() as session:
            receipts = read(session, place)
        if receipts.last is None:
            return since
        with database.write() as session:
            received |= note_received(session, receipts.found)
        place = receipts.last
        since = place.at if since is None else max(since, place.at)


def _follow_readings(database: Database) -> set[str]:
    """Ids of the records that pages and views showed. A reading goes once its receipts stand: killed in between, the
    next job notes the same again."""
    received: set[str] = set()
    while True:
        with database.log_read() as log:
            readings = next_readings(log)
        if not readings:
            return received
        with database.write() as session:
            received |= note_received(session, receipts_of(readings))
        with database.log_write() as log:
            forget(log, readings)


def is_behind(session: Session, now: datetime) -> bool:
    """Whether anything has changed, or a day has passed, since the job last looked."""
    seen = followed(session)
    return seen.sequence != current_sequence(session) or seen.day != day_of(now)


def put_exit_job(session: Session, now: datetime) -> None:
    put_job(session, FOLLOW_EXITS, "now", now, lane=FOLLOW_EXITS)


def displays_over(session: Session, catalogue: Catalogue, now: datetime) -> tuple[str, ...]:
    """Records on lists with a longest display that have come to it and of which that is not written down yet."""
    if followed(session).day == day_of(now):
        return ()
    limited = [code for code, entry in catalogue.lists.items() if entry.display_limited]
    rows = session.exec(
        select(Listing, ListingVersion)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(
            col(Listing.list).in_(limited),
            col(ListingVersion.seq_to).is_(None),
            col(ListingVersion.display_ended_on).is_(None),
            col(ListingVersion.ended_on).is_(None),
        )
        .execution_options(yield_per=1000)
    )
    over = []
    for listing, version in rows:
        end = display_ends_on(catalogue.terms, record_from_row(listing, version))
        if end is not None and end <= day_of(now):
            over.append(listing.id)
        if len(over) == _AT_ONCE:
            break
    return tuple(over)


def follow_exits(session: Session, catalogue: Catalogue, now: datetime, found: Found) -> datetime | None:
    """Writes all of it down, in the transaction that ends the job; and when to go on."""
    seen = session.get(Followed, 1)
    if seen is None:
        seen = Followed()
        session.add(seen)
    today = day_of(now)
    seen.decisions_at, seen.events_at = found.decisions_at, found.events_at
    work = Work(session, _ITSELF, catalogue, now)
    _end_displays(work, found.displays)
    announce(session, today)
    if len(found.displays) == _AT_ONCE:
        session.flush()
        return now
    telling = Telling(session, catalogue, now, today)
    new_day = seen.day != today
    received = found.received | note_issued(session, catalogue.terms, today)
    tell(telling, None if new_day else received | changed_since(session, seen.sequence))
    _spread(telling)
    changed = _may_be_under_way(session, seen) or (new_day and seen.day is not None)
    seen.sequence, seen.day = current_sequence(session), today
    session.flush()
    if changed:
        put_job(session, FOLLOW_EXITS, "late", now + LATE + timedelta(seconds=1), lane=FOLLOW_EXITS)
    return None


def _may_be_under_way(session: Session, seen: Followed) -> bool:
    """Whether a record that could have been answered before has changed while answers were under way."""
    before = aliased(ListingVersion)
    changed = (
        select(ListingVersion.listing_id)
        .join(before, col(before.listing_id) == col(ListingVersion.listing_id))
        .where(col(ListingVersion.seq_from) > seen.sequence, col(before.seq_to) == col(ListingVersion.seq_from))
    )
    return session.exec(changed.limit(1)).first() is not None


def _end_displays(work: Work, listing_ids: tuple[str, ...]) -> None:
    for record in records_by_id(work.session, listing_ids).values():
        end = display_ends_on(work.catalogue.terms, record)
        if end is not None and end <= work.today and record.display_ended_on is None:
            decided = Decided("惠信", None, None, LONGEST_DISPLAY)
            bring_to_end(work, record, EndKind.DISPLAY_ENDED, end, decided)


def _spread(telling: Telling) -> None:
    """A correction goes as far as the error went."""
    upheld = select(Objection).where(Objection.state == "upheld", col(Objection.spread_at).is_(None))
    for objection in telling.session.exec(upheld).all():
        tell_corrected(telling, objection.corrected, telling.now)
        objection.spread_at = telling.now

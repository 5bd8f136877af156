"""What a complete statement of a feed confirms, and what it no longer names.

The day of the statement is one row for the whole feed. Only a record that dropped out bears a day of its own, the last
on which it was confirmed; from there on it grows stale. One that is named again loses it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from huixin.core.records import Record
from models.database import Database
from models.errors import DomainError
from models.imports import full
from models.imports.placing import parts_of
from models.imports.spool import Chunk, Spool
from models.imports.store import look_up
from models.listings import Listing, ListingVersion, confirm_listing, records_by_id
from models.sequence import take_sequence
from models.upstream.tables import UpstreamFeed, UpstreamRefresh
from rules.catalogue import Catalogue
from rules.documents import ListEntry

BATCH = 500
"""Records of one transaction."""


class TooManyMissing(DomainError):  # noqa: N818 - says what happened
    """A statement so short that it is rather a broken one; nothing is confirmed by it until a person says so."""

    code = "too_many_missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of records that drop out with this statement, and of those that are named again."""

    dropped: list[str]
    returned: list[str]


def confirmed_by(session: Session, feed: UpstreamFeed, entry: ListEntry) -> list[full.Stated]:
    """What a complete statement of the feed confirms: its list, and what stands recognised on others because of it;
    unless another feed of the same source states those."""
    taken = set(session.exec(select(UpstreamFeed.list).where(UpstreamFeed.source == feed.source)))
    return [stated for stated in full.stated_by(feed, entry) if stated is feed or stated.list not in taken]


STALE_AFTER = "stale_after_days"


def stale_after(catalogue: Catalogue, today: date) -> int | None:
    """Days after which what nobody confirms supports no measure; None: the packs do not say."""
    allowed = catalogue.parameter_or(STALE_AFTER, today, False)
    return None if isinstance(allowed, bool) else int(str(allowed))


def last_refresh(session: Session, stated: full.Stated) -> UpstreamRefresh | None:
    return session.exec(
        select(UpstreamRefresh).where(
            UpstreamRefresh.list == stated.list,
            UpstreamRefresh.source == stated.source,
            col(UpstreamRefresh.seq_to).is_(None),
        )
    ).first()


def confirm(
    database: Database, stated: Sequence[full.Stated], spool: Spool, day: date, *, percent: int, sure: bool
) -> int:
    """How many records dropped out. `percent`: the share that may; `sure`: however many.

    Raises TooManyMissing, with nothing written. Broken off it may run again: the day itself is written last.
    """
    with database.read() as session:
        found = [(origin, *_difference(session, origin, spool, day)) for origin in stated]
    dropped, live = sum(len(difference.dropped) for _, difference, _ in found), sum(count for *_, count in found)
    if not sure and not full.is_under(dropped, live, percent):
        raise TooManyMissing(f"{dropped} of {live} records are missing, which is {percent} % or more.")
    for origin, difference, _ in found:
        _confirm_one(database, origin, difference, day)
    return dropped


def _confirm_one(database: Database, stated: full.Stated, difference: Difference, day: date) -> None:
    for batch in full.batches(difference.dropped, BATCH):
        with database.write() as session:
            for listing_id, record in records_by_id(session, batch).items():
                confirm_listing(session, listing_id, record.confirmed_on or day)
    for batch in full.batches(difference.returned, BATCH):
        with database.write() as session:
            for listing_id in batch:
                confirm_listing(session, listing_id, None)
    with database.write() as session:
        _enter_refresh(session, stated, day)


def confirm_named(database: Database, catalogue: Catalogue, feed: UpstreamFeed, spool: Spool, day: date) -> None:
    """What a message names it confirms, though it states no list. What it changed bears its day already; of the rest a
    day is written only where the last has grown half as old as it may."""
    allowed = stale_after(catalogue, day)
    if allowed is None:
        return
    own, oldest = catalogue.lists[feed.list], day - timedelta(days=allowed // 2)
    for chunk in spool.chunks():
        with database.read() as session:
            known = records_by_id(session, _named(session, own, chunk, day))
        old = [record.id for record in known.values() if _needs_a_day(record, feed, oldest)]
        for batch in full.batches(old, BATCH):
            with database.write() as session:
                for listing_id in batch:
                    confirm_listing(session, listing_id, day)


def _named(session: Session, own: ListEntry, chunk: Chunk, day: date) -> Iterator[str]:
    for code, part in parts_of(session, own, chunk, day):
        known = look_up(session, code, part.entries)
        for entry in part.entries:
            subject = known.subjects.get(entry.subject_key)
            listing = known.listings.get(subject.id, {}).get(entry.natural_key) if subject else None
            if listing is not None:
                yield listing.id


def _needs_a_day(record: Record, feed: UpstreamFeed, oldest: date) -> bool:
    live = record.ended_on is None and record.source == feed.source
    return live and (record.confirmed_on is None or record.confirmed_on < oldest)


def _difference(session: Session, stated: full.Stated, spool: Spool, day: date) -> tuple[Difference, int]:
    """Also how many live records there are of that now. What a rejected row would have said of its record, nobody
    knows: it confirms none."""
    absent = set(full.absent_records(session, stated, spool, day, spare_rejected=False))
    rows = session.execute(
        select(col(Listing.id), col(ListingVersion.confirmed_on))
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(*full.live(stated, day))
        .order_by(col(Listing.id))
    ).all()
    dropped = [listing_id for listing_id, own in rows if listing_id in absent and own is None]
    returned = [listing_id for listing_id, own in rows if listing_id not in absent and own is not None]
    return Difference(dropped, returned), len(rows)


def _enter_refresh(session: Session, stated: full.Stated, day: date) -> None:
    last = last_refresh(session, stated)
    if last is not None and last.confirmed_on >= day:
        return
    sequence = take_sequence(session).start
    if last is not None:
        last.seq_to = sequence
        session.flush()
    session.add(UpstreamRefresh(list=stated.list, source=stated.source, seq_from=sequence, confirmed_on=day))
    session.flush()

"""What a complete statement of a feed confirms, and what it no longer names.

The day of the statement is one row for the whole feed. Only a record that dropped out bears a day of its own, the last
on which it was confirmed; from there on it grows stale. One that is named again loses it.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.database import Database
from models.errors import DomainError
from models.imports import full
from models.imports.spool import Spool
from models.listings import Listing, ListingVersion, confirm_listing
from models.sequence import take_sequence
from models.upstream.tables import UpstreamFeed, UpstreamRefresh

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


def last_refresh(session: Session, feed: UpstreamFeed) -> UpstreamRefresh | None:
    return session.exec(
        select(UpstreamRefresh).where(
            UpstreamRefresh.list == feed.list,
            UpstreamRefresh.source == feed.source,
            col(UpstreamRefresh.seq_to).is_(None),
        )
    ).first()


def confirm(database: Database, feed: UpstreamFeed, spool: Spool, day: date, *, percent: int, sure: bool) -> int:
    """How many records dropped out. `percent`: the share that may; `sure`: however many.

    Raises TooManyMissing, with nothing written. Broken off it may run again: the day itself is written last.
    """
    with database.read() as session:
        difference, live = _difference(session, feed, spool, day)
        last = last_refresh(session, feed)
    if not sure and not full.is_under(len(difference.dropped), live, percent):
        told = f"{len(difference.dropped)} of {live} records are missing, which is {percent} % or more."
        raise TooManyMissing(told)
    since = day if last is None else last.confirmed_on
    for ids, confirmed_on in ((difference.dropped, since), (difference.returned, None)):
        for batch in full.batches(ids, BATCH):
            with database.write() as session:
                for listing_id in batch:
                    confirm_listing(session, listing_id, confirmed_on)
    with database.write() as session:
        _enter_refresh(session, feed, day)
    return len(difference.dropped)


def _difference(session: Session, feed: UpstreamFeed, spool: Spool, day: date) -> tuple[Difference, int]:
    """Also how many live records the feed has now."""
    absent = set(full.absent_records(session, feed, spool, day))
    rows = session.execute(
        select(col(Listing.id), col(ListingVersion.confirmed_on))
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(*full.live(feed, day))
        .order_by(col(Listing.id))
    ).all()
    dropped = [listing_id for listing_id, own in rows if listing_id in absent and own is None]
    returned = [listing_id for listing_id, own in rows if listing_id not in absent and own is not None]
    return Difference(dropped, returned), len(rows)


def _enter_refresh(session: Session, feed: UpstreamFeed, day: date) -> None:
    last = last_refresh(session, feed)
    if last is not None and last.confirmed_on >= day:
        return
    sequence = take_sequence(session).start
    if last is not None:
        last.seq_to = sequence
        session.flush()
    session.add(UpstreamRefresh(list=feed.list, source=feed.source, seq_from=sequence, confirmed_on=day))
    session.flush()

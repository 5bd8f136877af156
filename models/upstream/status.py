"""How a feed stands: how old its last complete statement is, what went wrong since, what waits for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.windows import SHANGHAI
from models.imports import full
from models.imports.tables import Import
from models.listings import Listing, ListingVersion
from models.upstream.confirmation import confirmed_by, last_refresh, stale_after
from models.upstream.runs import last_run
from models.upstream.schedule import next_pull
from models.upstream.tables import Reappearance, UpstreamFeed, UpstreamRun
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """`confirmed_on`: day of the last complete statement; `unconfirmed`: live records that support no measure."""

    feed: UpstreamFeed
    confirmed_on: date | None
    age_days: int | None
    last_run: UpstreamRun | None
    next_pull_at: datetime | None
    """By the worker; None: it is pulled by hand alone, or not at all."""
    unconfirmed: int
    waiting: int


def feed_status(session: Session, catalogue: Catalogue, feed: UpstreamFeed, today: date) -> FeedStatus:
    refresh = last_refresh(session, feed)
    unconfirmed = _of(_unconfirmed(session, catalogue, feed, today)).with_only_columns(func.count())
    waiting = session.exec(
        select(func.count())
        .select_from(Reappearance)
        .where(Reappearance.feed == feed.code, col(Reappearance.answer).is_(None))
    ).one()
    return FeedStatus(
        feed=feed,
        confirmed_on=refresh.confirmed_on if refresh else None,
        age_days=(today - refresh.confirmed_on).days if refresh else None,
        last_run=last_run(session, feed),
        next_pull_at=next_pull(feed, last_run(session, feed, "pull")),
        unconfirmed=session.execute(unconfirmed).scalar_one(),
        waiting=waiting,
    )


def unconfirmed_listings(
    session: Session, catalogue: Catalogue, feed: UpstreamFeed, today: date, *, after: str = "", limit: int = 100
) -> Sequence[str]:
    """The queue: ids of live records that upstream has not confirmed for too long, in order."""
    statement = _of(_unconfirmed(session, catalogue, feed, today)).where(col(Listing.id) > after)
    return session.exec(statement.order_by(col(Listing.id)).limit(limit)).all()


def live_records(session: Session, catalogue: Catalogue, feed: UpstreamFeed, today: date) -> int:
    """How many records of the feed count today, or will."""
    stated = _stated(session, catalogue, feed)
    live = _of([and_(*full.live(origin, today)) for origin in stated])
    return int(session.execute(live.with_only_columns(func.count())).scalar_one())


def _stated(session: Session, catalogue: Catalogue, feed: UpstreamFeed) -> list[full.Stated]:
    """What the feed confirms; of a list that was given up nothing is known to stand on others because of it."""
    entry = catalogue.lists.get(feed.list)
    return [feed] if entry is None else confirmed_by(session, feed, entry)


def _of(conditions: Iterable[ColumnElement[bool]]) -> SelectOfScalar[str]:
    """Ids of the records that meet one of the conditions."""
    sent = (col(Import.id) == col(ListingVersion.import_id)) & col(Import.feed).is_not(None)
    joined = select(Listing.id).join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
    return joined.outerjoin(Import, sent).where(or_(*conditions))


def _unconfirmed(session: Session, catalogue: Catalogue, feed: UpstreamFeed, today: date) -> list[ColumnElement[bool]]:
    """Live records of the feed whose last confirmation is too old: their own day, else the feed's or the message's."""
    allowed = stale_after(catalogue, today)
    if allowed is None:
        return [false()]
    oldest = today - timedelta(days=allowed)
    version = ListingVersion
    found = []
    for stated in _stated(session, catalogue, feed):
        refresh = last_refresh(session, stated)
        too_old = col(version.confirmed_on) < oldest
        if refresh is None or refresh.confirmed_on < oldest:
            sent = col(Import.started_at)
            silent = sent < datetime.combine(oldest, time(), SHANGHAI)
            never = false() if refresh is None else sent.is_(None)
            too_old |= col(version.confirmed_on).is_(None) & (silent | never)
        found.append(and_(*full.live(stated, today), too_old))
    return found

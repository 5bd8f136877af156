"""The job of exits: what a day has decided is written down for the feed, and who received what has ended is told.

It goes in small steps, each a transaction of its own that says how far it has come: other writers wait for no more than
one of them, and a run that was broken off is gone on with from there.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from huixin.core.display import display_ends_on
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.core.windows import day_of
from models.bundles.issues import issued_before
from models.caller import Caller
from models.cases.work import Work
from models.database import Database
from models.exits.ends import Decided, bring_to_end, has_come_to
from models.exits.notices import Telling, changed_since, gone_by, tell, tell_corrected, untold
from models.exits.received import (
    LATE,
    Place,
    Receipt,
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
AT_ONCE = 200
"""Records, or members that hold one, that a step is about."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the job. `keep`: first in each of its transactions; the job is still its own, and goes on."""

    database: Database
    catalogue: Catalogue
    now: datetime
    keep: Callable[[Session], None]

    @property
    def today(self) -> date:
        return day_of(self.now)

    @contextmanager
    def step(self) -> Iterator[Telling]:
        with self.database.write() as session:
            self.keep(session)
            yield Telling(session, self.catalogue, self.now, self.today)


def follow_exits(run: Run) -> int:
    """All but the end of the job; the change sequence up to which records have been looked at."""
    with run.database.read() as session:
        seen = followed(session)
        displays = displays_over(session, run.catalogue, run.today) if seen.day != run.today else ()
    for some in _portions(displays):
        with run.step() as telling:
            _end_displays(telling, some)
    with run.step() as telling:
        announce(telling.session, run.today)
        sequence = current_sequence(telling.session)
    # of what changes from here on the next run reads the logs once more
    _read_on(run, run.database.log_read, read_decisions, "decisions_at")
    _read_on(run, run.database.read, read_events, "events_at")
    _follow_readings(run)
    _follow_bundles(run)
    with run.database.read() as session:
        gone = gone_by(session, run.catalogue.terms, run.today) if seen.day != run.today else set()
        gone |= changed_since(session, seen.sequence)
    for some in _portions(sorted(gone)):
        with run.database.read() as session:
            holders = untold(session, some)
        for few in _portions(holders):
            with run.step() as telling:
                tell(telling, few)
    return sequence


def end_run(session: Session, run: Run, sequence: int) -> None:
    """Writes down, in the transaction that ends the job, what has been looked at."""
    seen = _own_row(session)
    _spread(Telling(session, run.catalogue, run.now, run.today))
    again = _may_be_under_way(session, seen) or (seen.day is not None and seen.day != run.today)
    seen.sequence, seen.day = sequence, run.today
    session.flush()
    if again:
        put_job(session, FOLLOW_EXITS, "late", run.now + LATE + timedelta(seconds=1), lane=FOLLOW_EXITS)


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _own_row(session: Session) -> Followed:
    seen = session.get(Followed, 1)
    if seen is None:
        seen = Followed()
        session.add(seen)
    return seen


def _read_on(
    run: Run,
    opened: Callable[[], AbstractContextManager[Session]],
    read: Callable[[Session, Place | None], Receipts],
    up_to: Literal["decisions_at", "events_at"],
) -> None:
    """A log from where it was left, a chunk at a time. What may have been committed late is read again."""
    with run.database.read() as session:
        since: datetime | None = getattr(followed(session), up_to)
    receipts = Receipts((), None if since is None else Place(since - LATE), more=True)
    while receipts.more:
        with opened() as session:
            receipts = read(session, receipts.last)
        if receipts.last is None:
            return
        since = receipts.last.at if since is None else max(since, receipts.last.at)
        with run.step() as telling:
            _receive(telling, receipts.found)
            setattr(_own_row(telling.session), up_to, since)


def _follow_readings(run: Run) -> None:
    """The records that pages and views showed. A reading goes once all of it is done: killed in between, the next run
    does the same again."""
    while True:
        with run.database.log_read() as log:
            readings = next_readings(log)
        if not readings:
            return
        with run.step() as telling:
            _receive(telling, list(receipts_of(readings)))
        with run.database.log_write() as log:
            forget(log, readings)


def _follow_bundles(run: Run) -> None:
    """What was in bundles and has changed since."""
    with run.database.read() as session:
        received = list(issued_before(session, run.catalogue.terms, run.today))
    for some in _portions(received):
        with run.step() as telling:
            _receive(telling, some)


def _receive(telling: Telling, received: Collection[Receipt]) -> None:
    """Writes down who received what, and tells at once whoever received what is gone already."""
    tell(telling, note_received(telling.session, received))


def is_behind(session: Session, now: datetime) -> bool:
    """Whether anything has changed, or a day has passed, since the job last looked."""
    seen = followed(session)
    return seen.sequence != current_sequence(session) or seen.day != day_of(now)


def put_exit_job(session: Session, now: datetime) -> None:
    put_job(session, FOLLOW_EXITS, "now", now, lane=FOLLOW_EXITS)


def displays_over(session: Session, catalogue: Catalogue, today: date) -> list[str]:
    """Records on lists with a longest display that have come to it, and to no other end that is written down."""
    limited = [code for code, entry in catalogue.lists.items() if entry.display_limited]
    rows = session.exec(
        select(Listing, ListingVersion)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(
            col(Listing.list).in_(limited),
            col(ListingVersion.seq_to).is_(None),
            or_(col(ListingVersion.display_ended_on).is_(None), col(ListingVersion.display_ended_on) > today),
            or_(col(ListingVersion.ended_on).is_(None), col(ListingVersion.ended_on) > today),
        )
        .execution_options(yield_per=1000)
    )
    over = []
    for listing, version in rows:
        end = display_ends_on(catalogue.terms, record_from_row(listing, version))
        if end is not None and end <= today:
            over.append(listing.id)
    return over


def _may_be_under_way(session: Session, seen: Followed) -> bool:
    """Whether a record that could have been answered before has changed while answers were under way."""
    before = aliased(ListingVersion)
    changed = (
        select(ListingVersion.listing_id)
        .join(before, col(before.listing_id) == col(ListingVersion.listing_id))
        .where(col(ListingVersion.seq_from) > seen.sequence, col(before.seq_to) == col(ListingVersion.seq_from))
    )
    return session.exec(changed.limit(1)).first() is not None


def _end_displays(telling: Telling, listing_ids: Sequence[str]) -> None:
    work = Work(telling.session, _ITSELF, telling.catalogue, telling.now)
    for record in records_by_id(work.session, listing_ids).values():
        end = display_ends_on(work.catalogue.terms, record)
        if end is not None and end <= work.today and not has_come_to(record, EndKind.DISPLAY_ENDED, work.today):
            decided = Decided("惠信", None, None, LONGEST_DISPLAY)
            bring_to_end(work, record, EndKind.DISPLAY_ENDED, end, decided)


def _spread(telling: Telling) -> None:
    """A correction goes as far as the error went."""
    upheld = select(Objection).where(Objection.state == "upheld", col(Objection.spread_at).is_(None))
    for objection in telling.session.exec(upheld).all():
        tell_corrected(telling, objection.corrected, telling.now)
        objection.spread_at = telling.now

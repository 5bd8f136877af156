"""Who received what: read from the logs of every way by which a record leaves, long after it went out.

Checks are in the decision log, what webhooks sent in the events, pages and views in the readings; of bundles it is
kept which one a member has (`models.bundles.issues`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.decisions import Decision
from models.exits.tables import Followed, Received
from models.members import Member
from models.outbox import LISTING, Event
from models.readings import Reading

LATE = timedelta(minutes=1)
"""A row may be committed so long after the instant that it bears; so much is read again each time."""
CHUNK = 1_000
"""Rows of a log that are read at a time."""
Receipt: TypeAlias = tuple[str, str, datetime]
"""Ids of a member and of a record that it received, and when."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading a log goes on: after the row of this instant and id."""

    at: datetime
    id: str = ""


@dataclass(frozen=True, slots=True)
class Receipts:
    """Rows read, the place of the last (None where there were none), and whether others may follow: where fewer came
    than were asked for, whatever comes in meanwhile is for the next run."""

    found: tuple[Receipt, ...]
    last: Place | None
    more: bool


def followed(session: Session) -> Followed:
    return session.get(Followed, 1) or Followed()


def read_decisions(log: Session, after: Place | None) -> Receipts:
    """Which records the next decisions told, and to whom."""
    statement = select(Decision.at, Decision.id, Decision.member_id, Decision.listing_ids)
    if after is not None:
        later = (col(Decision.at) == after.at) & (col(Decision.id) > after.id)
        statement = statement.where((col(Decision.at) > after.at) | later)
    rows = log.exec(statement.order_by(col(Decision.at), col(Decision.id)).limit(CHUNK)).all()
    found = tuple((member, listing, at) for at, _, member, listings in rows for listing in listings)
    return Receipts(found, Place(rows[-1][0], rows[-1][1]) if rows else None, len(rows) == CHUNK)


def read_events(session: Session, after: Place | None) -> Receipts:
    """The same for the events of the change feed that went to webhooks."""
    statement = select(Event.created_at, Event.id, Event.member_id, Event.subject).where(
        col(Event.type).in_([f"{LISTING}.entered", f"{LISTING}.changed"])
    )
    if after is not None:
        later = (col(Event.created_at) == after.at) & (col(Event.id) > after.id)
        statement = statement.where((col(Event.created_at) > after.at) | later)
    rows = session.exec(statement.order_by(col(Event.created_at), col(Event.id)).limit(CHUNK)).all()
    found = tuple((member, subject, at) for at, _, member, subject in rows if subject is not None)
    return Receipts(found, Place(rows[-1][0], rows[-1][1]) if rows else None, len(rows) == CHUNK)


def receipts_of(readings: Iterable[Reading]) -> Iterator[Receipt]:
    """The same for pages and views."""
    for reading in readings:
        for listing_id in reading.listing_ids:
            yield reading.member_id, listing_id, reading.at


def note_received(session: Session, received: Iterable[Receipt]) -> list[tuple[str, str]]:
    """Enters who received what, the newest instant of each; the pairs of member and record."""
    newest: dict[tuple[str, str], datetime] = {}
    for member_id, listing_id, at in received:
        newest[member_id, listing_id] = max(at, newest.get((member_id, listing_id), at))
    members = set(session.exec(select(Member.id).where(col(Member.id).in_({member for member, _ in newest}))))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = [
        {"member_id": member, "listing_id": listing, "last_at": at}
        for (member, listing), at in newest.items()
        if member in members
    ]
    for start in range(0, len(values), 500):
        statement = insert(Received).values(values[start : start + 500])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["member_id", "listing_id"],
                set_={"last_at": statement.excluded.last_at},
                where=col(Received.last_at) < statement.excluded.last_at,
            )
        )
    return list(newest)

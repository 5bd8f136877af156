"""Records that have ended here and that upstream names again: each waits until a person has said what holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from huixin.core.vocabulary import Standing
from huixin.core.windows import day_of
from models.base import new_id
from models.cases.closing import follow_ends
from models.cases.reopening import lead_again, verify_anew
from models.errors import Conflict, Invalid, NotFound
from models.imports.corrections import twins_of
from models.imports.entries import Entry
from models.imports.store import Known, KnownListing, look_up
from models.listings import ListingVersion, change_listing, records_by_id
from models.personal import personal_faults
from models.upstream.tables import Reappearance, UpstreamFeed
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Back:
    """A row that names an ended record. `ended_on`: the day on which the record had ended. `ended_seq`: since which
    change it says so."""

    number: int
    listing_id: str
    natural_key: str
    ended_on: date
    ended_seq: int = 0


def coming_back(session: Session, list_code: str, entries: Iterable[Entry], today: date) -> list[Back]:
    """The rows that would bring back what has ended, less those that a person has let in."""
    alive = [entry for entry in entries if _is_alive(entry, today)]
    if not alive:
        return []
    known = look_up(session, list_code, alive)
    named = [back for entry in alive for back in _back(entry, known, today)]
    since = _ended_since(session, {back.listing_id for back in named})
    found = [replace(back, ended_seq=since[back.listing_id]) for back in named]
    let_in = _let_in(session, found)
    return [back for back in found if (back.listing_id, back.natural_key, back.ended_seq) not in let_in]


def about_what_stands(session: Session, list_code: str, entries: Iterable[Entry], today: date) -> set[int]:
    """Numbers of the rows that are about a record of the list with no end: whatever else of the key has ended."""
    rows = list(entries)
    known = look_up(session, list_code, rows)
    return {row.number for row in rows if (one := _named(row, known)) is not None and _end_of(one, today) is None}


def _named(entry: Entry, known: Known) -> KnownListing | None:
    subject = known.subjects.get(entry.subject_key)
    return known.listings.get(subject.id, {}).get(entry.natural_key) if subject else None


def _is_alive(entry: Entry, today: date) -> bool:
    """Whether the row would have its record live on, until a day to come at least."""
    content, day = entry.content, today.isoformat()
    return all(end is None or end > day for end in (content.ended_on, content.valid_to))


def _back(entry: Entry, known: Known, today: date) -> Iterator[Back]:
    subject = known.subjects.get(entry.subject_key)
    listings = known.listings.get(subject.id, {}) if subject else {}
    old = listings.get(entry.natural_key) or _same_decision(entry, known, today)
    ended = None if old is None else _end_of(old, today)
    moves = entry.content.ended_on is not None and ended is not None and ended > today.isoformat()
    if old and ended and not moves:  # a coming end that upstream moves is its own to say
        yield Back(entry.number, old.id, entry.natural_key, date.fromisoformat(ended))


def _same_decision(entry: Entry, known: Known, today: date) -> KnownListing | None:
    """The ended record of the same decision, where upstream has given that or the merchant a new number; the last to
    end of several."""
    twins = twins_of(entry, known, known.subjects.get(entry.subject_key))
    ended, _, last = max(((_end_of(one, today) or "", one.id, one) for one in twins), default=("", "", None))
    return last if ended else None


def _end_of(listing: KnownListing, today: date) -> str | None:
    """The day of its end, if there was one: decided, or the last day of its validity has passed."""
    decided = listing.version["ended_on"] if listing.version is not None else None
    if decided is not None:
        return str(decided.isoformat())
    return listing.end if listing.end and listing.end <= today.isoformat() else None


def _ended_since(session: Session, listing_ids: Iterable[str]) -> dict[str, int]:
    """By id of an ended record, the number of the change with which its present end came: it had another before, or
    none."""
    end = func.coalesce(col(ListingVersion.ended_on), col(ListingVersion.valid_to))
    versions = select(ListingVersion.listing_id, ListingVersion.seq_from, end)
    newest_first = versions.where(col(ListingVersion.listing_id).in_(list(listing_ids))).order_by(
        col(ListingVersion.listing_id), col(ListingVersion.seq_from).desc()
    )
    since: dict[str, int] = {}
    ends: dict[str, date | None] = {}
    changed: set[str] = set()
    for listing_id, sequence, day in session.exec(newest_first):
        if ends.setdefault(listing_id, day) != day:
            changed.add(listing_id)
        elif listing_id not in changed:
            since[listing_id] = sequence
    return since


def _let_in(session: Session, found: list[Back]) -> set[tuple[str, str, int]]:
    rows = session.execute(
        select(col(Reappearance.listing_id), col(Reappearance.natural_key), col(Reappearance.ended_seq)).where(
            col(Reappearance.listing_id).in_({back.listing_id for back in found}), Reappearance.answer == "reopened"
        )
    )
    return {(listing_id, key, since) for listing_id, key, since in rows}


def ask_person(session: Session, feed: UpstreamFeed, found: Iterable[Back], now: datetime) -> None:
    """Enters each once; what was asked before of the same end, answered or not, is not asked again."""
    for back in found:
        asked = select(Reappearance.id).where(
            Reappearance.listing_id == back.listing_id,
            Reappearance.natural_key == back.natural_key,
            Reappearance.ended_seq == back.ended_seq,
        )
        if session.exec(asked).first() is None:
            session.add(
                Reappearance(
                    id=new_id("rea"),
                    feed=feed.code,
                    listing_id=back.listing_id,
                    natural_key=back.natural_key,
                    ended_on=back.ended_on,
                    ended_seq=back.ended_seq,
                    seen_at=now,
                )
            )
            session.flush()


def waiting(session: Session, *, after: str = "", limit: int = 100) -> list[Reappearance]:
    """Those without an answer, by id."""
    return list(
        session.exec(
            select(Reappearance)
            .where(col(Reappearance.answer).is_(None), col(Reappearance.id) > after)
            .order_by(col(Reappearance.id))
            .limit(limit)
        ).all()
    )


def answer(
    session: Session, reappearance_id: str, verdict: str, by: str, why: str, now: datetime, ruleset: RuleSet
) -> Reappearance:
    """`reopened`: the record counts again, and follows upstream; a pushed name is a lead again, to be verified anew.
    `stays_ended`: it is not asked again.

    Raises NotFound, and Conflict where it was answered already or the record is no longer ended as it was.
    """
    if faults := personal_faults({"/by": by, "/why": why}, "leave it out"):
        raise Invalid("The answer holds a personal identifier.", *faults)
    row = session.exec(select(Reappearance).where(Reappearance.id == reappearance_id).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no reappearance {reappearance_id}.")
    if row.answer is not None:
        raise Conflict(f"This was answered on {row.answered_at}: {row.answer}.")
    if verdict == "reopened" and _reopen(session, row, day_of(now)):
        verify_anew(session, [row.listing_id], now, ruleset)
    row.answer, row.answered_by, row.why, row.answered_at = verdict, by, why, now
    session.flush()
    return row


def _reopen(session: Session, row: Reappearance, today: date) -> bool:
    """Whether the record had come to its end, which is taken back."""
    record = records_by_id(session, [row.listing_id])[row.listing_id]
    if record.ended_on is None:
        # It ended by the last day of its validity; the next statement of upstream says until when it holds now.
        return False
    if record.ended_on != row.ended_on or _ended_since(session, [record.id])[record.id] != row.ended_seq:
        raise Conflict(f"The record has ended anew since then, on {record.ended_on}.")
    if record.ended_on > today:
        change_listing(session, record.id, ended_on=None, end_kind=None, end_reason=None)
        if record.standing is Standing.EFFECTIVE:  # of a name the person has just said what holds
            follow_ends(session, [record.id], today)
        return False
    change_listing(session, record.id, **lead_again(session, record))
    return True

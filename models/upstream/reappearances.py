"""Records that have ended here and that upstream names again: each waits until a person has said what holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from huixin.core.windows import day_of
from models.base import new_id
from models.cases.reopening import lead_again, verify_anew
from models.errors import Conflict, Invalid, NotFound
from models.imports.entries import Entry
from models.imports.store import Known, KnownListing, look_up
from models.listings import change_listing, records_by_id
from models.personal import personal_faults
from models.upstream.tables import Reappearance, UpstreamFeed
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Back:
    """A row that names an ended record. `ended_on`: the day on which the record had ended."""

    number: int
    listing_id: str
    natural_key: str
    ended_on: date


def coming_back(session: Session, list_code: str, entries: Iterable[Entry], today: date) -> list[Back]:
    """The rows that would bring back what has ended, less those that a person has let in."""
    alive = [entry for entry in entries if _is_alive(entry, today)]
    if not alive:
        return []
    known = look_up(session, list_code, alive)
    found = [back for entry in alive for back in _back(entry, known, today)]
    let_in = _let_in(session, found)
    return [back for back in found if (back.listing_id, back.natural_key, back.ended_on) not in let_in]


def _is_alive(entry: Entry, today: date) -> bool:
    content = entry.content
    return content.ended_on is None and (content.valid_to is None or content.valid_to > today.isoformat())


def _back(entry: Entry, known: Known, today: date) -> Iterator[Back]:
    subject = known.subjects.get(entry.subject_key)
    listings = known.listings.get(subject.id, {}) if subject else {}
    old = listings.get(entry.natural_key) or _same_document(entry, listings)
    ended = old and _end_of(old, today)
    if old and ended:
        yield Back(entry.number, old.id, entry.natural_key, date.fromisoformat(ended))


def _same_document(entry: Entry, listings: dict[str, KnownListing]) -> KnownListing | None:
    """The record of the same document, where upstream has given it a new number."""
    number, day = entry.content.document_number, entry.content.decided_on
    same = [one for one in listings.values() if number and (one.document_number, one.decided_on) == (number, day)]
    return same[0] if len(same) == 1 else None


def _end_of(listing: KnownListing, today: date) -> str | None:
    """The day of its end, if there was one: decided, or the last day of its validity has passed."""
    decided = listing.version["ended_on"] if listing.version is not None else None
    if decided is not None:
        return str(decided.isoformat())
    return listing.end if listing.end and listing.end <= today.isoformat() else None


def _let_in(session: Session, found: list[Back]) -> set[tuple[str, str, date]]:
    rows = session.execute(
        select(col(Reappearance.listing_id), col(Reappearance.natural_key), col(Reappearance.ended_on)).where(
            col(Reappearance.listing_id).in_({back.listing_id for back in found}), Reappearance.answer == "reopened"
        )
    )
    return {(listing_id, key, day) for listing_id, key, day in rows}


def ask_person(session: Session, feed: UpstreamFeed, found: Iterable[Back], now: datetime) -> None:
    """Enters each once; what was asked before, answered or not, is not asked again."""
    for back in found:
        asked = select(Reappearance.id).where(
            Reappearance.listing_id == back.listing_id,
            Reappearance.natural_key == back.natural_key,
            Reappearance.ended_on == back.ended_on,
        )
        if session.exec(asked).first() is None:
            session.add(
                Reappearance(
                    id=new_id("rea"),
                    feed=feed.code,
                    listing_id=back.listing_id,
                    natural_key=back.natural_key,
                    ended_on=back.ended_on,
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
    if record.ended_on != row.ended_on:
        raise Conflict(f"The record has ended anew since then, on {record.ended_on}.")
    if record.ended_on > today:
        change_listing(session, record.id, ended_on=None, end_kind=None, end_reason=None)
        return False
    change_listing(session, record.id, **lead_again(session, record))
    return True

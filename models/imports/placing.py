"""On which list each row of a chunk stands: that of the import, or one on which what was pushed has been recognised."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from models.imports.columns import Entries
from models.imports.entries import Entry
from models.imports.plan import ABSENT
from models.imports.spool import Chunk
from models.imports.store import Known, KnownListing, look_up, stored_content
from rules.documents import ListEntry


def parts_of(session: Session, own: ListEntry, chunk: Chunk, today: date) -> Iterator[tuple[str, Chunk]]:
    """The chunk by lists, what stands on the import's own first, with all that there is to say."""
    entries = _placed(session, own, chunk.entries, today) if own.recognised_as else chunk.entries
    yield own.list, chunk._replace(entries=_on(entries, own.list))
    for code in own.recognised_as:
        there = _on(entries, code)
        if there:
            yield code, Chunk(chunk.start, chunk.stop, there, [], [])


def _on(entries: Entries, code: str) -> Entries:
    return entries.where([on == code for on in entries.column("list")])


def _placed(session: Session, own: ListEntry, entries: Entries, today: date) -> Entries:
    """A row without a recognition is about the listing of the same key, where the same push made one before. Once that
    has ended and the name goes on, it is about the name, as is every row that names an end. An end is one of all that
    stands under the key."""
    placed, beside = list(entries), []
    for code in own.recognised_as:
        about = [index for index, entry in enumerate(placed) if _may_be_about_another(entry, own.list)]
        known = look_up(session, code, [placed[index] for index in about])
        found = [(index, listing) for index in about if (listing := _known(known, placed[index])) is not None]
        gone = [placed[index] for index, listing in found if has_ended(listing, today)]
        names = look_up(session, own.list, gone) if gone else Known()
        for index, listing in found:
            entry = placed[index]
            if entry.list not in (own.list, code):
                beside += [] if has_ended(listing, today) else [_about(entry, code, listing)]
                continue
            name = _known(names, entry) if has_ended(listing, today) else None
            if name is None or has_ended(name, today):
                placed[index] = _about(entry, code, listing) if entry.list == own.list else entry
            elif entry.list == code:
                placed[index] = _about(entry, own.list, name)
    return Entries.of([*_less_what_ended(session, own, placed, today), *beside])


def _may_be_about_another(entry: Entry, own: str) -> bool:
    return entry.list == own or entry.content.ended_on is not None


def _less_what_ended(session: Session, own: ListEntry, placed: list[Entry], today: date) -> Iterator[Entry]:
    """A recognition that had been decided when all that stood under its key ended does not come with a list of its own:
    such a row is about what ended."""
    recognised = [entry for entry in placed if entry.list != own.list and entry.content.ended_on is None]
    known = {code: look_up(session, code, recognised) for code in (own.list, *own.recognised_as) if recognised}
    for entry in placed:
        ended = {} if entry.list == own.list or entry.content.ended_on else _ended_elsewhere(entry, known, today)
        yield next((_about(entry, code, listing) for code, listing in ended.items()), entry)


def _ended_elsewhere(entry: Entry, known: dict[str, Known], today: date) -> dict[str, KnownListing]:
    """By list; none where something of the key stands, or where the list of the row knows it."""
    found = {code: listing for code, one in known.items() if (listing := _known(one, entry)) is not None}
    if entry.list in found or not all(_ended_since(listing, entry, today) for listing in found.values()):
        return {}
    return found


def _ended_since(listing: KnownListing, entry: Entry, today: date) -> bool:
    """Whether it has ended, otherwise than by its absence from a full file, since the decision that the row states."""
    ended_on = listing.version["ended_on"] if listing.version is not None else None
    if listing.version is None or ended_on is None or ended_on > today or listing.version["end_reason"] == ABSENT:
        return False
    return entry.content.decided_on is None or entry.content.decided_on <= ended_on.isoformat()


def _known(known: Known, entry: Entry) -> KnownListing | None:
    subject = known.subjects.get(entry.subject_key)
    return known.listings.get(subject.id, {}).get(entry.natural_key) if subject else None


def has_ended(listing: KnownListing, today: date) -> bool:
    """By a decision, or by its validity."""
    decided = listing.version["ended_on"] if listing.version is not None else None
    return (decided is not None and decided <= today) or bool(listing.end and listing.end <= today.isoformat())


def _about(entry: Entry, code: str, listing: KnownListing) -> Entry:
    """All that such a row can say of a listing is that it has ended: what was recognised stands as it was."""
    assert listing.version is not None  # noqa: S101 (stored)
    content = stored_content(listing.version)
    if entry.content.ended_on is None and content.ended_on is None:
        return entry._replace(list=code, content=content, digest=listing.digest or entry.digest, unset=())
    end = {name: getattr(entry.content, name) for name in ("ended_on", "end_kind", "end_reason")}
    return entry._replace(list=code, content=content._replace(**end), unset=())

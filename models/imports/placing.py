"""On which list each row of a chunk stands: that of the import, or one on which what was pushed has been recognised."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlmodel import Session

from models.imports.columns import Entries
from models.imports.corrections import is_of, twins_of
from models.imports.entries import Entry
from models.imports.plan import ABSENT
from models.imports.spool import Chunk
from models.imports.store import Known, KnownListing, look_up, stored_content
from rules.documents import ListEntry


def parts_of(session: Session, own: ListEntry, chunk: Chunk, today: date) -> Iterator[tuple[str, Chunk]]:
    """The chunk by lists, what stands on the import's own first, with all that there is to say. What has ended comes
    before all else, to be applied before the rest is taken: so no row brings back what another one ends. Rows with a
    fault come last, as they end what the others have brought in."""
    sound, faulty = chunk.entries.by_fault()
    over = [end is not None and end <= today.isoformat() for end in sound.column("ended_on")]
    parts = (sound.where(over), sound.where([not it_is for it_is in over]), faulty)
    *before, last = [part for part in parts if part] or [sound]
    for part in before:
        yield from _by_lists(session, own, chunk._replace(entries=part, rejected=[], warnings=[], superseded=0), today)
    yield from _by_lists(session, own, chunk._replace(entries=last), today)


def _by_lists(session: Session, own: ListEntry, chunk: Chunk, today: date) -> Iterator[tuple[str, Chunk]]:
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
    stands under the key, or is of the same decision under another."""
    codes = (own.list, *own.recognised_as)
    known = {code: look_up(session, code, entries) for code in codes}
    placed = []
    for entry in entries:
        if entry.content.ended_on is None:
            placed.append(_less_what_ended(_by_key(entry, own, known, today), known, today))
        else:
            placed += _with_other_numbers(_ends_by_key(entry, own, known, today), own, known, today)
    return Entries.of(placed)


def _by_key(entry: Entry, own: ListEntry, known: Mapping[str, Known], today: date) -> Entry:
    """The row, about what is known by its key."""
    return _ends_by_key(entry, own, known, today)[0]


def _ends_by_key(entry: Entry, own: ListEntry, known: Mapping[str, Known], today: date) -> list[Entry]:
    """The same, and further ones that end what stands under the key on other lists."""
    placed, beside = entry, list[Entry]()
    name = _known(known[own.list], entry)
    for code in own.recognised_as:
        listing = _known(known[code], entry)
        if listing is None or not (placed.list == own.list or entry.content.ended_on is not None):
            continue
        over = has_ended(listing, today)
        if placed.list not in (own.list, code):
            beside += [] if over else [_about(entry, code, listing)]
        elif not over or name is None or has_ended(name, today):
            placed = _about(placed, code, listing) if placed.list == own.list else placed
        elif placed.list == code:
            placed = _about(placed, own.list, name)
    return [placed, *beside]


def _with_other_numbers(placed: list[Entry], own: ListEntry, known: Mapping[str, Known], today: date) -> list[Entry]:
    """The rows, and further ones that end what is of the decision under other numbers on further lists; in place of
    one that would only enter what has ended."""
    entry = placed[0]
    taken = {one.list for one in placed if _records(entry, known[one.list])}
    beside = []
    for code, one in known.items():
        standing = [record for record in _twins(entry, one) if not has_ended(record, today)]
        # a name ends with its recognition, whenever that does; beside another one on a day that has come
        has_come = code != own.list or (entry.content.ended_on or "") <= today.isoformat()
        if code not in taken and code != entry.list and standing and has_come:
            beside.append(_about(entry, code, standing[0]))
    return [*(placed if taken or not beside else placed[1:]), *beside]


def _less_what_ended(entry: Entry, known: Mapping[str, Known], today: date) -> Entry:
    """A row of what had been decided when all that is known of it ended, by its key or as the same decision, is about
    what ended, whatever list it names: it does not come in by that."""
    if _known(known[entry.list], entry) is not None:
        return entry
    found = [(code, record) for code, one in known.items() for record in _records(entry, one)]
    if found and all(_ended_since(record, entry, today) for _, record in found):
        return _about(entry, *found[0])
    return entry


def _ended_since(listing: KnownListing, entry: Entry, today: date) -> bool:
    """Whether it has ended, otherwise than by its absence from a full file, since the decision that the row states."""
    ended_on = listing.version["ended_on"] if listing.version is not None else None
    if listing.version is None or ended_on is None or ended_on > today or listing.version["end_reason"] == ABSENT:
        return False
    decided_on = entry.content.decided_on
    return decided_on is None or decided_on <= ended_on.isoformat() or is_of(entry, listing)


def _records(entry: Entry, known: Known) -> list[KnownListing]:
    """What is known of the row on a list, by its key and as the same decision under other numbers."""
    own = _known(known, entry)
    return [*([] if own is None else [own]), *_twins(entry, known)]


def _twins(entry: Entry, known: Known) -> list[KnownListing]:
    return twins_of(entry, known, known.subjects.get(entry.subject_key))


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

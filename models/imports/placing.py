"""On which list each row of a chunk stands: that of the import, or one on which what was pushed has been recognised."""

from collections.abc import Iterator

from sqlmodel import Session

from models.imports.columns import Entries
from models.imports.entries import Entry
from models.imports.spool import Chunk
from models.imports.store import KnownListing, look_up, stored_content
from rules.documents import ListEntry


def parts_of(session: Session, own: ListEntry, chunk: Chunk) -> Iterator[tuple[str, Chunk]]:
    """The chunk by lists, what stands on the import's own first, with all that there is to say."""
    entries = _placed(session, own, chunk.entries) if own.recognised_as else chunk.entries
    yield own.list, chunk._replace(entries=_on(entries, own.list))
    for code in own.recognised_as:
        there = _on(entries, code)
        if there:
            yield code, Chunk(chunk.start, chunk.stop, there, [], [])


def _on(entries: Entries, code: str) -> Entries:
    return entries.where([on == code for on in entries.column("list")])


def _placed(session: Session, own: ListEntry, entries: Entries) -> Entries:
    """A row without a recognition is about the listing of the same key, where the same push made one before."""
    placed = list(entries)
    for code in own.recognised_as:
        known = look_up(session, code, [entry for entry in placed if entry.list == own.list])
        for index, entry in enumerate(placed):
            subject = known.subjects.get(entry.subject_key)
            listing = known.listings.get(subject.id, {}).get(entry.natural_key) if subject else None
            if entry.list == own.list and listing is not None:
                placed[index] = _about(entry, code, listing)
    return Entries.of(placed)


def _about(entry: Entry, code: str, listing: KnownListing) -> Entry:
    """All that such a row can say of a listing is that it has ended: what was recognised stands as it was."""
    assert listing.version is not None  # noqa: S101 (stored)
    content = stored_content(listing.version)
    if entry.content.ended_on is None and content.ended_on is None:
        return entry._replace(list=code, content=content, digest=listing.digest or entry.digest, unset=())
    end = {name: getattr(entry.content, name) for name in ("ended_on", "end_kind", "end_reason")}
    return entry._replace(list=code, content=content._replace(**end), unset=())

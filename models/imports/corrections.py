"""Whether a record is a second decision about a merchant, or only an earlier one corrected."""

from collections.abc import Mapping
from datetime import date

from huixin.core.vocabulary import Standing
from models.imports.entries import Content, Entry
from models.imports.keys import natural_key, plain
from models.imports.store import KnownListing


def overlapping(entry: Entry, listings: Mapping[str, KnownListing]) -> list[KnownListing]:
    """The other records of the subject on this list whose days overlap the entry's, the latest last."""
    start, end = entry.content.valid_from, _end_of(entry.content)
    found = [known for known in listings.values() if _overlap(start, end, known.start, known.end)]
    return sorted(found, key=lambda known: (known.decided_on or "", known.id))


def may_be_one(entry: Entry, known: KnownListing) -> bool:
    """Whether the two may state one decision: unless they differ in number and day, both known. Two decisions are a
    repetition, a correction of one is none."""
    numbers = [plain(number or "") for number in (entry.content.document_number, known.document_number)]
    days = [entry.content.decided_on, known.decided_on]
    return not (all(numbers) and all(days) and numbers[0] != numbers[1] and days[0] != days[1])


def ended_under_another_key(entry: Entry, listings: Mapping[str, KnownListing], today: date) -> KnownListing | None:
    """The record of the very decision that the row states as standing, where it has ended: body, number and day are the
    same. Under whatever number it is sent, it does not come back by itself."""
    said = entry.content
    stands = said.standing == Standing.EFFECTIVE and (said.ended_on is None or said.ended_on > today.isoformat())
    if not stands or said.document_number is None or said.decided_on is None:
        return None
    for known in listings.values():
        version = known.version
        if version is None or version["ended_on"] is None or version["ended_on"] > today:
            continue
        same = plain(known.document_number or "") == plain(said.document_number) and known.decided_on == said.decided_on
        if same and (version["recogniser_code"], version["recogniser"]) == (said.recogniser_code, said.recogniser):
            return known
    return None


def key_before(entry: Entry) -> str | None:
    """Key under which the record stood while its source gave it no id of its own; None where it would be the same."""
    content = entry.content
    if content.source_record_id is None or content.document_number is None:
        return None
    return natural_key(None, content.document_number, content.source, content.reason, content.decided_on)


def _end_of(content: Content) -> str | None:
    ends = [end for end in (content.valid_to, content.ended_on) if end]
    return min(ends, default=None)


def _overlap(start: str | None, end: str | None, other_start: str | None, other_end: str | None) -> bool:
    """Whether two half-open stretches of ISO days share one; None is open."""
    if (start and start == end) or (other_start and other_start == other_end):
        return False
    return (not start or not other_end or start < other_end) and (not end or not other_start or other_start < end)

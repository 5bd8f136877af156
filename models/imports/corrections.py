"""Whether a record is a second decision about a merchant, or only an earlier one corrected; and under which other
numbers the very decision of a row is known."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import RowMapping

from models.imports.entries import Content, Entry
from models.imports.keys import natural_key, plain
from models.imports.plan import IDENTIFIED, had_ended
from models.imports.store import Known, KnownListing, KnownSubject

_BEARS_ITS_YEAR = re.compile(r"\(\d{4}\)")
"""Of a number written plainly, such as 惠市监(2026)1号: its body gives it once."""


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


def twins_of(entry: Entry, known: Known, subject: KnownSubject | None) -> list[KnownListing]:
    """The stored records of the very decision that the row states: of its subject under other keys than its own, and
    what stands under another code of the merchant, or under its name."""
    own = known.listings.get(subject.id, {}) if subject else {}
    found = [one for key, one in own.items() if key != entry.natural_key and is_of(entry, one)]
    for subject_id in sorted(known.others.get(entry.subject_key, ())):
        for key, one in known.listings.get(subject_id, {}).items():
            if key == entry.natural_key or is_of(entry, one):
                found.append(one)
    stored = [one for one in found if one.version is not None and one.version["end_reason"] != IDENTIFIED]
    return _of_one_merchant(stored, known)


def _of_one_merchant(found: list[KnownListing], known: Known) -> list[KnownListing]:
    """Where two merchants of the name of the row have such a decision, it is about what has ended of it, if about any:
    it ends nobody's."""
    bearers = {known.bearers[one.subject_id] for one in found if one.subject_id in known.bearers}
    if len(bearers) < 2:
        return found
    return [one for one in found if one.subject_id not in known.bearers or (one.version and one.version["ended_on"])]


def is_of(entry: Entry, known: KnownListing) -> bool:
    """Whether the record is one of the decision that the row states by its number."""
    said = entry.content
    if said.document_number is None or known.document_number is None or known.version is None:
        return False
    number = plain(said.document_number)
    same = plain(known.document_number) == number and _one_day(number, known.decided_on, said.decided_on)
    return same and _one_body(known.version, said)


def _one_day(number: str, one: str | None, other: str | None) -> bool:
    """Whether nothing speaks for two decisions of one number."""
    return one is None or other is None or one == other or _BEARS_ITS_YEAR.search(number) is not None


def _one_body(version: RowMapping, said: Content) -> bool:
    """Bodies number each for themselves; one that is known goes by its code, however it is written."""
    name, code = version["recogniser"], version["recogniser_code"]
    if name is None or said.recogniser is None:
        return True
    one, other = (code, said.recogniser_code) if code and said.recogniser_code else (name, said.recogniser)
    return bool(one == other)


def is_over(known: KnownListing, today: date) -> bool:
    """Whether it has ended, or will, by a decision that its source does not take back."""
    return had_ended(known, today) or known.decided


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

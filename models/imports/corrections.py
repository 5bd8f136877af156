"""Whether a record is a second decision about a merchant, or only an earlier one corrected; and under which other
numbers the very decision of a row is known."""

from collections.abc import Mapping
from datetime import date

from models.imports.entries import Content, Entry
from models.imports.keys import natural_key, plain
from models.imports.plan import IDENTIFIED, had_ended
from models.imports.store import Known, KnownListing, KnownSubject
from models.same_decision import Stated, is_one


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
    return _of_one_merchant(_stored(entry, known, subject), known)


def is_unclear(entry: Entry, known: Known, subject: KnownSubject | None) -> bool:
    """Whether a row without the merchant's code leads to several alike: by a number that more than one claims and none
    of its name, or by a name of which more than one has a standing record of the decision."""
    holders = known.claims.get(entry.identifiers[0], {}) if entry.identifiers and entry.uscc is None else {}
    if len(holders) > 1 and entry.subject_key.startswith("reg:"):
        return entry.name not in {holder.name for holder in holders.values()}
    found = _stored(entry, known, subject)
    return len(_of_one_merchant(found, known)) < len(found)


def _stored(entry: Entry, known: Known, subject: KnownSubject | None) -> list[KnownListing]:
    own = known.listings.get(subject.id, {}) if subject else {}
    found = [one for key, one in own.items() if key != entry.natural_key and is_of(entry, one)]
    for subject_id in sorted(known.others.get(entry.subject_key, ())):
        for key, one in known.listings.get(subject_id, {}).items():
            if key == entry.natural_key or is_of(entry, one):
                found.append(one)
    return [one for one in found if one.version is not None and one.version["end_reason"] != IDENTIFIED]


def _of_one_merchant(found: list[KnownListing], known: Known) -> list[KnownListing]:
    """Where two merchants of the name of the row have such a decision, it is about what has ended of it, if about any:
    it ends nobody's."""
    bearers = {known.bearers[one.subject_id] for one in found if one.subject_id in known.bearers}
    if len(bearers) < 2:
        return found
    return [one for one in found if one.subject_id not in known.bearers or (one.version and one.version["ended_on"])]


def is_of(entry: Entry, known: KnownListing) -> bool:
    """Whether the record is one of the decision that the row states by its number."""
    said, version = entry.content, known.version
    if said.document_number is None or version is None:
        return False
    return is_one(
        Stated(known.document_number, known.decided_on, version["recogniser"], version["recogniser_code"]),
        Stated(said.document_number, said.decided_on, said.recogniser, said.recogniser_code),
    )


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

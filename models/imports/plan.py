"""What a chunk of entries changes: new subjects and records, changes, renames, and what is told of the rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import RowMapping

from huixin.core.vocabulary import Standing
from models.imports.columns import Entries
from models.imports.entries import Content, Entry, Issue
from models.imports.store import KnownListing, iso, stored_content

ABSENT = "不再列于全量名单 (no longer in the full list)"
"""End reason of a record that a full file no longer names; only a later full file takes it back."""
IDENTIFIED = "该记录的主体已识别，由带代码的记录取代 (a record with the subject's code takes its place)"
"""End reason of a record of a name alone, once the same decision comes with a code: no end of the decision."""
_FACTS = ("brushing_form", "decided_on", "document_number", "grounds", "problem_types", "reason", "severity")
"""What a push says of a name that is to be verified."""


class NewSubject(NamedTuple):
    id: str
    entry: Entry
    step: int


class NewListing(NamedTuple):
    id: str
    subject_id: str
    entry: Entry
    correction_of: str | None
    step: int


class Strangers(NamedTuple):
    """Rows whose subjects nobody knew, each the only one of its subject: for each a subject and a listing to enter, at
    the same step."""

    entries: Entries
    subject_ids: list[str]
    listing_ids: list[str]
    steps: list[int]


class ListingChange(NamedTuple):
    """`digest` None: the source's row stays as it was last sent."""

    known: KnownListing
    content: Content
    digest: str | None
    step: int


class Rename(NamedTuple):
    """`version`: the subject as stored, with `kind`, `name`, `uscc`, `unit`, `sealed`; `unlisted`: it never stood on a
    list by that name."""

    version: RowMapping
    entry: Entry
    unlisted: bool
    step: int


class UnlistedName(NamedTuple):
    """What a lead or a proposal calls a merchant, beside the name that it has."""

    subject_id: str
    name: str
    step: int


class NewIdentifier(NamedTuple):
    subject_id: str
    scheme: str
    value: str
    step: int


@dataclass(slots=True)
class Counts:
    entered: int = 0
    changed: int = 0
    exited: int = 0
    unchanged: int = 0
    unverified: int = 0
    rejected: int = 0

    def add(self, other: "Counts") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Plan:
    """`steps` changes, each with its own number of the change sequence, counted from 0."""

    steps: int = 0
    subjects: list[NewSubject] = field(default_factory=list)
    identifiers: list[NewIdentifier] = field(default_factory=list)
    listings: list[NewListing] = field(default_factory=list)
    changes: list[ListingChange] = field(default_factory=list)
    renames: list[Rename] = field(default_factory=list)
    unlisted_names: list[UnlistedName] = field(default_factory=list)
    rekeyed: list[tuple[str, str]] = field(default_factory=list)
    """New natural key and id of a record; its version says as much by its source's id."""
    rejected: list[Issue] = field(default_factory=list)
    """Rows that could only have ended a record, where none is known."""
    warnings: list[Issue] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    strangers: Strangers = field(default_factory=lambda: Strangers(Entries.of(()), [], [], []))

    def entered(self) -> Iterator[tuple[str, str | None]]:
        """Ids of the new records, with the day on which each has ended."""
        yield from zip(self.strangers.listing_ids, self.strangers.entries.column("ended_on"), strict=True)
        yield from ((new.id, new.entry.content.ended_on) for new in self.listings)

    def moved_ends(self, today: date) -> list[tuple[str, str | None]]:
        """Ids of the records that come to an end, or to another than the coming one that was known, with its day; None
        where that is taken back."""
        versions = ((one, one.known.version) for one in self.changes if not had_ended(one.known, today))
        return [
            (one.known.id, one.content.ended_on)
            for one, version in versions
            if version is not None and one.content.ended_on != iso(version["ended_on"])
        ]

    def returned(self, today: date) -> list[str]:
        """Ids of the records that had ended and live again."""
        return [
            change.known.id
            for change in self.changes
            if had_ended(change.known, today) and change.content.ended_on is None
        ]

    def said_anew(self) -> dict[str, list[str]]:
        """By id of a live lead, which facts its source says otherwise than before."""
        leads = ((one.known, one.content) for one in self.changes if one.content.standing == Standing.LEAD)
        return {
            known.id: facts
            for known, now in leads
            if known.version is not None and now.ended_on is None and (facts := _other_facts(known.version, now))
        }


def _other_facts(version: RowMapping, now: Content) -> list[str]:
    before = stored_content(version)
    return [name for name in _FACTS if getattr(before, name) != getattr(now, name)]


def had_ended(known: KnownListing, today: date) -> bool:
    """Not one whose end is still to come."""
    ended = known.version and known.version["ended_on"]
    return bool(ended and ended <= today)

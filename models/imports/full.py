"""Full files: records that the file no longer names are proposed as exits, and applied only under a threshold or on
confirmation, so that a truncated file delists nobody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from models.imports.keys import lead_key, name_key
from models.imports.plan import ABSENT, ListingChange, Plan
from models.imports.spool import Spool
from models.imports.store import KnownListing, listings_by_id, stored_content
from models.imports.tables import Import
from models.listings import Listing, ListingVersion
from models.subjects import Subject, SubjectIdentifier, SubjectVersion
from models.versions import in_force
from rules.documents import ListEntry


class Origin(Protocol):
    """Whose word the file is, on which list: an import, or a feed."""

    @property
    def list(self) -> str: ...

    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was pushed to the list `pushed_to` and stands on another one, because it carried a recognition."""

    list: str
    source: str
    pushed_to: str


Stated = Origin | Recognised
"""What a file speaks of that states a whole list."""


def stated_by(origin: Origin, entry: ListEntry) -> list[Stated]:
    """All that the whole list says: the list itself, and what stands on others because of it."""
    return [origin, *(Recognised(code, origin.source, origin.list) for code in entry.recognised_as)]


@dataclass(frozen=True, slots=True)
class Absent:
    """What a full file lacks: ids of records that stood as they do when it began to come in, and how many came or
    changed since. Of these it could not know, so it ends none of them."""

    known: list[str]
    since: int


def absent_from(session: Session, job: Import, stated: Iterable[Stated], spool: Spool, today: date) -> Absent:
    """Of all that the file states."""
    found = [one for origin in stated for one in absent_records(session, origin, spool, today).items()]
    known = sorted(listing_id for listing_id, since in found if since <= job.seq_begun)
    return Absent(known, len(found) - len(known))


def absent_records(
    session: Session, origin: Stated, spool: Spool, today: date, *, spare_rejected: bool = True
) -> dict[str, int]:
    """Ids of the live records of this list and source that the file does not name, each with the change since which it
    stands as it does. `spare_rejected`: a row that was rejected stands for all of its subject."""
    statement = (
        select(
            col(Listing.id),
            col(ListingVersion.seq_from),
            col(Listing.natural_key),
            col(Subject.id),
            col(Subject.key),
            col(Subject.organisation_code),
            col(SubjectVersion.name),
        )
        .join(ListingVersion, col(ListingVersion.listing_id) == Listing.id)
        .join(Subject, col(Subject.id) == Listing.subject_id)
        .join(SubjectVersion, (col(SubjectVersion.subject_id) == Subject.id) & col(SubjectVersion.seq_to).is_(None))
        .where(*live(origin, today))
    )
    absent = {}
    for listing_id, since, key, subject_id, subject_key, code, name in session.connection().execute(statement):
        if any(spool.names(one, key) for one in (subject_key, f"org:{code}", name_key(name))):
            continue
        spared = [lead_key(origin.list, subject_key)]
        if spare_rejected:
            spared += [subject_key, name_key(name)]
        if not spool.spared.isdisjoint(spared):
            continue
        if not any(spool.names(other, key) for other in _further_keys(session, subject_id)):
            absent[listing_id] = since
    return absent


def _further_keys(session: Session, subject_id: str) -> Iterator[str]:
    statement = select(col(SubjectIdentifier.value)).where(
        col(SubjectIdentifier.subject_id) == subject_id, col(SubjectIdentifier.seq_to).is_(None)
    )
    return (f"reg:{value}" for value in session.connection().execute(statement).scalars())


def live(origin: Stated, today: date, sequence: int | None = None) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the live records of that list and source, as of a change."""
    version = ListingVersion
    conditions = (
        col(Listing.list) == origin.list,
        col(version.source) == origin.source,
        in_force(version, sequence),
        col(version.ended_on).is_(None),
        or_(col(version.valid_to).is_(None), col(version.valid_to) > today),
    )
    if isinstance(origin, Recognised):
        pushed = select(col(Import.id)).where(col(Import.list) == origin.pushed_to)
        return (*conditions, col(version.import_id).in_(pushed))
    return conditions


def live_before(session: Session, job: Import, stated: Iterable[Stated], today: date) -> int:
    """How many live records this source had of all that it states when the import began."""
    joined = select(func.count()).select_from(Listing)
    joined = joined.join(ListingVersion, col(ListingVersion.listing_id) == Listing.id)
    conditions = (live(origin, today, job.seq_begun) for origin in stated)
    return sum(session.connection().execute(joined.where(*one)).scalar_one() for one in conditions)


def is_under(exits: int, live: int, percent: int) -> bool:
    """Whether so many exits may go through unasked; none always may."""
    return exits == 0 or exits * 100 < percent * live


def still_so(session: Session, job: Import, listing_ids: Sequence[str]) -> list[KnownListing]:
    """Those that have not changed since the import began, nor meanwhile; in the order in which they came."""
    found = sorted(listings_by_id(session, listing_ids), key=lambda known: known.id)
    return [known for known in found if known.version and known.version["seq_from"] <= job.seq_begun]


def batches(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch


def plan_exits(absent: list[KnownListing], today: date) -> Plan:
    """Ends records that a full file no longer names."""
    plan = Plan()
    for listing in absent:
        assert listing.version is not None  # noqa: S101 (stored records only)
        content = stored_content(listing.version)
        ended = max(today.isoformat(), content.valid_from or "")
        content = content._replace(ended_on=ended, end_kind="removed", end_reason=ABSENT)
        plan.changes.append(ListingChange(listing, content, None, plan.steps))
        plan.steps += 1
    plan.counts.exited = plan.steps
    return plan

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


def absent_records(
    session: Session, origin: Stated, spool: Spool, today: date, *, spare_rejected: bool = True
) -> list[str]:
    """Ids of the live records of this list and source that the file does not name. `spare_rejected`: a row that was
    rejected stands for all of its subject."""
    statement = (
        select(
            col(Listing.id),
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
    absent = []
    for listing_id, key, subject_id, subject_key, code, name in session.connection().execute(statement):
        if any(spool.names(one, key) for one in (subject_key, f"org:{code}", name_key(name))):
            continue
        spared = [lead_key(origin.list, subject_key)]
        if spare_rejected:
            spared += [subject_key, name_key(name)]
        if not spool.spared.isdisjoint(spared):
            continue
        if not any(spool.names(other, key) for other in _further_keys(session, subject_id)):
            absent.append(listing_id)
    return absent


def _further_keys(session: Session, subject_id: str) -> Iterator[str]:
    statement = select(col(SubjectIdentifier.value)).where(
        col(SubjectIdentifier.subject_id) == subject_id, col(SubjectIdentifier.seq_to).is_(None)
    )
    return (f"reg:{value}" for value in session.connection().execute(statement).scalars())


def live(origin: Stated, today: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the live records of that list and source."""
    version = ListingVersion
    conditions = (
        col(Listing.list) == origin.list,
        col(version.source) == origin.source,
        col(version.seq_to).is_(None),
        col(version.ended_on).is_(None),
        or_(col(version.valid_to).is_(None), col(version.valid_to) > today),
    )
    if isinstance(origin, Recognised):
        pushed = select(col(Import.id)).where(col(Import.list) == origin.pushed_to)
        return (*conditions, col(version.import_id).in_(pushed))
    return conditions


def live_before(session: Session, job: Import, stated: Iterable[Stated], today: date) -> int:
    """How many live records this source had of all that it states, before the import."""
    joined = select(func.count()).select_from(Listing)
    joined = joined.join(ListingVersion, col(ListingVersion.listing_id) == Listing.id)
    counts = [session.connection().execute(joined.where(*live(origin, today))).scalar_one() for origin in stated]
    return sum(counts) - job.entered - job.unverified + job.exited


def is_under(exits: int, live: int, percent: int) -> bool:
    """Whether so many exits may go through unasked; none always may."""
    return exits == 0 or exits * 100 < percent * live


def still_open(session: Session, listing_ids: Sequence[str]) -> list[KnownListing]:
    return [known for known in listings_by_id(session, listing_ids) if known.version and not known.version["ended_on"]]


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

"""What is stored about the subjects of a chunk: found with a handful of queries, whatever the size of the chunk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, select
from sqlmodel import Session, col

from huixin.core.vocabulary import EndKind, Standing
from models.bulk import among
from models.exits.tables import ListingEnd
from models.imports.columns import Entries
from models.imports.entries import Content, Entry
from models.imports.merchants import Merchants
from models.listings import Listing, ListingVersion
from models.subjects import Subject, SubjectIdentifier, SubjectVersion, has_stood

VERSIONS: Any = ListingVersion.__table__  # type: ignore[attr-defined]
SUBJECT_VERSIONS: Any = SubjectVersion.__table__  # type: ignore[attr-defined]


@dataclass(slots=True)
class KnownSubject:
    """A stored subject, or one that this chunk is about to enter (`version` is then None).

    `listed`: it has stood on a list, as more than a lead or a proposal.
    """

    id: str
    key: str
    name: str
    version: RowMapping | None = None
    listed: bool = False


@dataclass(slots=True)
class KnownListing:
    """A stored record on the list at hand, or one about to be entered (`version` is then None). Days are ISO text."""

    id: str
    natural_key: str
    digest: str | None
    document_number: str | None
    decided_on: str | None
    start: str | None
    end: str | None
    """First day on which it no longer counts."""
    version: RowMapping | None = None
    decided: bool = False
    """Whether its end, be it still to come, was decided here, or comes before one that was: nothing that its source
    takes back."""
    subject_id: str | None = None


@dataclass(slots=True)
class Known:
    subjects: dict[str, KnownSubject] = field(default_factory=dict)
    """By the key that the rows use."""
    listings: dict[str, dict[str, KnownListing]] = field(default_factory=dict)
    """By subject id, then natural key."""
    claims: dict[tuple[str, str], dict[str, KnownSubject]] = field(default_factory=dict)
    """By scheme and value of a further code: the subjects that carry it beside their own, by id."""
    others: dict[str, set[str]] = field(default_factory=dict)
    """By key of a subject, the ids of others that stand for the same merchant: under an older code, the USCC, or the
    name alone."""
    bearers: dict[str, str] = field(default_factory=dict)
    nameless: set[str] = field(default_factory=set)
    """Both as `Merchants` has them."""

    def claimant(self, entry: Entry) -> KnownSubject | None:
        """Whom a registration number leads to. Two subjects under one are for a person to untangle; the row then stands
        on a subject of its own."""
        by_number = entry.identifiers and entry.subject_key.startswith("reg:")
        holders = self.claims.get(entry.identifiers[0], {}) if by_number else {}
        return next(iter(holders.values())) if len(holders) == 1 else None


def look_up(session: Session, list_code: str, entries: Entries | Iterable[Entry]) -> Known:
    """The subjects of these entries and their records on the list."""
    connection = session.connection()
    entries = Entries.of(entries)
    known = Known(_subjects(connection, {*entries.column("subject_key")}))
    known.claims = _claims(connection, entries, known.subjects)
    for entry in entries.where([uscc is None for uscc in entries.column("uscc")]):
        if entry.subject_key not in known.subjects:
            found = known.claimant(entry) or _by_organisation_code(connection, entry)
            if found is not None:
                known.subjects[entry.subject_key] = found
    merchants = Merchants(connection, {key: subject.id for key, subject in known.subjects.items()})
    named = {code: {one: subject.name for one, subject in holders.items()} for code, holders in known.claims.items()}
    merchants.look_up(entries, named)
    known.others, known.bearers, known.nameless = merchants.others(), merchants.bearers, merchants.nameless
    subject_ids = {*(subject.id for subject in known.subjects.values()), *chain.from_iterable(known.others.values())}
    if subject_ids:
        known.listings = _listings(connection, list_code, subject_ids)
    return known


def _records_on(list_code: str) -> Any:
    """The records of a list as they stand."""
    return _current_records().where(col(Listing.list) == list_code)


def _current_records() -> Any:
    decided = and_(
        VERSIONS.c.ended_on.is_not(None),
        exists().where(
            col(ListingEnd.listing_id) == VERSIONS.c.listing_id,
            col(ListingEnd.on) >= VERSIONS.c.ended_on,
            col(ListingEnd.kind) == VERSIONS.c.end_kind,
            col(ListingEnd.kind) != EndKind.WITHDRAWN,
        ),
    )
    current = (col(ListingVersion.listing_id) == Listing.id) & col(ListingVersion.seq_to).is_(None)
    columns = (col(Listing.natural_key), col(Listing.subject_id), VERSIONS, decided.label("decided"))
    return select(*columns).join(ListingVersion, current)


def _current_subjects() -> Any:
    fields = (SUBJECT_VERSIONS.c[name] for name in _SUBJECT_FIELDS)
    return select(col(Subject.id), col(Subject.key), *fields, has_stood(Standing.EFFECTIVE).label("listed")).join(
        SubjectVersion, (col(SubjectVersion.subject_id) == Subject.id) & col(SubjectVersion.seq_to).is_(None)
    )


_SUBJECT_FIELDS = ("kind", "name", "uscc", "unit", "sealed")


def _known_subject(row: RowMapping) -> KnownSubject:
    return KnownSubject(row["id"], row["key"], row["name"], row, bool(row["listed"]))


def _subjects(connection: Connection, keys: set[str]) -> dict[str, KnownSubject]:
    rows = connection.execute(_current_subjects().where(col(Subject.key).in_(among(connection, keys)))).mappings()
    return {row["key"]: _known_subject(row) for row in rows}


def _claims(
    connection: Connection, entries: Entries, subjects: dict[str, KnownSubject]
) -> dict[tuple[str, str], dict[str, KnownSubject]]:
    numbers = {*chain.from_iterable(entries.column("identifiers"))}
    if not numbers:
        return {}
    carries = (col(SubjectIdentifier.subject_id) == Subject.id) & col(SubjectIdentifier.seq_to).is_(None)
    statement = _current_subjects().add_columns(SubjectIdentifier.scheme, SubjectIdentifier.value)
    statement = statement.join(SubjectIdentifier, carries)
    statement = statement.where(col(SubjectIdentifier.value).in_(among(connection, {value for _, value in numbers})))
    claims: dict[tuple[str, str], dict[str, KnownSubject]] = {}
    for row in connection.execute(statement).mappings():
        subject = subjects.get(row["key"]) or _known_subject(row)
        claims.setdefault((row["scheme"], row["value"]), {})[subject.id] = subject
    return claims


def _by_organisation_code(connection: Connection, entry: Entry) -> KnownSubject | None:
    """The one subject whose USCC holds the organisation code of a row that has no other code."""
    if entry.organisation_code is None:
        return None
    statement = _current_subjects().where(col(Subject.organisation_code) == entry.organisation_code)
    rows = connection.execute(statement).mappings().all()
    return _known_subject(rows[0]) if len(rows) == 1 else None


def _listings(connection: Connection, list_code: str, subject_ids: set[str]) -> dict[str, dict[str, KnownListing]]:
    statement = _records_on(list_code).where(col(Listing.subject_id).in_(among(connection, subject_ids)))
    found: dict[str, dict[str, KnownListing]] = {}
    for row in connection.execute(statement).mappings():
        found.setdefault(row["subject_id"], {})[row["natural_key"]] = _known_listing(row)
    return found


def listings_by_id(session: Session, listing_ids: Iterable[str]) -> list[KnownListing]:
    """The records of these ids, as they stand."""
    connection = session.connection()
    statement = _current_records().where(col(Listing.id).in_(among(connection, listing_ids)))
    return [_known_listing(row) for row in connection.execute(statement).mappings()]


def _known_listing(row: RowMapping) -> KnownListing:
    return KnownListing(
        row["listing_id"],
        row["natural_key"],
        row["row_digest"],
        row["document_number"],
        iso(row["decided_on"]),
        iso(row["valid_from"]),
        earlier(iso(row["valid_to"]), iso(row["ended_on"])),
        row,
        bool(row["decided"]),
        row["subject_id"],
    )


def planned_listing(listing_id: str, entry: Entry) -> KnownListing:
    content = entry.content
    return KnownListing(
        listing_id,
        entry.natural_key,
        entry.digest,
        content.document_number,
        content.decided_on,
        content.valid_from,
        earlier(content.valid_to, content.ended_on),
    )


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def earlier(one: str | None, other: str | None) -> str | None:
    """The earlier of two ends; None is open."""
    return min(one, other) if one and other else one or other


def stored_content(version: RowMapping) -> Content:
    """What the source has said of a stored version, without what is marked here; its days as ISO text."""
    content = Content._make(
        iso(value) if isinstance(value := version[name], date) else value for name in Content._fields
    )
    return content._replace(disputed=version["stated_disputed"], relief=version["stated_relief"])

"""What a caller may see of subjects and listings outside a check. What it may not see is as if it were not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from huixin.core.identifiers import Identifier
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, SubjectKind
from models.associations.wording import words_inside
from models.checks.carriers import carriers
from models.checks.eyes import Eyes
from models.errors import NotFound
from models.listings import Listing, ListingVersion, record_from_row, records_of_many
from models.subjects import Subject, SubjectName, SubjectVersion

MAY_BROWSE_PERSONS = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT, MemberKind.AUDITOR})
"""Others look up a natural person one at a time, on a stated ground, by a check."""


@dataclass(frozen=True, slots=True)
class SeenSubject:
    """A subject that the caller may know of; `records` has at least one."""

    id: str
    kind: SubjectKind
    uscc: str | None
    name: str
    former_names: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class SeenListing:
    subject_id: str
    subject_name: str
    uscc: str | None
    record: Record
    sequence: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the key of its last listing."""

    list: str
    subject_id: str
    natural_key: str


def seen_subject(session: Session, uscc: str, eyes: Eyes) -> SeenSubject:
    """The subject of a code with the records that the caller may see. NotFound where there is none of them."""
    row = session.exec(
        select(SubjectVersion)
        .join(Subject, col(Subject.id) == col(SubjectVersion.subject_id))
        .where(Subject.key == f"uscc:{uscc}", col(SubjectVersion.seq_to).is_(None))
    ).first()
    records = () if row is None else _seen_records(session, row.subject_id, uscc, eyes)
    if row is None or not records:
        raise NotFound("Nothing is known of this code that you may see.", zh="没有您可查看的此代码的信息。")
    words = words_inside(session, {row.subject_id: records})
    former = () if words else _former_names(session, row.subject_id, eyes)
    name = words.get(row.subject_id, row.name)
    return SeenSubject(row.subject_id, SubjectKind(row.kind), row.uscc, name, former, records)


def _former_names(session: Session, subject_id: str, eyes: Eyes) -> tuple[str, ...]:
    names = select(SubjectName.name).where(
        SubjectName.subject_id == subject_id, col(SubjectName.former), col(SubjectName.seq_to).is_(None)
    )
    if not eyes.hears_unlisted_names(subject_id):
        names = names.where(~col(SubjectName.unlisted))
    return tuple(session.exec(names))


def _seen_records(session: Session, subject_id: str, uscc: str, eyes: Eyes) -> tuple[Record, ...]:
    """Those under an older code of the same merchant are its own too, where it is known by this one at all."""
    carried = dict.fromkeys((subject_id, *carriers(session, Identifier("uscc", uscc), eyes.knows_of).sure))
    found = records_of_many(session, carried)
    return tuple(record for key in carried for record in found.get(key, ()) if eyes.see(record))


def seen_listings(
    session: Session, eyes: Eyes, *, list_code: str | None, after: Position | None, limit: int
) -> tuple[list[SeenListing], Position | None]:
    """A page of listings in the order of list and subject, and where the next one begins; None on the last."""
    found = list(islice(_walk(session, eyes, list_code, after, limit + 1), limit + 1))
    page = [seen for seen, _ in found[:limit]]
    return page, found[limit - 1][1] if len(found) > limit else None


def _walk(
    session: Session, eyes: Eyes, list_code: str | None, after: Position | None, size: int
) -> Iterator[tuple[SeenListing, Position]]:
    """Listings one by one, read `size` at a time; what the rules of visibility hide is passed over."""
    while True:
        rows = session.execute(_page(eyes, list_code, after).limit(size)).all()
        for listing, version, subject in rows:
            after = Position(listing.list, listing.subject_id, listing.natural_key)
            record = record_from_row(listing, version)
            if eyes.see(record):
                yield seen_listing(session, subject, record, version), after
        if len(rows) < size:
            return


def seen_listing(session: Session, subject: SubjectVersion, record: Record, version: ListingVersion) -> SeenListing:
    words = words_inside(session, {subject.subject_id: [record]})
    name = words.get(subject.subject_id, subject.name)
    return SeenListing(subject.subject_id, name, subject.uscc, record, version.seq_from)


def _page(eyes: Eyes, list_code: str | None, after: Position | None) -> Select[Listing, ListingVersion, SubjectVersion]:
    order = (col(Listing.list), col(Listing.subject_id), col(Listing.natural_key))
    statement = (
        sql_select(Listing, ListingVersion, SubjectVersion)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(col(ListingVersion.seq_to).is_(None), col(SubjectVersion.seq_to).is_(None), *_possible(eyes))
        .order_by(*order)
    )
    if list_code is not None:
        statement = statement.where(col(Listing.list) == list_code)
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(after.list, after.subject_id, after.natural_key))
    return statement


def _possible(eyes: Eyes) -> Iterator[ColumnElement[bool]]:
    """What the database can rule out beforehand; `Eyes.see` has the last word."""
    if eyes.actor not in MAY_BROWSE_PERSONS:
        shown = [code for code, entry in eyes.catalogue.lists.items() if eyes.actor in entry.visible_to]
        yield col(Listing.list).in_(shown)
        yield col(SubjectVersion.kind) != SubjectKind.NATURAL_PERSON.value
        yield col(ListingVersion.ended_on).is_(None) | (col(ListingVersion.ended_on) > eyes.today)
        yield col(ListingVersion.valid_to).is_(None) | (col(ListingVersion.valid_to) > eyes.today)

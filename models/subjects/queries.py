"""Finding subjects, as they stand or as they stood at an earlier sequence."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, true, union_all
from sqlmodel import Session, col, select

from huixin.core.records import Subject as KnownSubject
from huixin.core.vocabulary import Standing, SubjectKind
from models.commitments.standing import commitments_of
from models.errors import NotFound
from models.keys import KeyRing
from models.listings import Listing, ListingVersion
from models.subjects.tables import Subject, SubjectIdentifier, SubjectName, SubjectVersion
from models.versions import in_force


def has_stood(*standings: Standing, by: int | None = None) -> ColumnElement[bool]:
    """Whether a record of the subject, of a query over `Subject`, has ever had one of these standings, or had had it
    by that sequence. What a member keeps inside is nobody else's to know, so it does not count."""
    begun = true() if by is None else col(ListingVersion.seq_from) <= by
    records = select(ListingVersion.listing_id).join(Listing, col(Listing.id) == col(ListingVersion.listing_id))
    return records.where(
        col(Listing.subject_id) == col(Subject.id),
        col(ListingVersion.standing).in_(standings),
        col(ListingVersion.inside).is_(None),
        begun,
    ).exists()


def find_by_key(session: Session, key: str) -> Subject | None:
    return session.exec(select(Subject).where(Subject.key == key)).first()


def current_version(session: Session, subject_id: str) -> SubjectVersion | None:
    return version_at(session, subject_id, None)


def version_at(session: Session, subject_id: str, sequence: int | None) -> SubjectVersion | None:
    """The version in force at that sequence; None for the sequence: the current one."""
    return session.exec(
        select(SubjectVersion).where(SubjectVersion.subject_id == subject_id, in_force(SubjectVersion, sequence))
    ).first()


def subject_of(session: Session, subject_id: str, at_sequence: int | None = None) -> KnownSubject:
    """The subject as the core knows it. Raises NotFound where there was none at that sequence."""
    found = session.exec(
        select(Subject.key, SubjectVersion)
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Subject.id))
        .where(Subject.id == subject_id, in_force(SubjectVersion, at_sequence))
    ).first()
    if found is None:
        raise NotFound(f"There is no subject {subject_id}.")
    key, version = found
    commitments = commitments_of(session, [key], at_sequence).get(key, ())
    return KnownSubject(subject_id, key, SubjectKind(version.kind), version.name, commitments)


def current_names(session: Session, subject_id: str) -> Sequence[SubjectName]:
    """Names that the subject has or once had, as far as they still stand."""
    return session.exec(
        select(SubjectName)
        .where(SubjectName.subject_id == subject_id, col(SubjectName.seq_to).is_(None))
        .order_by(col(SubjectName.id))
    ).all()


def current_identifiers(session: Session, subject_id: str) -> set[tuple[str, str]]:
    """Further codes, as (scheme, value)."""
    return set(
        session.exec(
            select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
                SubjectIdentifier.subject_id == subject_id, col(SubjectIdentifier.seq_to).is_(None)
            )
        ).all()
    )


def newest_change(session: Session, subject_id: str) -> int:
    """The sequence at which the subject, one of its names or codes, or a record about it last changed; 0 if never."""
    changes = union_all(
        *(
            select(func.max(table.seq_from).label("at"), func.max(table.seq_to).label("ended")).where(
                table.subject_id == subject_id
            )
            for table in (SubjectVersion, SubjectName, SubjectIdentifier)
        ),
        select(func.max(ListingVersion.seq_from), func.max(ListingVersion.seq_to))
        .join(Listing, col(Listing.id) == col(ListingVersion.listing_id))
        .where(Listing.subject_id == subject_id),
    ).subquery()
    newest = session.execute(select(func.max(changes.c.at), func.max(changes.c.ended))).one()
    return max((number for number in newest if number is not None), default=0)


def identity_of_person(keys: KeyRing, version: SubjectVersion) -> tuple[str, str | None]:
    """Name and number of a natural person in clear, for those who may see them. Raises SealBroken."""
    if version.sealed is None:
        raise NotFound("This subject has nothing sealed.")
    content = json.loads(keys.unseal(version.sealed))
    return content["name"], content["number"]

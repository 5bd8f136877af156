"""Entering and changing subjects: each takes one number of the change sequence."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, select

from huixin.core.identifiers import mask_person_name, organisation_code_of, parse_resident_id
from huixin.core.names import grams, hint_of, normalise, split_name
from huixin.core.vocabulary import Standing, SubjectKind
from models.base import new_id
from models.errors import Conflict, NotFound
from models.keys import KeyRing
from models.sequence import take_sequence
from models.subjects.queries import current_identifiers, current_names, current_version, find_by_key, has_stood
from models.subjects.tables import NameGram, Subject, SubjectIdentifier, SubjectName, SubjectVersion


@dataclass(frozen=True, slots=True)
class SubjectContent:
    """What is to be stored of a subject; `enterprise` and `person` make it."""

    key: str
    kind: SubjectKind
    name: str
    """Masked for a natural person."""
    uscc: str | None = None
    organisation_code: str | None = None
    unit: str | None = None
    sealed: bytes | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    """Further codes, (scheme, value)."""
    former_names: tuple[str, ...] = ()


def enterprise(
    uscc: str,
    name: str,
    *,
    kind: SubjectKind = SubjectKind.COMPANY,
    unit: str | None = None,
    identifiers: Iterable[tuple[str, str]] = (),
    former_names: Iterable[str] = (),
) -> SubjectContent:
    """Anybody with a (parsed) unified social credit code."""
    return SubjectContent(
        key=f"uscc:{uscc}",
        kind=kind,
        name=name,
        uscc=uscc,
        organisation_code=organisation_code_of(uscc),
        unit=unit,
        identifiers=tuple(identifiers),
        former_names=tuple(former_names),
    )


def person(keys: KeyRing, resident_id: str, name: str, *, unit: str | None = None) -> SubjectContent:
    """A natural person: found by a keyed digest, shown masked, name and number encrypted."""
    number = parse_resident_id(resident_id)
    return SubjectContent(
        key=person_key(keys, number),
        kind=SubjectKind.NATURAL_PERSON,
        name=mask_person_name(name),
        unit=unit,
        sealed=keys.seal(json.dumps({"name": name, "number": number}, ensure_ascii=False).encode()),
    )


def person_key(keys: KeyRing, number: str) -> str:
    """The key of the person with this (parsed) resident ID."""
    return "rid:" + keys.digest(f"resident_id:{number}")


def enter_subject(session: Session, content: SubjectContent) -> Subject:
    """A new subject. Conflict where its key is taken."""
    if find_by_key(session, content.key) is not None:
        raise Conflict("This subject is already known; change it instead.")
    subject = Subject(id=new_id("sub"), key=content.key, organisation_code=content.organisation_code)
    session.add(subject)
    session.flush()
    sequence = take_sequence(session).start
    _enter_version(session, subject.id, content, sequence)
    _enter_names(session, subject.id, content, sequence)
    _enter_identifiers(session, subject.id, content.identifiers, sequence)
    session.flush()
    return subject


def change_subject(session: Session, subject_id: str, content: SubjectContent) -> None:
    """A new version; a name that changes becomes a former one, for those who handle its lead alone where it was never
    listed under it. Key and organisation code stay as they are. Raises NotFound.
    """
    current = current_version(session, subject_id)
    if current is None:
        raise NotFound(f"There is no subject {subject_id}.")
    sequence = take_sequence(session).start
    current.seq_to = sequence
    session.flush()
    _enter_version(session, subject_id, content, sequence)
    known = {name.name: name for name in current_names(session, subject_id)}
    if content.sealed is None and content.name != current.name:
        listed = select(Subject.id).where(Subject.id == subject_id, has_stood(Standing.EFFECTIVE))
        unlisted = session.exec(listed).first() is None
        _rename(session, subject_id, known, content, sequence, unlisted=unlisted)
    held = current_identifiers(session, subject_id)
    _enter_identifiers(session, subject_id, [own for own in content.identifiers if own not in held], sequence)
    session.flush()


def _enter_version(session: Session, subject_id: str, content: SubjectContent, sequence: int) -> None:
    session.add(
        SubjectVersion(
            subject_id=subject_id,
            seq_from=sequence,
            kind=content.kind,
            name=content.name,
            uscc=content.uscc,
            unit=content.unit,
            sealed=content.sealed,
        )
    )


def _enter_names(session: Session, subject_id: str, content: SubjectContent, sequence: int) -> None:
    if content.sealed is not None:
        return
    _enter_name(session, subject_id, content.name, sequence, former=False)
    for former in content.former_names:
        _enter_name(session, subject_id, former, sequence, former=True)


def _enter_name(
    session: Session, subject_id: str, name: str, sequence: int, *, former: bool, unlisted: bool = False
) -> None:
    parts = split_name(name)
    row = SubjectName(
        subject_id=subject_id,
        name=name,
        full_key=normalise(name)[:300],
        trade=parts.trade[:300],
        former=former,
        unlisted=unlisted,
        seq_from=sequence,
    )
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101 (the database has just numbered it)
    hint = hint_of(parts)._asdict()
    session.add_all(NameGram(gram=gram, name_id=row.id, **hint) for gram in sorted(grams(row.trade)))


def _rename(
    session: Session,
    subject_id: str,
    known: dict[str, SubjectName],
    content: SubjectContent,
    sequence: int,
    *,
    unlisted: bool,
) -> None:
    """The current name ends as such and goes on as a former one; so does nothing of the same name as the new one."""
    for name in known.values():
        if not name.former or name.name == content.name:
            name.seq_to = sequence
    _enter_name(session, subject_id, content.name, sequence, former=False)
    for name in known.values():
        if not name.former:
            _enter_name(session, subject_id, name.name, sequence, former=True, unlisted=unlisted)


def _enter_identifiers(
    session: Session, subject_id: str, identifiers: Iterable[tuple[str, str]], sequence: int
) -> None:
    for scheme, value in identifiers:
        session.add(SubjectIdentifier(scheme=scheme, value=value, seq_from=sequence, subject_id=subject_id))

"""Which subjects a code leads to: the one that it names, and what stands under an older code of the same merchant.

A registration number or an organisation code that two merchants claim leads to neither: a person has to look.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from huixin.core.identifiers import Identifier, organisation_code_of
from huixin.core.vocabulary import Standing
from models.subjects import SCHEMES, Subject, SubjectIdentifier, has_stood
from models.versions import in_force

_PREFIX: dict[str, str] = {scheme: prefix for prefix, scheme in SCHEMES.items()}
Older = tuple[str, str]
"""Scheme and value of a code that a merchant may be listed under beside its USCC."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """Ids of the subjects that a code leads to, the one with the USCC first, and of those for whom it speaks no more
    than for another."""

    sure: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    """Websites and apps of which the code is the owner's."""


def carriers(
    session: Session, code: Identifier, seen: Callable[[str], bool], at_sequence: int | None = None
) -> Carriers:
    """Of an organisation's code, as it is known or was known at that sequence. `seen`: whether the caller may know of a
    subject; what nobody could know of makes no doubt."""
    uscc = code.value if code.scheme == "uscc" else None
    if uscc:
        own, older = list(_keyed(session, "uscc", uscc)), [("organisation_code", organisation_code_of(uscc))]
    else:
        own, older = _holders(session, code.scheme, code.value, at_sequence), [(code.scheme, code.value)]
        if len(_counted(session, own, seen, at_sequence)) > 1:
            return Carriers((), (*own, *_keyed(session, *older[0])))
    older += [one for one in _older(session, own, at_sequence) if one not in older]
    sure, doubtful = list(own), list[str]()
    for scheme, value in older:
        for found in _keyed(session, scheme, value):
            others = [holder for holder in _holders(session, scheme, value, at_sequence) if holder not in own]
            (doubtful if _counted(session, others, seen, at_sequence) else sure).append(found)
    return Carriers(
        tuple(dict.fromkeys(sure)), tuple(doubtful), tuple(_mapped(session, "uscc", uscc, at_sequence)) if uscc else ()
    )


def _keyed(session: Session, scheme: str, value: str) -> Sequence[str]:
    return session.exec(select(Subject.id).where(Subject.key == f"{_PREFIX[scheme]}:{value}")).all()


def _mapped(session: Session, scheme: str, value: str, at_sequence: int | None) -> Sequence[str]:
    carrying = SubjectIdentifier.scheme == scheme, SubjectIdentifier.value == value
    known = in_force(SubjectIdentifier, at_sequence)
    return session.exec(select(SubjectIdentifier.subject_id).where(*carrying, known)).all()


def _holders(session: Session, scheme: str, value: str, at_sequence: int | None) -> list[str]:
    """Subjects with a code of their own that carry this one beside it."""
    found = list(_mapped(session, scheme, value, at_sequence))
    if scheme == "organisation_code":
        derived = select(Subject.id).where(Subject.organisation_code == value, Subject.key != f"org:{value}")
        found += session.exec(derived)
    return list(dict.fromkeys(found))


def _older(session: Session, subject_ids: Sequence[str], at_sequence: int | None) -> Iterator[Older]:
    if not subject_ids:
        return
    carried = select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
        col(SubjectIdentifier.subject_id).in_(subject_ids), in_force(SubjectIdentifier, at_sequence)
    )
    yield from ((scheme, value) for scheme, value in session.exec(carried) if scheme in _PREFIX)
    derived = select(Subject.organisation_code).where(col(Subject.id).in_(subject_ids))
    yield from (("organisation_code", value) for value in session.exec(derived) if value is not None)


def _counted(
    session: Session, subject_ids: Sequence[str], seen: Callable[[str], bool], at_sequence: int | None
) -> list[str]:
    """Those of whom the caller may know, or that once stood on a list: a lead that it may not see must not show."""
    if not subject_ids:
        return []
    stood = select(Subject.id).where(col(Subject.id).in_(subject_ids), has_stood(Standing.EFFECTIVE, by=at_sequence))
    listed = set(session.exec(stood))
    return [key for key in subject_ids if key in listed or seen(key)]

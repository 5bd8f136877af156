"""Whom an audience knows of, by the keys under which a bundle finds them: the same as a check would find.

A code that leads to anybody about whom a person would have to look is marked, and left to the service.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from huixin.core.identifiers import Identifier
from huixin.core.records import Record
from huixin.core.records import Subject as KnownSubject
from huixin.core.vocabulary import SubjectKind
from huixin.local.packing import Merchant
from models.bulk import among
from models.checks.carriers import carriers
from models.commitments.standing import commitments_of, keys_changed_since
from models.listings import Listing, ListingVersion, records_of_many
from models.subjects import Subject, SubjectIdentifier, SubjectName, SubjectVersion, hash_of
from models.versions import in_force

AT_ONCE = 500
"""Subjects read together."""
BY_CODE, BY_OLDER, BY_NAME = "uscc:", "via:", "name:"
_SCHEMES = {"uscc": "uscc", "org": "organisation_code", "reg": "registration_number"}
_ORGANISATION_CODE = (9, 9)
"""Place and length of it within a USCC."""
Found = tuple[Merchant, ...]
Entry = Found | None
"""Those whom a key leads to, none where it leads to nobody; None: only the service says."""


@dataclass(frozen=True)
class Knowing:
    """`hears`: whether the audience hears of a record. `persons`: natural persons are told of like others."""

    session: Session
    hears: Callable[[Record], bool]
    persons: bool = False

    def entry(self, key: str) -> Entry:
        """What a bundle says under one key."""
        value = key.partition(":")[2]
        if key.startswith(BY_NAME):
            return None if self._named([value]) else ()
        # of a code that nobody bears only places 9 to 17 count
        code = value if key.startswith(BY_CODE) else f"{'?' * 8}{value}?"
        found = carriers(self.session, Identifier("uscc", code), self._knows_of)
        if any(map(self._knows_of, (*found.doubtful, *found.sites))):
            return None
        known = {merchant.subject.id: merchant for merchant in self._read(found.sure)}
        merchants = tuple(known[subject_id] for subject_id in found.sure if subject_id in known)
        return None if self._named([name for one in merchants for name in one.names]) else merchants

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The same for every key that leads to anybody."""
        names = frozenset(one.subject.key.removeprefix(BY_NAME) for one in self._listed(BY_NAME))
        yield from ((f"{BY_NAME}{name}", None) for name in sorted(names))
        further = self._further()
        for merchant in self._listed(BY_CODE):
            if merchant.subject.key not in further:
                yield merchant.subject.key, None if names.intersection(merchant.names) else (merchant,)
        older = (BY_OLDER + key.removeprefix("org:") for key in self._keys("org:"))
        for key in (*sorted(further), *sorted(older)):
            entry = self.entry(key)
            if entry is None or entry:
                yield key, entry

    def keys_of(self, subject_ids: Collection[str]) -> set[str]:
        """All keys whose entries may depend on one of these subjects: by its own code, by the codes that it has in
        common with others, and by a name that it alone stands under."""
        subjects = self._subjects(col(Subject.id).in_(subject_ids))
        names = [subject.key.removeprefix(BY_NAME) for subject in subjects if subject.key.startswith(BY_NAME)]
        bearing = select(SubjectName.subject_id).where(
            col(SubjectName.full_hash).in_(map(hash_of, names)), col(SubjectName.full_key).in_(names)
        )
        subjects += self._subjects(col(Subject.id).in_(bearing))
        codes = self._codes(subjects)
        found = {subject.key for subject in subjects} | {subject.key for subject in self._carrying(codes)}
        found |= {BY_CODE + value for scheme, value in (*codes, *self._owners(codes)) if scheme == "uscc"}
        found |= {BY_OLDER + value for scheme, value in codes if scheme == "organisation_code"}
        return {key for key in found if key.startswith((BY_CODE, BY_OLDER, BY_NAME))}

    def _codes(self, subjects: Sequence[Subject]) -> set[tuple[str, str]]:
        """Scheme and value of every code that one of them bears or has borne."""
        borne = select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
            col(SubjectIdentifier.subject_id).in_([subject.id for subject in subjects])
        )
        codes = {(scheme, value) for scheme, value in self.session.exec(borne)}
        for subject in subjects:
            prefix, _, value = subject.key.partition(":")
            if prefix in _SCHEMES:
                codes.add((_SCHEMES[prefix], value))
            if subject.organisation_code is not None:
                codes.add(("organisation_code", subject.organisation_code))
        return codes

    def _carrying(self, codes: Iterable[tuple[str, str]]) -> list[Subject]:
        found: list[Subject] = []
        for scheme, value in codes:
            carrying = select(SubjectIdentifier.subject_id).where(
                SubjectIdentifier.scheme == scheme, SubjectIdentifier.value == value
            )
            found += self._subjects(col(Subject.id).in_(carrying))
            if scheme == "organisation_code":
                found += self._subjects(col(Subject.organisation_code) == value)
        return found

    def _owners(self, codes: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        """Codes of owners of sites, whoever bears them, that these organisation codes stand within."""
        within = [value for scheme, value in codes if scheme == "organisation_code"]
        owner = col(SubjectIdentifier.value)
        return self.session.exec(
            select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
                SubjectIdentifier.scheme == "uscc", func.substr(owner, *_ORGANISATION_CODE).in_(within)
            )
        )

    def _subjects(self, which: ColumnElement[bool]) -> list[Subject]:
        return list(self.session.exec(select(Subject).where(which)))

    def _named(self, names: Sequence[str]) -> bool:
        """Whether a listing without a code, of which the audience hears, bears one of these names."""
        keys = [BY_NAME + name for name in names]
        ids = self.session.exec(select(Subject.id).where(col(Subject.key).in_(keys))).all() if keys else ()
        return any(map(self._knows_of, ids))

    def _further(self) -> set[str]:
        """Keys by code that lead to more than the one subject that bears it."""
        identified = select(SubjectIdentifier.subject_id).where(in_force(SubjectIdentifier, None))
        older = [key.removeprefix("org:") for key in self._keys("org:")]
        keys = self.session.exec(
            select(Subject.key).where(
                col(Subject.key).startswith(BY_CODE),
                or_(col(Subject.id).in_(identified), col(Subject.organisation_code).in_(older)),
            )
        )
        owners = select(SubjectIdentifier.value).where(SubjectIdentifier.scheme == "uscc")
        owning = self.session.exec(owners.where(in_force(SubjectIdentifier, None)))
        return {*keys, *(BY_CODE + value for value in owning)}

    def _keys(self, prefix: str) -> Sequence[str]:
        return self.session.exec(select(Subject.key).where(col(Subject.key).startswith(prefix))).all()

    def _knows_of(self, subject_id: str) -> bool:
        return any(map(self.hears, records_of_many(self.session, [subject_id]).get(subject_id, ())))

    def _listed(self, prefix: str) -> Iterator[Merchant]:
        """Of the subjects whose keys begin so, those of whom the audience hears."""
        listed = select(Subject.id).where(
            col(Subject.key).startswith(prefix), col(Subject.id).in_(select(Listing.subject_id))
        )
        ids = self.session.exec(listed.order_by(col(Subject.id))).all()
        for first in range(0, len(ids), AT_ONCE):
            yield from self._read(ids[first : first + AT_ONCE])

    def _read(self, subject_ids: Sequence[str]) -> Iterator[Merchant]:
        """Those of them of whom the audience hears, and who are no natural persons."""
        records = records_of_many(self.session, subject_ids)
        heard = {key: tuple(filter(self.hears, records.get(key, ()))) for key in subject_ids}
        wanted = [key for key in subject_ids if heard[key]]
        names = self._names(wanted)
        subjects = self.session.exec(
            select(Subject.key, SubjectVersion)
            .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Subject.id))
            .where(col(Subject.id).in_(wanted), in_force(SubjectVersion, None))
            .order_by(col(Subject.id))
        ).all()
        promised = commitments_of(self.session, [key for key, _ in subjects])
        for key, version in subjects:
            if self.persons or version.kind != SubjectKind.NATURAL_PERSON:
                kind, commitments = SubjectKind(version.kind), promised.get(key, ())
                subject = KnownSubject(version.subject_id, key, kind, version.name, commitments)
                yield Merchant(subject, version.uscc, names.get(subject.id, ()), heard[subject.id])

    def _names(self, subject_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        rows = self.session.exec(
            select(SubjectName.subject_id, SubjectName.full_key)
            .where(col(SubjectName.subject_id).in_(subject_ids), ~col(SubjectName.unlisted))
            .where(in_force(SubjectName, None))
            .order_by(col(SubjectName.full_key))
        )
        names: dict[str, list[str]] = {}
        for subject_id, name in rows:
            names.setdefault(subject_id, []).append(name)
        return {subject_id: tuple(dict.fromkeys(found)) for subject_id, found in names.items()}


def changed_since(session: Session, sequence: int) -> set[str]:
    """Ids of the subjects of which something has changed after that sequence: they themselves, a name, a code, a
    commitment of theirs, or a record about them."""
    found = set[str]()
    for table in (SubjectVersion, SubjectName, SubjectIdentifier):
        touched = or_(col(table.seq_from) > sequence, col(table.seq_to) > sequence)
        found.update(session.exec(select(table.subject_id).where(touched)))
    touched = or_(col(ListingVersion.seq_from) > sequence, col(ListingVersion.seq_to) > sequence)
    listed = select(Listing.subject_id).join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
    found.update(session.exec(listed.where(touched)))
    promised = among(session.connection(), keys_changed_since(session, sequence))
    found.update(session.exec(select(Subject.id).where(col(Subject.key).in_(promised))))
    return found

"""Whom an audience knows of, by the keys under which a bundle finds them: the same as a check would find.

A code that leads to anybody about whom a person would have to look is marked, and left to the service.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from huixin.core.identifiers import Identifier
from huixin.core.names import normalise
from huixin.core.records import Record
from huixin.core.records import Subject as KnownSubject
from huixin.core.vocabulary import SubjectKind
from huixin.local.packing import Merchant
from models.associations.wording import words_inside
from models.bulk import among
from models.bundles.rows import records_by_subject
from models.checks.carriers import carriers
from models.commitments.standing import commitments_of, keys_changed_since
from models.listings import Listing, ListingVersion, records_of_many
from models.subjects import SCHEMES, Subject, SubjectIdentifier, SubjectName, SubjectVersion, hash_of
from models.upstream.tables import UpstreamRefresh
from models.versions import in_force

AT_ONCE = 500
"""Subjects read together."""
BY_CODE, BY_OLDER, BY_NAME = "uscc:", "via:", "name:"
_ORGANISATION_CODE = (9, 9)
"""Place and length of it within a USCC."""
Found = tuple[Merchant, ...]
Entry = Found | None
"""Those whom a key leads to, none where it leads to nobody; None: only the service says."""


class _Coded(NamedTuple):
    """A subject, as far as keys are about it."""

    id: str
    key: str
    organisation_code: str | None


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
        if any(map(self._goes_by_more, merchants)) or self._named([name for one in merchants for name in one.names]):
            return None
        return merchants

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The same for every key that leads to anybody."""
        names = frozenset(one.subject.key.removeprefix(BY_NAME) for one in self._listed(BY_NAME))
        yield from ((f"{BY_NAME}{name}", None) for name in sorted(names))
        further = self._further()
        for merchant in self._listed(BY_CODE):
            if merchant.subject.key not in further:
                yield merchant.subject.key, self._by_itself(merchant, names)
        older = (BY_OLDER + key.removeprefix("org:") for key in self._keys("org:"))
        for key in (*sorted(further), *sorted(older)):
            entry = self.entry(key)
            if entry is None or entry:
                yield key, entry

    def entries_of(self, keys: Collection[str]) -> Iterator[tuple[str, Entry]]:
        """What a bundle says under each of these keys; those that lead to one subject by its own code are read
        together, and a part of a code leads to somebody only where somebody is listed under it."""
        plain = self._plain([key for key in keys if key.startswith(BY_CODE)])
        wanted = {key.removeprefix(BY_OLDER) for key in keys if key.startswith(BY_OLDER)}
        older = {key.removeprefix("org:") for key in self._there([f"org:{value}" for value in wanted])}
        yield from self._alone(plain)
        for key in sorted(keys - plain.keys()):
            if key.startswith(BY_OLDER) and key.removeprefix(BY_OLDER) not in older:
                yield key, ()
            else:
                yield key, self.entry(key)

    def _plain(self, keys: Sequence[str]) -> dict[str, str]:
        """Of the keys those that lead to the one subject that bears it, with its id."""
        found = {subject.key: subject for subject in self._subjects_by(Subject.key, keys)}
        codes = {key: key.removeprefix(BY_CODE) for key in found}
        owning = set(self._values(SubjectIdentifier.value, SubjectIdentifier.value, [*codes.values()]))
        ids = [subject.id for subject in found.values()]
        identified = set(self._values(SubjectIdentifier.subject_id, SubjectIdentifier.subject_id, ids))
        organisations = [f"org:{one.organisation_code}" for one in found.values() if one.organisation_code]
        listed = self._there(organisations)
        return {
            key: subject.id
            for key, subject in found.items()
            if codes[key] not in owning
            and subject.id not in identified
            and f"org:{subject.organisation_code}" not in listed
        }

    def _alone(self, plain: Mapping[str, str]) -> Iterator[tuple[str, Entry]]:
        for ids in _chunks([*plain.values()]):
            read = {merchant.subject.key: merchant for merchant in self._read(ids)}
            names = self._heard_names({name for merchant in read.values() for name in merchant.names})
            for key in (key for key in plain if plain[key] in set(ids)):
                merchant = read.get(key)
                if merchant is None:
                    yield key, ()
                else:
                    yield key, self._by_itself(merchant, names)

    def _by_itself(self, merchant: Merchant, names: AbstractSet[str]) -> Entry:
        """What a key says that leads to it alone. `names`: those under which a listing without a code stands."""
        return None if names & {*merchant.names} or self._goes_by_more(merchant) else (merchant,)

    def _heard_names(self, names: Collection[str]) -> set[str]:
        """Those under which a listing without a code stands of which the audience hears."""
        unlisted = self._subjects_by(Subject.key, [BY_NAME + name for name in names])
        return {one.key.removeprefix(BY_NAME) for one in unlisted if self._knows_of(one.id)}

    def _there(self, keys: Sequence[str]) -> set[str]:
        return {subject.key for subject in self._subjects_by(Subject.key, keys)}

    def _subjects_by(self, column: Any, values: Collection[str]) -> list[_Coded]:
        return [one for some in _chunks([*values]) for one in self._subjects(col(column).in_(some))]

    def _values(self, wanted: Any, column: Any, values: Sequence[str]) -> Iterator[str]:
        for some in _chunks(values):
            yield from self.session.exec(select(wanted).where(col(column).in_(some)))

    def keys_of(self, subject_ids: Collection[str]) -> set[str]:
        """All keys whose entries may depend on one of these subjects: by its own code, by the codes that it has in
        common with others, and by a name that it alone stands under."""
        subjects = self._subjects_by(Subject.id, subject_ids)
        names = [subject.key.removeprefix(BY_NAME) for subject in subjects if subject.key.startswith(BY_NAME)]
        for some in _chunks(names):
            bearing = select(SubjectName.subject_id).where(
                col(SubjectName.full_hash).in_(map(hash_of, some)), col(SubjectName.full_key).in_(some)
            )
            subjects += self._subjects(col(Subject.id).in_(bearing))
        codes = self._codes(subjects)
        found = {subject.key for subject in subjects} | {subject.key for subject in self._carrying(codes)}
        found |= {BY_CODE + value for scheme, value in (*codes, *self._owners(codes)) if scheme == "uscc"}
        found |= {BY_OLDER + value for scheme, value in codes if scheme == "organisation_code"}
        return {key for key in found if key.startswith((BY_CODE, BY_OLDER, BY_NAME))}

    def _codes(self, subjects: Sequence[_Coded]) -> set[tuple[str, str]]:
        """Scheme and value of every code that one of them bears or has borne."""
        codes = set[tuple[str, str]]()
        for some in _chunks([subject.id for subject in subjects]):
            borne = select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
                col(SubjectIdentifier.subject_id).in_(some)
            )
            codes.update((scheme, value) for scheme, value in self.session.exec(borne))
        for subject in subjects:
            prefix, _, value = subject.key.partition(":")
            if prefix in SCHEMES:
                codes.add((SCHEMES[prefix], value))
            if subject.organisation_code is not None:
                codes.add(("organisation_code", subject.organisation_code))
        return codes

    def _carrying(self, codes: Iterable[tuple[str, str]]) -> list[_Coded]:
        found, wanted = list[_Coded](), set(codes)
        for some in _chunks([value for _, value in wanted]):
            rows = select(SubjectIdentifier.scheme, SubjectIdentifier.value, SubjectIdentifier.subject_id)
            carried = self.session.exec(rows.where(col(SubjectIdentifier.value).in_(some)))
            found += self._subjects_by(Subject.id, [key for scheme, value, key in carried if (scheme, value) in wanted])
        return found + self._subjects_by(Subject.organisation_code, _organisations(wanted))

    def _owners(self, codes: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        """Codes of owners of sites, whoever bears them, that these organisation codes stand within."""
        owner = col(SubjectIdentifier.value)
        for some in _chunks(_organisations(codes)):
            yield from self.session.exec(
                select(SubjectIdentifier.scheme, SubjectIdentifier.value).where(
                    SubjectIdentifier.scheme == "uscc", func.substr(owner, *_ORGANISATION_CODE).in_(some)
                )
            )

    def _subjects(self, which: ColumnElement[bool]) -> list[_Coded]:
        rows = self.session.exec(select(Subject.id, Subject.key, Subject.organisation_code).where(which))
        return [*map(_Coded._make, rows)]

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
        records = records_by_subject(self.session, subject_ids)
        heard = {key: tuple(filter(self.hears, records.get(key, ()))) for key in subject_ids}
        wanted = [key for key in subject_ids if heard[key]]
        names = self._names(wanted)
        version = SubjectVersion
        subjects = self.session.exec(
            select(Subject.key, version.subject_id, version.kind, version.name, version.uscc)  # type: ignore[call-overload]
            .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Subject.id))
            .where(col(Subject.id).in_(wanted), in_force(SubjectVersion, None))
            .order_by(col(Subject.id))
        ).all()
        promised = commitments_of(self.session, [row[0] for row in subjects])
        words = words_inside(self.session, {key: heard[key] for key in wanted})
        for key, subject_id, kind, name, uscc in subjects:
            if self.persons or kind != SubjectKind.NATURAL_PERSON:
                called = words.get(subject_id, name)
                subject = KnownSubject(subject_id, key, SubjectKind(kind), called, promised.get(key, ()))
                own = (normalise(called),) if subject_id in words else names.get(subject.id, ())
                yield Merchant(subject, uscc, own, heard[subject.id])

    def _goes_by_more(self, merchant: Merchant) -> bool:
        """Whether it goes by another name with one of those who keep it inside: an audience has but one of these."""
        subject, records = merchant.subject, merchant.records
        holders = {record.inside for record in records} - {None}
        kept = ([record for record in records if record.inside == holder] for holder in holders)
        return len({record.inside for record in records}) > 1 and any(
            words_inside(self.session, {subject.id: some}).get(subject.id, subject.name) != subject.name
            for some in kept
        )

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


def _organisations(codes: Iterable[tuple[str, str]]) -> list[str]:
    return [value for scheme, value in codes if scheme == "organisation_code"]


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(values), AT_ONCE):
        yield values[first : first + AT_ONCE]


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
    # that a feed stated its whole list confirms records of which nothing else is written
    for feed in session.exec(select(UpstreamRefresh).where(col(UpstreamRefresh.seq_from) > sequence)):
        current = in_force(ListingVersion, None) & (col(ListingVersion.source) == feed.source)
        found.update(session.exec(listed.where(Listing.list == feed.list, current)))
    return found

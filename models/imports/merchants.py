"""Under which other codes, and under which name, the merchant of a row is stored: as a check finds it.

A number that two claim leads to the one that the row names, else to neither; for an exit ends nobody else's record.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, exists, select
from sqlmodel import col

from models.bulk import among, among_numbers
from models.imports.columns import Entries
from models.imports.keys import indexed_name_key
from models.imports.tables import Import
from models.subjects import Subject, SubjectIdentifier, SubjectName

_BY_NAME = "name:"
Owners = dict[str, set[str]]
"""By what is sought, or by id of what is found, the keys of the rows that it is for."""
Claims = Mapping[tuple[str, str], Mapping[str, str]]
"""By scheme and value of a code the names of those that carry it, by id."""


class Merchants:
    """Of the keys of rows, the ids of subjects that stand for the same merchant. `own`: of each key the id of its
    subject, where that is stored."""

    def __init__(self, connection: Connection, own: Mapping[str, str]) -> None:
        self.found: Owners = {}
        self.bearers: dict[str, str] = {}
        """Ids of subjects with a code that a row of a name alone has found, with what tells two merchants apart."""
        self.nameless: set[str] = set()
        """Ids of subjects of a name alone that a row with a code has found."""
        self._connection = connection
        self._own = own

    def look_up(self, entries: Entries, claims: Claims) -> None:
        codes, numbers = self._said(entries, claims)
        self._by_name(entries)
        self._add(col(Subject.organisation_code), codes)
        holders = self._holders()
        coded = {*entries.where([code is not None for code in entries.column("uscc")]).column("subject_key")}
        further: Owners = {}
        for subject_id, number in self._numbers(holders):
            numbers.setdefault(f"reg:{number}", set()).update(holders[subject_id])
        for subject_id, code in self._codes({one for one, keys in holders.items() if not keys <= coded}):
            further.setdefault(code, set()).update(holders[subject_id])
        self._add(col(Subject.organisation_code), further)
        self._add(col(Subject.key), numbers)
        if self._connection.execute(_NAMELESS_CAME_IN).scalar_one():
            self._of_a_name_alone(entries)

    def others(self) -> Owners:
        """The same, less the subjects of the rows themselves."""
        return {key: others for key, ids in self.found.items() if (others := ids - {self._own.get(key)})}

    def _said(self, entries: Entries, claims: Claims) -> tuple[Owners, Owners]:
        """The organisation codes and the keys of registration numbers that the rows themselves name."""
        codes: Owners = {}
        numbers: Owners = {}
        columns = (entries.column(name) for name in ("subject_key", "uscc", "organisation_code", "identifiers", "name"))
        for own, uscc, code, identifiers, name in zip(*columns, strict=True):
            if code is not None:
                codes.setdefault(code, set()).add(own)
            for scheme, number in identifiers:
                if uscc is not None:
                    numbers.setdefault(f"reg:{number}", set()).add(own)
                elif own.startswith("reg:"):
                    self.found.setdefault(own, set()).update(_whom(claims.get((scheme, number), {}), name))
        return codes, numbers

    def _holders(self) -> Owners:
        """By id of a subject, for which keys it is asked: what it carries beside its own code is theirs too."""
        holders: Owners = {}
        for key, subject_id in self._own.items():
            holders.setdefault(subject_id, set()).add(key)
        for key, ids in self.found.items():
            for subject_id in ids:
                holders.setdefault(subject_id, set()).add(key)
        return holders

    def _add(self, column: Any, sought: Owners) -> set[str]:
        """Ids of the subjects that bear what is sought."""
        statement = select(column, col(Subject.id)).where(column.in_(among(self._connection, sought)))
        rows = self._connection.execute(statement).all() if sought else []
        for value, subject_id in rows:
            for key in sought[value]:
                self.found.setdefault(key, set()).add(subject_id)
        return {subject_id for _, subject_id in rows}

    def _numbers(self, subject_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """Each registration number that is known of these subjects, with the subject."""
        statement = select(col(SubjectIdentifier.subject_id), col(SubjectIdentifier.value)).where(
            col(SubjectIdentifier.subject_id).in_(among(self._connection, subject_ids)),
            col(SubjectIdentifier.seq_to).is_(None),
            col(SubjectIdentifier.scheme) == "registration_number",
        )
        return [(one, number) for one, number in self._connection.execute(statement)] if subject_ids else []

    def _codes(self, subject_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        statement = select(col(Subject.id), col(Subject.organisation_code)).where(
            col(Subject.id).in_(among(self._connection, subject_ids))
        )
        rows = self._connection.execute(statement) if subject_ids else ()
        return [(one, code) for one, code in rows if code is not None]

    def _by_name(self, entries: Entries) -> None:
        """Who bears the name of a row without a code, or did, and has one."""
        alone = entries.where([key.startswith(_BY_NAME) for key in entries.column("subject_key")])
        indexed = zip(alone.column("subject_key"), alone.column("names"), strict=True)
        keys = {names[0]: (names[1], key) for key, names in indexed if names is not None}
        if not keys:
            return
        hashes = among_numbers(self._connection, {hashed for hashed, _ in keys.values()})
        statement = (
            select(col(SubjectName.full_key), col(Subject.id), col(Subject.key), col(Subject.organisation_code))
            .join(Subject, col(Subject.id) == SubjectName.subject_id)
            .where(
                col(SubjectName.full_hash).in_(hashes),
                col(SubjectName.seq_to).is_(None),
                ~col(Subject.key).startswith(_BY_NAME),
            )
        )
        for full_key, subject_id, key, code in self._connection.execute(statement):
            if full_key in keys:
                self.found.setdefault(keys[full_key][1], set()).add(subject_id)
                self.bearers[subject_id] = code or key

    def _of_a_name_alone(self, entries: Entries) -> None:
        """What the names of rows with a code stood for before they had one."""
        sought: Owners = {}
        for own, key in zip(entries.column("subject_key"), name_keys(entries), strict=True):
            if key is not None:
                sought.setdefault(key, set()).add(own)
        self.nameless = self._add(col(Subject.key), sought)


def _whom(holders: Mapping[str, str], name: str) -> Iterator[str]:
    """Of those that carry a number, whose it is."""
    return (one for one, called in holders.items() if len(holders) == 1 or called == name)


_NAMELESS_CAME_IN = select(exists().where(col(Import.unverified) > 0))
"""Most databases hold no name without a code; then there is nothing to look up."""


def name_keys(entries: Entries) -> list[str | None]:
    """For each entry the key of its name, by which its subject would go without a code; None where it does, or where
    the name is not for the search."""
    found = zip(entries.column("names"), entries.column("subject_key"), entries.column("name"), strict=True)
    return [
        None if names is None or own.startswith(_BY_NAME) else indexed_name_key(names[0], name)
        for names, own, name in found
    ]

"""Writes a plan with the driver's bulk calls: numbers of the change sequence last, then all that carries them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, repeat
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select
from sqlmodel import Session, col

from models.bulk import among, insert_columns, insert_rows, run_many
from models.imports.columns import Entries
from models.imports.entries import Content, NameIndex
from models.imports.names import NAME_COLUMNS, NameRow, index_of, name_ids, name_row
from models.imports.plan import ListingChange, NewListing, NewSubject, Plan, Rename, UnlistedName
from models.sequence import take_sequence
from models.subjects import SubjectName

_CONTENT = Content._fields
_KEPT = ("correction_of", "confirmed_on", "takes_effect_on", "display_ended_on", "measures_lifted_on", "overdue_told")
"""What a source does not say again, and a change by it leaves as it is."""
_STATED = ("stated_disputed", "stated_relief")
_VERSION = ("listing_id", "seq_from", *_CONTENT, *_STATED, *_KEPT, "import_id", "row_digest")
_SUBJECT_VERSION = ("subject_id", "seq_from", "kind", "name", "uscc", "unit", "sealed")
UnitOf = Callable[[tuple[str | None, str | None]], str | None]
_NOWHERE = (None, None)


def _unknown(_: tuple[str | None, str | None]) -> str | None:
    """Nothing is said of it."""
    return None


def apply_plan(session: Session, plan: Plan, list_code: str, import_id: str, unit_of: UnitOf = _unknown) -> None:
    """Everything of the plan, in the session's transaction. `unit_of`: to which unit the place of a row belongs."""
    connection = session.connection()
    listed = _Entered.of(plan.strangers.entries, plan.strangers.listing_ids, plan.strangers.steps, plan.listings)
    listed_subjects = [*plan.strangers.subject_ids, *(new.subject_id for new in plan.listings)]
    named = _Entered.of(plan.strangers.entries, plan.strangers.subject_ids, plan.strangers.steps, plan.subjects)
    insert_columns(connection, "subject", {
        "key": named.column("subject_key"), "id": named.ids, "organisation_code": named.column("organisation_code"),
    })  # fmt: skip
    # first, as another row of the file may come in under the key that is left
    run_many(connection, "UPDATE listing SET natural_key = ? WHERE id = ?", plan.rekeyed)
    insert_columns(connection, "listing", {
        "id": listed.ids, "list": [list_code] * len(listed.ids), "subject_id": listed_subjects,
        "natural_key": listed.column("natural_key"),
    })  # fmt: skip
    if not plan.steps:
        return
    first = take_sequence(session, plan.steps).start
    _enter_subjects(connection, named, first, unit_of)
    corrections = [*repeat(None, len(plan.strangers.steps)), *(new.correction_of for new in plan.listings)]
    _enter_listings(connection, listed, first, corrections, import_id)
    _change_listings(connection, plan.changes, first, import_id)
    _rename(connection, plan.renames, first)
    _note_names(connection, plan.unlisted_names, first)
    identifiers = [(new.scheme, new.value, first + new.step, new.subject_id) for new in plan.identifiers]
    insert_rows(connection, "subject_identifier", ("scheme", "value", "seq_from", "subject_id"), identifiers)


class _Entered(NamedTuple):
    """What is entered for some entries, with its ids and steps: strangers first, then what was looked at by itself."""

    entries: Entries
    ids: list[str]
    steps: list[int]

    @classmethod
    def of(
        cls, strangers: Entries, ids: list[str], steps: list[int], others: Sequence[NewSubject | NewListing]
    ) -> "_Entered":
        if not others:
            return cls(strangers, ids, steps)
        entries = Entries.joined([strangers, Entries.of(new.entry for new in others)])
        return cls(entries, [*ids, *(new.id for new in others)], [*steps, *(new.step for new in others)])

    def column(self, name: str) -> Sequence[Any]:
        return self.entries.column(name)

    def sequence(self, first: int) -> list[int]:
        return [first + step for step in self.steps]


def _enter_subjects(connection: Connection, new: _Entered, first: int, unit_of: UnitOf) -> None:
    numbers, places = new.sequence(first), new.column("place")
    said = places.count(_NOWHERE) < len(places)
    insert_columns(connection, "subject_version", {
        "subject_id": new.ids, "seq_from": numbers, "kind": new.column("kind"), "name": new.column("name"),
        "uscc": new.column("uscc"), "unit": [*map(unit_of, places)] if said else [None] * len(places),
        "sealed": new.column("sealed"),
    })  # fmt: skip
    searched = [names is not None for names in new.column("names")]
    ids, numbers, names, indexes = (
        [*compress(column, searched)] for column in (new.ids, numbers, new.column("name"), new.column("names"))
    )
    if not ids:
        return
    name_numbers = name_ids(connection, len(ids))
    full_keys, hashes, trades, *_ = zip(*indexes, strict=True)
    insert_columns(connection, "subject_name", {
        "id": name_numbers, "subject_id": ids, "name": names, "full_key": full_keys, "full_hash": hashes,
        "trade": trades, "former": [False] * len(ids), "unlisted": [False] * len(ids), "seq_from": numbers,
    })  # fmt: skip
    _insert_grams(connection, name_numbers, indexes)


def _enter_listings(
    connection: Connection, new: _Entered, first: int, corrections: list[str | None], import_id: str
) -> None:
    content = {name: new.column(name) for name in _CONTENT}
    insert_columns(connection, "listing_version", {
        "listing_id": new.ids, "seq_from": new.sequence(first), **content, "correction_of": corrections,
        "stated_disputed": content["disputed"], "stated_relief": content["relief"],
        "import_id": [import_id] * len(new.ids), "row_digest": new.column("digest"),
    })  # fmt: skip


def _change_listings(connection: Connection, changes: Sequence[ListingChange], first: int, import_id: str) -> None:
    closed = [(first + change.step, change.known.id) for change in changes]
    run_many(connection, "UPDATE listing_version SET seq_to = ? WHERE listing_id = ? AND seq_to IS NULL", closed)
    changed = [_next_version(change, first, import_id) for change in changes]
    insert_rows(connection, "listing_version", _VERSION, changed)


def _next_version(change: ListingChange, first: int, import_id: str) -> tuple[Any, ...]:
    version = change.known.version
    assert version is not None  # noqa: S101 (only stored records change)
    digest = change.digest or change.known.digest
    content, kept = change.content, (version[name] for name in _KEPT)
    stated = (content.disputed, content.relief)
    return (change.known.id, first + change.step, *_marked(content, version), *stated, *kept, import_id, digest)


def _marked(content: Content, version: RowMapping) -> Content:
    """What is marked here and its source had not stated stays marked, at no moment less."""
    return content._replace(
        disputed=content.disputed or (version["disputed"] and not version["stated_disputed"]),
        relief=content.relief or (version["relief"] and not version["stated_relief"]),
    )


def _rename(connection: Connection, renames: Sequence[Rename], first: int) -> None:
    closed = [(first + rename.step, rename.version["id"]) for rename in renames]
    run_many(connection, "UPDATE subject_version SET seq_to = ? WHERE subject_id = ? AND seq_to IS NULL", closed)
    insert_rows(connection, "subject_version", _SUBJECT_VERSION, [_renamed(rename, first) for rename in renames])
    indexed = [rename for rename in renames if rename.entry.sealed is None]
    run_many(
        connection,
        "UPDATE subject_name SET seq_to = ? WHERE subject_id = ? AND seq_to IS NULL AND (NOT former OR name = ?)",
        [(first + rename.step, rename.version["id"], rename.entry.name) for rename in indexed],
    )
    if indexed:
        numbers = iter(name_ids(connection, 2 * len(indexed)))
        _insert_names(connection, [row for rename in indexed for row in _name_rows(rename, numbers, first)])


def _renamed(rename: Rename, first: int) -> tuple[Any, ...]:
    old, entry = rename.version, rename.entry
    return (
        old["id"],
        first + rename.step,
        old["kind"],
        entry.name,
        old["uscc"],
        old["unit"],
        entry.sealed or old["sealed"],
    )


def _name_rows(rename: Rename, numbers: Iterator[int], first: int) -> list[tuple[NameRow, NameIndex]]:
    """The new name as current, the old one as former; a code alone is no name."""
    old, sequence = rename.version, first + rename.step
    rows = []
    if rename.entry.names is not None:
        new = rename.entry.names
        rows.append((name_row(next(numbers), old["id"], rename.entry.name, new, sequence), new))
    codes = (old["uscc"], rename.entry.organisation_code, *(value for _, value in rename.entry.identifiers))
    if old["name"] not in codes:
        index, unlisted = index_of(old["name"]), rename.unlisted
        row = name_row(next(numbers), old["id"], old["name"], index, sequence, former=True, unlisted=unlisted)
        rows.append((row, index))
    return rows


def _note_names(connection: Connection, names: Sequence[UnlistedName], first: int) -> None:
    """What leads and proposals call a merchant, unless it has that name already."""
    if not names:
        return
    subjects = among(connection, {one.subject_id for one in names})
    known = set(connection.execute(_NAMES.where(col(SubjectName.subject_id).in_(subjects))))
    new = {key: one for one in reversed(names) if (key := (one.subject_id, one.name)) not in known}
    numbers = name_ids(connection, len(new))
    indexed = [(number, one, index_of(one.name)) for number, one in zip(numbers, new.values(), strict=True)]
    _insert_names(connection, [
        (name_row(number, one.subject_id, one.name, index, first + one.step, former=True, unlisted=True), index)
        for number, one, index in indexed
    ])  # fmt: skip


_NAMES = select(col(SubjectName.subject_id), col(SubjectName.name)).where(col(SubjectName.seq_to).is_(None))


def _insert_names(connection: Connection, rows: Sequence[tuple[NameRow, NameIndex]]) -> None:
    insert_rows(connection, "subject_name", NAME_COLUMNS, [row for row, _ in rows])
    _insert_grams(connection, [row[0] for row, _ in rows], [index for _, index in rows])


def _insert_grams(connection: Connection, numbers: Sequence[int], names: Sequence[NameIndex]) -> None:
    """The grams of the names with these numbers, in the order of the index."""
    found = sorted(
        (gram, number, place, industry)
        for number, (_, _, _, grams, place, industry) in zip(numbers, names, strict=True)
        for gram in grams
    )
    insert_rows(connection, "name_gram", ("gram", "name_id", "place", "industry"), found)

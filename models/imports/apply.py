"""Writes a plan with the driver's bulk calls: numbers of the change sequence last, then all that carries them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session, col

from models.bulk import among, insert_rows, run_many
from models.imports.entries import Content, Entry, NameIndex
from models.imports.names import NAME_COLUMNS, NameRow, index_of, name_ids, name_row
from models.imports.plan import ListingChange, NewListing, Plan, Rename, UnlistedName
from models.sequence import take_sequence
from models.subjects import SubjectName

_CONTENT = Content._fields
_KEPT = ("correction_of", "confirmed_on", "takes_effect_on", "display_ended_on", "measures_lifted_on", "overdue_told")
"""What a source does not say again, and a change by it leaves as it is."""
_NEW = (None,) * len(_KEPT)
_VERSION = ("listing_id", "seq_from", *_CONTENT, *_KEPT, "import_id", "row_digest")
_SUBJECT_VERSION = ("subject_id", "seq_from", "kind", "name", "uscc", "unit", "sealed")
UnitOf = Callable[[Entry], str | None]


def _unknown(_: Entry) -> str | None:
    """Nothing is said of it."""
    return None


def apply_plan(session: Session, plan: Plan, list_code: str, import_id: str, unit_of: UnitOf = _unknown) -> None:
    """Everything of the plan, in the session's transaction. `unit_of`: where a row says that its merchant belongs."""
    connection = session.connection()
    _enter_subjects(connection, plan)
    insert_rows(connection, "listing", ("id", "list", "subject_id", "natural_key"), [
        (listing.id, list_code, listing.subject_id, listing.entry.natural_key) for listing in plan.listings
    ])  # fmt: skip
    run_many(connection, "UPDATE listing SET natural_key = ? WHERE id = ?", plan.rekeyed)
    if not plan.steps:
        return
    first = take_sequence(session, plan.steps).start
    _enter_versions(connection, plan, first, import_id, unit_of)
    _change_listings(connection, plan.changes, first, import_id)
    _rename(connection, plan.renames, first)
    _note_names(connection, plan.unlisted_names, first)
    identifiers = [(new.scheme, new.value, first + new.step, new.subject_id) for new in plan.identifiers]
    insert_rows(connection, "subject_identifier", ("scheme", "value", "seq_from", "subject_id"), identifiers)


def _enter_subjects(connection: Connection, plan: Plan) -> None:
    rows = sorted((new.entry.subject_key, new.id, new.entry.organisation_code) for new in plan.subjects)
    insert_rows(connection, "subject", ("key", "id", "organisation_code"), rows)


def _enter_versions(connection: Connection, plan: Plan, first: int, import_id: str, unit_of: UnitOf) -> None:
    told = ((new.id, first + new.step, new.entry) for new in plan.subjects)
    subjects = [
        (key, sequence, entry.kind, entry.name, entry.uscc, unit_of(entry), entry.sealed)
        for key, sequence, entry in told
    ]
    insert_rows(connection, "subject_version", _SUBJECT_VERSION, subjects)
    insert_rows(connection, "listing_version", _VERSION, [_new_version(new, first, import_id) for new in plan.listings])
    named = [(new, new.entry.names) for new in plan.subjects if new.entry.names is not None]
    numbers = name_ids(connection, len(named)) if named else ()
    _insert_names(connection, [
        (name_row(number, new.id, new.entry.name, index, first + new.step), index)
        for number, (new, index) in zip(numbers, named, strict=True)
    ])  # fmt: skip


def _new_version(new: NewListing, first: int, import_id: str) -> tuple[Any, ...]:
    entry = new.entry
    return (new.id, first + new.step, *entry.content, new.correction_of, *_NEW[1:], import_id, entry.digest)


def _change_listings(connection: Connection, changes: Sequence[ListingChange], first: int, import_id: str) -> None:
    closed = [(first + change.step, change.known.id) for change in changes]
    run_many(connection, "UPDATE listing_version SET seq_to = ? WHERE listing_id = ? AND seq_to IS NULL", closed)
    changed = [_next_version(change, first, import_id) for change in changes]
    insert_rows(connection, "listing_version", _VERSION, changed)


def _next_version(change: ListingChange, first: int, import_id: str) -> tuple[Any, ...]:
    version = change.known.version
    assert version is not None  # noqa: S101 (only stored records change)
    digest = change.digest or change.known.digest
    kept = (version[name] for name in _KEPT)
    return (change.known.id, first + change.step, *change.content, *kept, import_id, digest)


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
    names: dict[str, list[int]] = defaultdict(list)
    for row, index in rows:
        for gram in index.grams:
            names[gram].append(row[0])
    found = [(gram, number) for gram in sorted(names) for number in names[gram]]
    insert_rows(connection, "name_gram", ("gram", "name_id"), found)

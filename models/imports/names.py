"""Rows of the name index for the subjects of a chunk."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from huixin.core.names import grams, hint_of, normalise, split_key
from models.imports.entries import NameIndex
from models.subjects import hash_of

NAME_COLUMNS = ("id", "subject_id", "name", "full_key", "full_hash", "trade", "former", "unlisted", "seq_from")

NameRow = tuple[int, str, str, str, int, str, bool, bool, int]


def name_ids(connection: Connection, count: int) -> Sequence[int]:
    """Unused ids of `subject_name`: the writer's lock holds others off on SQLite, the sequence does on PostgreSQL."""
    if connection.dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence('subject_name', 'id')) FROM generate_series(1, :count)")
        return [int(number) for number in connection.execute(drawn, {"count": count}).scalars()]
    last = connection.execute(text("SELECT coalesce(max(id), 0) FROM subject_name")).scalar_one()
    return range(last + 1, last + 1 + count)


def index_of(name: str) -> NameIndex:
    key = normalise(name)
    parts, full_key = split_key(key), key[:300]
    trade = parts.trade[:300]
    return NameIndex(full_key, hash_of(full_key), trade, tuple(sorted(grams(trade))), *hint_of(parts))


def name_row(
    number: int,
    subject_id: str,
    name: str,
    index: NameIndex,
    sequence: int,
    *,
    former: bool = False,
    unlisted: bool = False,
) -> NameRow:
    return number, subject_id, name, index.full_key, index.full_hash, index.trade, former, unlisted, sequence

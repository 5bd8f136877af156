"""Two databases, two sets of tables: `MAIN` for what is known, `LOG` for what was answered.

The decision log is a database file of its own by default, so that no import ever makes a check wait; on PostgreSQL both
live in one database. Instants are stored as UTC without a zone and read back aware.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

MAIN = MetaData(naming_convention=NAMING)
LOG = MetaData(naming_convention=NAMING)


class MainTable(SQLModel):
    metadata = MAIN


class LogTable(SQLModel):
    metadata = LOG


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: Any, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)  # type: ignore[no-any-return]

    def process_result_value(self, value: Any, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def new_id(prefix: str) -> str:
    """A random identifier that says what it names, e.g. `dec_5f0c…`."""
    return f"{prefix}_{uuid4().hex}"


def one_of(column: str, values: Iterable[str]) -> str:
    """Condition that a column holds one of these words. Written out: SQLite builds a table for `IN` at every row."""
    return " OR ".join(f"{column} = '{value}'" for value in values)

"""Many rows with few calls, straight to the driver: some thousands written, or looked for, at a time."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Connection, Select, String, bindparam, cast, func, select

_VALUES_AT_ONCE = 900
"""Values of one statement on SQLite. Each statement costs about as much as two short rows."""


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts the rows; a row that the database refuses ends the transaction."""
    several = max(1, _VALUES_AT_ONCE // len(columns)) if connection.dialect.name == "sqlite" else 1
    whole = len(rows) - len(rows) % several
    joined = [tuple(chain.from_iterable(rows[start : start + several])) for start in range(0, whole, several)]
    run_many(connection, _insert(connection, table, columns, several), joined)
    run_many(connection, _insert(connection, table, columns, 1), rows[whole:])


def _insert(connection: Connection, table: str, columns: Sequence[str], count: int) -> str:
    # By default SQLite keeps a copy of every page, to take back the one statement alone.
    verb = "INSERT OR ROLLBACK" if connection.dialect.name == "sqlite" else "INSERT"
    row = f"({', '.join('?' for _ in columns)})"
    return f"{verb} INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs the statement once for each row of values, which stand in it as `?`."""
    if rows:
        ours = statement if connection.dialect.paramstyle == "qmark" else statement.replace("?", "%s")
        connection.exec_driver_sql(ours, list(rows))


def among(connection: Connection, values: Iterable[str]) -> Select[str]:
    """The values as a query, for `column.in_(…)`: sent as one, where each on its own would have to be bound."""
    sent = bindparam(None, json.dumps(sorted(values)), String)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(sent)
    else:
        listed = func.json_array_elements_text(cast(sent, JSON))
    return select(listed.table_valued("value").c.value)

"""Many rows with few calls, straight to the driver: some thousands written, or looked for, at a time."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Connection, Select, String, bindparam, cast, func, select

_VALUES_AT_ONCE = 900
"""Values of one statement on SQLite. Each statement costs about as much as two short rows."""


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts the rows; a row that the database refuses ends the transaction."""
    several = max(1, _VALUES_AT_ONCE // len(columns)) if connection.dialect.name == "sqlite" else 1
    whole = len(rows) - len(rows) % several
    joined = [tuple(chain.from_iterable(rows[start : start + several])) for start in range(0, whole, several)]
    row = f"({', '.join('?' for _ in columns)})"
    run_many(connection, _insert(connection, table, columns, [row] * several), joined)
    run_many(connection, _insert(connection, table, columns, [row]), rows[whole:])


def insert_columns(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Inserts the rows that the columns make, in the order of the first one; as `insert_rows`. On SQLite what all rows
    have in common is sent once for many of them."""
    first = next(iter(columns.values()))
    if connection.dialect.name != "sqlite":
        rows = sorted(zip(*columns.values(), strict=True), key=itemgetter(0))
        insert_rows(connection, table, [*columns], rows)
        return
    common = {name: column[0] for name, column in columns.items() if column is not first and _is_one_value(column)}
    own = [name for name in columns if name not in common]
    rows = sorted(zip(*(columns[name] for name in own), strict=True), key=itemgetter(0))
    several = max(1, min(len(rows), _VALUES_AT_ONCE // len(own)))
    sent = tuple(common.values())
    for start, stop, count in _groups(len(rows), several):
        statement = _insert(connection, table, [*common, *own], _sharing(len(common), len(own), count))
        values = [(*sent, *chain.from_iterable(rows[at : at + count])) for at in range(start, stop, count)]
        run_many(connection, statement, values)


def _is_one_value(column: Sequence[Any]) -> bool:
    return bool(column) and column[0] == column[-1] and column.count(column[0]) == len(column)


def _groups(rows: int, several: int) -> Iterator[tuple[int, int, int]]:
    """From and to which row so many of them go together; those that are left over go one by one."""
    whole = rows - rows % several
    yield 0, whole, several
    yield whole, rows, 1


def _sharing(common: int, own: int, count: int) -> list[str]:
    """The values of each row: `common` are the first that the statement takes, then come the `own` ones of each."""
    shared = [f"?{place}" for place in range(1, common + 1)]
    starts = range(common + 1, common + 1 + count * own, own)
    return [f"({', '.join([*shared, *(f'?{place}' for place in range(start, start + own))])})" for start in starts]


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[str]) -> str:
    # By default SQLite keeps a copy of every page, to take back the one statement alone.
    verb = "INSERT OR ROLLBACK" if connection.dialect.name == "sqlite" else "INSERT"
    return f"{verb} INTO {table} ({', '.join(columns)}) VALUES {', '.join(rows)}"


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs the statement once for each row of values, which stand in it as `?`."""
    if rows:
        ours = statement if connection.dialect.paramstyle == "qmark" else statement.replace("?", "%s")
        connection.exec_driver_sql(ours, list(rows))


def among(connection: Connection, values: Iterable[str]) -> Select[str]:
    """The values as a query, for `column.in_(…)`: sent as one, where each on its own would have to be bound."""
    return select(_sent(connection, sorted(values)))


def among_numbers(connection: Connection, values: Iterable[int]) -> Select[int]:
    """The same of whole numbers."""
    return select(cast(_sent(connection, sorted(values)), BigInteger))


def _sent(connection: Connection, values: list[Any]) -> ColumnElement[Any]:
    sent = bindparam(None, json.dumps(values), String)
    if connection.dialect.name == "sqlite":
        return func.json_each(sent).table_valued("value").c.value
    return func.json_array_elements_text(cast(sent, JSON)).table_valued("value").c.value

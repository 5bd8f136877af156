"""The databases: what is known (`main`) and what was answered (`log`).

By default two SQLite files under one folder, in WAL mode; with a URL both in one PostgreSQL database. On both there is
one writer of what is known at a time: a write transaction begins by waiting for its turn (SQLite: BEGIN IMMEDIATE;
PostgreSQL: the row of the change sequence). So what it reads nobody changes before it is over, and it never fails
half-way for want of a lock. Whose turn does not come in time has written nothing and is told so (`waited_in_vain`), and
PostgreSQL ends the transaction of a writer that hangs. The decision log knows no such turn.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from models.sequence import hold_sequence, keep_time

MAIN_FILE = "main.db"
LOG_FILE = "decisions.db"
DATABASE_FILES = (MAIN_FILE, LOG_FILE)
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    # what was committed outlives a power cut; it costs an import about a tenth of its speed
    "synchronous=FULL",
    # 32 MB of log between checkpoints, 16 MB of pages a connection: bare inserts in random order go twice as fast
    "wal_autocheckpoint=8000",
    "journal_size_limit=67108864",
    "cache_size=-16384",
    # what is erased is overwritten with zeros wherever its page is written anyhow
    "secure_delete=FAST",
)
BULK_PRAGMAS = (
    # an import enters nothing that refers to what it has not just read or entered; a test checks every reference
    "foreign_keys=OFF",
    # while a further thread checkpoints, the writer need not, except to begin the log anew, at half a gigabyte
    "wal_autocheckpoint=120000",
    "journal_size_limit=-1",
    "cache_size=-98304",
)
"""On top of the others, for a connection that takes in a list file."""
PATIENCE = 30.0
"""Seconds that a writer waits for its turn."""
_HANGS_AFTER = 2
"""Times as long may a writer on PostgreSQL do nothing with its transaction open; SQLite's ends with its process."""
_CHECKPOINT_SECONDS = 0.05
_POOL = {"pool_size": 10, "max_overflow": 40, "pool_use_lifo": True}
"""More than there are threads: writers that wait for their turn never keep the rest from a connection. The one that was
given back last is lent first, so that the pages kept with a connection are those of a few, and warm."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the databases are: in files of `home`, or at `url`."""

    home: Path
    url: str | None

    def open(self, today: Callable[[], date]) -> "Database":
        return Database.open(self.home, today, self.url)


class _OverError(Exception):
    """A rehearsal is over."""


@dataclass(slots=True)
class Writes:
    """How many transactions of this process have changed what is known."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class Database:
    """`bulk`: for large writes to what `main` holds. `today`: the clock's day, on which what is written becomes known.
    `patience`: seconds to wait for a turn."""

    main: Engine
    bulk: Engine
    log: Engine
    today: Callable[[], date]
    patience: float = PATIENCE
    writes: Writes = field(default_factory=Writes, compare=False)

    @classmethod
    def open(
        cls, home: Path, today: Callable[[], date], url: str | None = None, patience: float = PATIENCE
    ) -> "Database":
        """`url`: postgresql+psycopg://…, for both; None: two SQLite files in `home`, which is made where missing."""
        if url is not None:
            engine = _postgresql(make_url(url), patience)
            return cls(engine, engine, engine, today, patience)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        main, log = (_sqlite(URL.create("sqlite", database=str(home / name)), patience) for name in DATABASE_FILES)
        return cls(main, _sqlite(main.url, patience, BULK_PRAGMAS), log, today, patience)

    @contextmanager
    def for_bulk(self) -> Iterator["Database"]:
        """The same databases for large writes: on SQLite over a connection prepared for them."""
        if not self.is_sqlite:
            yield self
            return
        try:
            with _checkpoints(self.bulk):
                yield replace(self, main=self.bulk)
        finally:
            self.bulk.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One snapshot of what is known."""
        with _session(self.main, "BEGIN") as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction on what is known, with no other writer from its beginning: committed at the end, rolled back
        on any error."""
        with _session(self.main, "BEGIN IMMEDIATE") as session, session.begin():
            if not self.is_sqlite:
                # of readers nobody waits for the end, and some think for minutes about what they have read
                most = f"SET LOCAL idle_in_transaction_session_timeout = {_milliseconds(_HANGS_AFTER * self.patience)}"
                session.connection().exec_driver_sql(most)
            hold_sequence(session)
            keep_time(session, self.today)
            yield session
        self.writes.count += 1

    @contextmanager
    def rehearsal(self) -> Iterator[Session]:
        """A transaction as of `write`, of which nothing stays."""
        with suppress(_OverError), self.write() as session:
            yield session
            raise _OverError

    @contextmanager
    def log_read(self) -> Iterator[Session]:
        with _session(self.log, "BEGIN") as session:
            yield session

    @contextmanager
    def log_write(self) -> Iterator[Session]:
        """One transaction on the decision log."""
        with _session(self.log, "BEGIN IMMEDIATE") as session, session.begin():
            yield session

    @property
    def address(self) -> Address:
        """By which another process opens the same."""
        url = self.main.url
        if self.is_sqlite:
            return Address(Path(str(url.database)).parent, None)
        return Address(Path(), url.render_as_string(hide_password=False))

    @property
    def is_sqlite(self) -> bool:
        return self.main.dialect.name == "sqlite"

    def close(self) -> None:
        for engine in (self.main, self.bulk, self.log):
            engine.dispose()


def is_duplicate(error: IntegrityError) -> bool:
    """Whether what was to be entered is there already, under a key that nothing else may have."""
    of_postgresql, of_sqlite = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
    return of_postgresql == "23505" or of_sqlite in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def waited_in_vain(error: DBAPIError) -> bool:
    """Whether another writer did not come to its end in time, or this one did not; nothing of it is written."""
    of_postgresql, of_sqlite = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
    return of_postgresql in ("55P03", "25P03") or str(of_sqlite).startswith("SQLITE_BUSY")


def _milliseconds(seconds: float) -> int:
    return round(1000 * seconds)


def _postgresql(url: URL, patience: float) -> Engine:
    # what the address itself sets comes last, and holds
    waits = {"options": f"-c lock_timeout={_milliseconds(patience)} {url.query.get('options', '')}"}
    # one snapshot for each transaction, as SQLite gives it
    return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True, connect_args=waits, **_POOL)


def _sqlite(url: URL, patience: float, pragmas: Sequence[str] = ()) -> Engine:
    waits = f"busy_timeout={_milliseconds(patience)}"
    engine = create_engine(url, connect_args={"check_same_thread": False}, **_POOL)
    event.listen(engine, "connect", partial(_prepare_sqlite, (waits, *PRAGMAS, *pragmas)))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(pragmas: Sequence[str], connection: Any, _: Any) -> None:
    # the driver's own transactions begin too late; ours begin in `_begin_sqlite`
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _checkpoints(engine: Engine) -> Iterator[None]:
    """Meanwhile a further thread copies what is committed from the log to the database file, on a core of its own."""
    over = Event()

    def copy() -> None:
        with closing(engine.raw_connection()) as connection:
            while not over.wait(_CHECKPOINT_SECONDS):
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    thread = Thread(target=copy, name="checkpoints", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@contextmanager
def _session(engine: Engine, begin: str) -> Iterator[Session]:
    bound = engine.execution_options(begin=begin)
    if engine.dialect.name == "postgresql" and begin != "BEGIN":
        # a snapshot taken before a writer's turn has come would make it fail
        bound = bound.execution_options(isolation_level="READ COMMITTED")
    with Session(bound, expire_on_commit=False) as session:
        yield session

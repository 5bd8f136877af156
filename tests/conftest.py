"""Fixtures, from the ground up. The strategy: take the smallest thing that is real.

* `database` is a real, migrated database with the lists and units of the shipped packs and nothing else; a test runs
  once on SQLite and once on PostgreSQL. Nothing is ever mocked or rolled back: a test gets what a template holds that
  was migrated once (a file copy; a database emptied and filled again), so it may commit, use threads, start processes.
  `new_database` makes further ones, for tests that need one for each Hypothesis example.
* One PostgreSQL server serves a whole run, all workers of pytest-xdist included.
* `ruleset` is the shipped one, compiled once a session; `keys` are fresh.
* Rows come from `tests.factories`: one call makes one valid thing, a test names only what it is about.

HUIXIN_FULL=1 (`make prove`) takes Hypothesis to full size, runs the tests marked `slow`, and each test on both
databases. At small size a test runs on the one that its name falls on, unless it is marked `both_databases`: half of
all tests look at each, always the same half. HUIXIN_TURN (a number) leaves out the long tests of other days: see
tests/turns.py.
"""

import fcntl
import os
import shutil
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from models import members
from models.database import DATABASE_FILES, Database
from models.keys import KeyRing
from models.migrations import migrate
from models.reference import sync_reference
from rules.ruleset import RuleSet, default_ruleset
from tests.demo_home import laid_down, loaded
from tests.factories import ordinary_day
from tests.postgres import Databases, started
from tests.turns import name_of, waiting

FULL = os.environ.get("HUIXIN_FULL") == "1"
TURN = os.environ.get("HUIXIN_TURN", "all")
NewDatabase = Callable[[], Database]

DATABASES = ("sqlite", "postgresql")

STORED_EXAMPLES = 100 if FULL else 25
"""Examples of a law that needs a fresh database for each: a second or so apiece on a busy machine."""

pytest.register_assert_rewrite("tests.story", "tests.packs.laws")
"""The chapters of the story and the laws of answers assert outside of test modules, and shall say as much."""

settings.register_profile("small", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", parent=settings.get_profile("small"), max_examples=1000)
settings.load_profile("full" if FULL else "small")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is for full size only."""
    if FULL:
        return
    left_out = {item for item in items if item.get_closest_marker("slow")} | _on_the_other(items)
    if TURN.isdecimal():
        of_another_day = waiting(int(TURN))
        left_out |= {item for item in items if name_of(item.nodeid) in of_another_day}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _on_the_other(items: list[pytest.Item]) -> set[pytest.Item]:
    """Of each test that could run on both databases, the run on that one which its name does not fall on."""
    runs = defaultdict[str, dict[str, pytest.Item]](dict)
    for item in items:
        form = getattr(item, "callspec", None)
        database = form and form.params.get("new_database")
        if database and not item.get_closest_marker("both_databases"):
            runs[item.nodeid.replace(database, "")][database] = item
    twice = {name: by_database for name, by_database in runs.items() if len(by_database) == len(DATABASES)}
    return {run[DATABASES[crc32(name.encode()) % len(DATABASES)]] for name, run in twice.items()}


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """A secret's hash costs almost nothing here; what it costs in earnest is a test of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def analyses(run_folder: Path) -> Path:
    """What all tests and processes of a run found about rule sets: the shipped packs are looked at once."""
    return run_folder / "analyses"


@pytest.fixture(scope="session", autouse=True)
def _shared_analyses(analyses: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUIXIN_ANALYSES", str(analyses))
        yield


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return default_ruleset()


@pytest.fixture
def now() -> datetime:
    """Noon of an ordinary day in Shanghai."""
    return datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing.open(tmp_path / "home")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole run, shared by all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """One worker at a time."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lay_down(database: Database, ruleset: RuleSet) -> None:
    migrate(database)
    with database.write() as session:
        sync_reference(session, ruleset.catalogue)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, ruleset: RuleSet) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    _lay_down(Database.open(folder, ordinary_day), ruleset)
    return folder


@pytest.fixture(scope="session")
def postgres(run_folder: Path, ruleset: RuleSet) -> Databases:
    with _alone(run_folder, "postgres"):
        return Databases(
            started(run_folder, lambda url: _lay_down(Database.open(run_folder, ordinary_day, url), ruleset))
        )


@pytest.fixture(scope="session")
def demo_home(run_folder: Path, sqlite_template: Path, ruleset: RuleSet) -> Path:
    """As `huixin-server demo` leaves it on the day `tests.demo_home.NOW`, loaded once for a whole run. Nobody writes in
    it: a test that wants to copies it."""
    home = run_folder / "demo"
    with _alone(run_folder, "demo"):
        if not home.exists():
            loaded(laid_down(sqlite_template, run_folder / "demo.loading"), ruleset)
            (run_folder / "demo.loading").rename(home)
    return home


AT_A_TIME = 4
"""Databases of one test that stay open. Hypothesis may ask for a thousand, one after the other."""
Make = Callable[[], tuple[Database, Callable[[], None]]]
"""Makes a database, with what gives it back."""


@contextmanager
def _opened(make: Make) -> Iterator[NewDatabase]:
    live = deque[tuple[Database, Callable[[], None]]]()

    def end_oldest() -> None:
        database, give_back = live.popleft()
        database.close()
        give_back()

    def new() -> Database:
        if len(live) == AT_A_TIME:
            end_oldest()
        live.append(make())
        return live[-1][0]

    yield new
    while live:
        end_oldest()


@dataclass
class Opened:
    """Databases of one worker, lent to one test after the other with other content: what SQLAlchemy has compiled for
    one serves the next, which would cost as much as most tests do."""

    folder: Path
    free: list[Database] = field(default_factory=list)
    by_url: dict[str, Database] = field(default_factory=dict)

    def sqlite(self, template: Path) -> tuple[Database, Callable[[], None]]:
        database = self.free.pop() if self.free else Database.open(self.folder / uuid4().hex, ordinary_day)
        home = database.address.home
        shutil.rmtree(home)
        home.mkdir(mode=0o700)
        for name in DATABASE_FILES:
            shutil.copy(template / name, home / name)
        return database, partial(self.free.append, database)

    def postgresql(self, databases: Databases) -> tuple[Database, Callable[[], None]]:
        url = databases.take()
        if url not in self.by_url:
            self.by_url[url] = Database.open(self.folder, ordinary_day, url)
        return self.by_url[url], partial(databases.give_back, url)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(tmp_path_factory.mktemp("databases"))


@contextmanager
def databases(kind: str, request: pytest.FixtureRequest, opened: Opened) -> Iterator[NewDatabase]:
    """Makes as many fresh databases as one asks for; the last few live as long as this lasts, the others less."""
    if kind == "sqlite":
        make = partial(opened.sqlite, request.getfixturevalue("sqlite_template"))
    else:
        make = partial(opened.postgresql, request.getfixturevalue("postgres"))
    with _opened(make) as new:
        yield new


@pytest.fixture(params=DATABASES)
def new_database(request: pytest.FixtureRequest, opened: Opened) -> Iterator[NewDatabase]:
    with databases(request.param, request, opened) as new:
        yield new


@pytest.fixture
def database(new_database: NewDatabase) -> Database:
    return new_database()

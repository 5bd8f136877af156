"""A command on a database that is not ready says so in one line, and leaves nothing behind."""

from pathlib import Path

import pytest

from models.database import Database
from models.migrations import is_newest, migrate, unmigrate
from tests.cli.test_state import run
from tests.factories import ordinary_day

UNREADY = "The database is not ready: run `huixin-server migrate` first."
COMMANDS = (
    ("cases",),
    ("cases", "--json"),
    ("campaigns",),
    ("member", "list"),
    ("member", "add", "一个平台", "--kind", "platform"),
    ("upstream", "status"),
    ("import", __file__, "--list", "red"),
    ("demo",),
    ("serve", "--port", "1"),
    ("worker",),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_one_that_was_never_migrated(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words, code=1).output.splitlines() == [UNREADY]
    assert not (home / "main.db").exists(), "what is not there is not made"


def test_one_of_an_older_form(home: Path) -> None:
    database = Database.open(home, ordinary_day)
    migrate(database, "0001")
    database.close()
    assert run("cases", code=1).output.splitlines() == [UNREADY]
    run("migrate")
    assert run("cases", "--json").output.strip() == "[]"


def test_a_file_that_is_no_database(home: Path) -> None:
    home.mkdir()
    (home / "main.db").write_text("not a database, however long one looks at it" * 20)
    [line] = run("cases", code=1).output.splitlines()
    assert line.startswith("The database does not answer")


def test_the_newest_form_on_both_databases(database: Database) -> None:
    assert is_newest(database)
    unmigrate(database)
    assert not is_newest(database)

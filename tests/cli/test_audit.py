"""`huixin-server audit`: what it says of a log, and how it exits."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from models.database import Database
from models.decisions import Decision, Head
from models.keys import KeyRing
from models.log_writer import Entering, LogWriter
from tests.factories import make_row, ordinary_day


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, now: datetime) -> Path:
    for name in ("main.db", "decisions.db"):
        (tmp_path / name).write_bytes((sqlite_template / name).read_bytes())
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path))
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    database = Database.open(tmp_path, ordinary_day)
    for number in range(2):
        LogWriter(database, KeyRing.open(tmp_path)).enter(Entering([make_row(f"dec_{number}", now)], now))
    database.close()
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["audit", *arguments])


def test_a_log_as_it_was_signed(home: Path) -> None:
    result = run("verify")
    assert (result.exit_code, "up to head 2" in result.stdout) == (0, True)


def test_an_altered_one_and_a_cut_one(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(run("head").stdout)
    database = Database.open(home, ordinary_day)
    with database.log_write() as log:
        log.delete(log.get_one(Head, 2))
        log.delete(log.get_one(Decision, "dec_1"))
    assert run("verify").exit_code == 0
    cut = run("verify", "--head", str(kept))
    assert (cut.exit_code, "head 2: cut" in cut.stdout) == (1, True)
    with database.log_write() as log:
        log.get_one(Decision, "dec_0").outcome = "refuse"
    database.close()
    altered = run("verify")
    assert (altered.exit_code, "head 1: content" in altered.stdout) == (1, True)


def test_what_is_no_head(home: Path) -> None:
    assert run("verify", "--head", "nonsense").exit_code == 2

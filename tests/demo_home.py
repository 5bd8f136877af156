"""Homes with the demo in them, and all that stands in one."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.demo import Demo, load_demo, read_demo
from models.database import DATABASE_FILES, Database
from models.keys import KeyRing
from rules.ruleset import RuleSet
from tests.factories import ordinary_day

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def laid_down(template: Path, home: Path) -> Path:
    home.mkdir()
    for name in DATABASE_FILES:
        shutil.copy(template / name, home / name)
    return home


def loaded(home: Path, ruleset: RuleSet, now: datetime = NOW) -> Demo:
    with closing(Database.open(home, ordinary_day)) as database:
        return load_demo(database, KeyRing.open(home), ruleset, home, now)


def copied(demo_home: Path, home: Path) -> Demo:
    """A copy of the demo, for a test that writes in it; gives how to sign in."""
    shutil.copytree(demo_home, home)
    demo = read_demo(home)
    assert demo is not None
    return demo


def contents(home: Path) -> dict[str, list[Any]]:
    """All rows of both databases."""
    found = {}
    for name in DATABASE_FILES:
        with closing(sqlite3.connect(home / name)) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found |= {f"{name} {table}": database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608
    return found

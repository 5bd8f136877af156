"""A desk with cases, and one with exits, over a fresh database; a file that wants more on it makes its own."""

from datetime import datetime
from pathlib import Path

import pytest

from models.database import Database
from rules.ruleset import RuleSet
from tests.case_desk import Desk
from tests.exit_office import Office


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> Desk:
    return Desk(database, ruleset, now)


@pytest.fixture
def office(database: Database, ruleset: RuleSet, now: datetime, tmp_path: Path) -> Office:
    return Office(database, ruleset, now, folder=tmp_path / "attachments")

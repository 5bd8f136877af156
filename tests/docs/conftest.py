"""The demo, served, for the programs of the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.ruleset import RuleSet
from tests.docs.programs import Served, demo_served


@pytest.fixture
def served(demo_home: Path, ruleset: RuleSet, tmp_path: Path) -> Iterator[Served]:
    """A copy of its own for each test."""
    with demo_served(demo_home, tmp_path / "home", ruleset) as served:
        yield served

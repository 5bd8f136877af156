"""The sessions of the README and of the pages are run literally; what they show is what comes."""

from pathlib import Path

import pytest

from tests.docs.session import DOCS, README, run, settled, steps


@pytest.mark.parametrize("page", [README, DOCS / "cases.md"], ids=lambda page: page.stem)
def test_a_session_gives_what_its_page_shows(page: Path, tmp_path: Path) -> None:
    shown = steps(page)
    assert len(shown) >= 8
    for expected, actual in zip(shown, run(page, tmp_path), strict=True):
        assert settled(actual.output) == settled(expected.output), expected.command

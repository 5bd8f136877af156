"""The README's session is run literally; what it shows is what comes."""

from pathlib import Path

from tests.docs.session import run, settled, steps


def test_the_readme_session_gives_what_the_readme_shows(tmp_path: Path) -> None:
    shown = steps()
    assert len(shown) >= 8
    for expected, actual in zip(shown, run(tmp_path), strict=True):
        assert settled(actual.output) == settled(expected.output), expected.command

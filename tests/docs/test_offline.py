"""The example of checking without the network is run as it stands."""

import runpy
from functools import partial
from pathlib import Path

import pytest

from huixin.local import LocalChecker
from tests.api.bundles.conftest import Office, office  # noqa: F401 - a fixture
from tests.api.conftest import BLACK, CLEAN, serving, settle, world  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "offline.py"


def test_the_example_is_the_page_s() -> None:
    page = (ROOT / "docs" / "offline.md").read_text(encoding="utf-8")
    assert EXAMPLE.read_text(encoding="utf-8") in page


def test_it_answers_from_this_machine(
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office.world.enter({})
    office.make()
    at_that_time = partial(LocalChecker.open, now=office.world.context.now)
    monkeypatch.setattr(LocalChecker, "open", at_that_time)
    screen = runpy.run_path(str(EXAMPLE))["screen"]
    assert screen(str(office.folder), office.client(), [BLACK, CLEAN]) == {BLACK: "refuse", CLEAN: "clear"}
    assert capsys.readouterr().out == "refuse local ['promotion_limit']\n"

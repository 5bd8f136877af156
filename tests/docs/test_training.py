"""The page on training names every action, and its program runs against the demo."""

import re

import pytest

from huixin.types.training import TrainingActionRequest
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS

PAGE = DOCS / "training.md"


def test_every_action_has_its_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for word in TrainingActionRequest.model_json_schema()["discriminator"]["mapping"]:
        assert re.search(rf"^\| `{word}` \|", text, re.MULTILINE), word


def test_its_program_runs(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_program(PAGE, "惠州市信用中心", served, monkeypatch)
    printed = capsys.readouterr().out
    assert "（第一期）" in printed
    assert "（第二期）" in printed

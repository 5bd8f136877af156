"""The page on commitments names every action and state, and its programs run against the demo."""

import re

import pytest

from api.demo.promises import PLATFORM_FIRM
from huixin.types.commitment import CommitmentActionRequest, CommitmentState
from models.commitments.keys import statement_of
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS

PAGE = DOCS / "commitments.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_state_and_action_has_its_row() -> None:
    actions = CommitmentActionRequest.model_json_schema()["discriminator"]["mapping"]
    for word in {*CommitmentState, *actions}:
        assert re.search(rf"^\| `{word}` \|", TEXT, re.MULTILINE), word


def test_its_programs_run(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = run_program(PAGE, "演示平台", served, monkeypatch)
    printed = capsys.readouterr().out
    template = made["client"].commitments.templates()[0]
    assert printed.split()[:2] == [PLATFORM_FIRM[0], "电子商务诚信经营承诺书"]
    assert made["statement"](template, "x", "2026-01-01") == statement_of(template, "x", "2026-01-01")

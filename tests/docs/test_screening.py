"""The program of the page on screening runs against the demo."""

from pathlib import Path

import pytest

from api.demo import BRUSHER, CLEAR
from rules.ruleset import RuleSet
from tests.docs.programs import demo_served, run_program
from tests.docs.session import DOCS


def test_its_program_runs(
    demo_home: Path,
    ruleset: RuleSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with demo_served(demo_home, tmp_path / "home", ruleset) as served:
        known = {"folder": tmp_path, "codes": [BRUSHER, CLEAR]}
        run_program(DOCS / "screening.md", "演示平台", served, monkeypatch, **known)
    printed = capsys.readouterr().out.splitlines()
    assert f"{CLEAR} clear" in printed
    assert any(line.startswith(BRUSHER) and line != f"{BRUSHER} clear" for line in printed)

"""The program of the page on screening runs against the demo."""

from pathlib import Path

import pytest

from api.demo import BRUSHER, CLEAR
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS


def test_its_program_runs(
    served: Served,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = {"folder": tmp_path, "codes": [BRUSHER, CLEAR]}
    run_program(DOCS / "screening.md", "演示平台", served, monkeypatch, **known)
    printed = capsys.readouterr().out.splitlines()
    assert f"{CLEAR} clear" in printed
    assert any(line.startswith(BRUSHER) and line != f"{BRUSHER} clear" for line in printed)

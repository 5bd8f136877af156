"""The page on campaigns names every action, and its program runs against the demo."""

import re
from pathlib import Path

import pytest

from api.demo.cast import FIRMS
from huixin.types.campaign import CampaignActionRequest
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS

PAGE = DOCS / "campaigns.md"


def test_every_action_has_its_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for word in CampaignActionRequest.model_json_schema()["discriminator"]["mapping"]:
        assert re.search(rf"^\| `{word}` \|", text, re.MULTILINE), word


def test_its_program_runs(
    served: Served,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    firm = next(iter(FIRMS.values()))
    (tmp_path / "roster.csv").write_text(f"统一社会信用代码,企业名称\n{firm.uscc},{firm.name}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = run_program(PAGE, "演示平台", served, monkeypatch)
    assert (made["result"].enrolled, made["result"].again) == (0, 1)
    assert made["board"].total.checked >= len(FIRMS)
    assert made["board"].total.excluded == len(capsys.readouterr().out.splitlines()) > 0

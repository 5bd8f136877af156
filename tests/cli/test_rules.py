"""`huixin-server rules`, as those type it who keep packs in a folder."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from rules.ruleset import PACKS


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["rules", *arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The shipped city pack with one outcome and one sentence changed."""
    pack = tmp_path / "edited"
    shutil.copytree(PACKS / "huizhou", pack)
    notice = pack / "rules" / "notice.yaml"
    text = notice.read_text(encoding="utf-8").replace("from: 2018-02-27", "from: 2018-03-01", 1)
    notice.write_text(text.replace("campaign: [double_11]", "campaign: [double_11, double_12]"), encoding="utf-8")
    return pack


def test_diff_tells_each_change_in_a_sentence(edited: Path) -> None:
    told = run("diff", "huizhou", str(edited), "--lang", "zh")
    assert "规则 notice-first-limb：生效期间由 2018-02-27 起 改为 2018-03-01 起。" in told
    assert "促销活动由 “双十一”网络促销 改为 “双十一”网络促销、“双十二”网络促销。" in told
    assert "2 changes." in run("diff", "huizhou", str(edited))
    assert "They say the same." in run("diff", "huizhou", "huizhou")


def test_diff_tells_it_as_data(edited: Path) -> None:
    changes = json.loads(run("diff", "huizhou", str(edited), "--json"))
    assert [(one["change"], one["code"], one["path"]) for one in changes] == [
        ("condition_changed", "notice-double-11", ["when", "request", "campaign"]),
        ("window_changed", "notice-first-limb", ["effective"]),
    ]
    assert changes[0]["before"] == ["double_11"]
    assert changes[0]["after"] == ["double_11", "double_12"]


def test_a_pack_that_is_nowhere_is_an_error() -> None:
    assert "There is no pack 'nowhere'." in run("diff", "huizhou", "nowhere", code=1)


def test_horizon_says_what_ends_within_the_days_asked_for() -> None:
    told = run("horizon", "--on", "2026-03-01")
    assert "[30] 2026-03-31 instrument ndrc-order-58-2023" in told
    assert "0 endings" in run("horizon", "--on", "2026-03-01", "--days", "7")
    (first, *_) = json.loads(run("horizon", "--on", "2026-03-01", "--json"))
    assert (first["code"], first["last_day"], first["mark"]) == ("ndrc-order-58-2023", "2026-03-31", 30)


def test_the_register_lists_what_nobody_has_checked() -> None:
    told = run("unverified")
    assert "instruments.yaml:" in told
    assert "measure public_exposure (Public exposure): not verified." in told
    assert all(one["verified"] is False for one in json.loads(run("unverified", "--json")))
    assert any(one["verified"] for one in json.loads(run("unverified", "--all", "--json")))

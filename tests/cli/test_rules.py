"""`huixin-server rules`, as those type it who keep packs in a folder."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from api.cli import app
from rules.ruleset import PACKS
from tests.rules.analysis_packs import CLEAN, line_of


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["rules", *arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No state yet."""
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


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


def test_new_begins_a_pack_that_is_ready_to_check(tmp_path: Path) -> None:
    pack = tmp_path / "elsewhere"
    assert "Give --division" in run("new", str(pack), code=1)
    assert f"rules check {pack}" in run("new", str(pack), "--division", "441400")
    assert "Nothing wrong" in run("check", str(pack))
    assert "They say the same" not in run("diff", "national", str(pack))
    assert "exists already" in run("new", str(pack), code=1)
    assert "is no code" in run("new", str(tmp_path / "Else Where"), code=1)


def test_new_copies_a_pack_with_its_tests(tmp_path: Path) -> None:
    pack = tmp_path / "copy"
    run("new", str(pack), "--from", "huizhou")
    changes = json.loads(run("diff", "huizhou", str(pack), "--json"))
    assert [(one["change"], one["kind"], one["code"]) for one in changes] == [
        ("entry_added", "pack", "copy"),
        ("entry_removed", "pack", "huizhou"),
    ]
    assert "tests hold." in run("test", str(pack), "--no-gaps")
    assert (pack / "tests" / "notice.yaml").read_text("utf-8") == (PACKS / "huizhou/tests/notice.yaml").read_text(
        "utf-8"
    )


def test_a_table_goes_out_is_changed_and_comes_back_as_a_draft(tmp_path: Path) -> None:
    file, draft = tmp_path / "double-11.xlsx", tmp_path / "draft"
    run("table", "huizhou", "--scene", "promotion", "-o", str(file))
    book = load_workbook(file)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[2]}
    row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "notice-double-11")
    sheet.cell(row, columns["outcome"]).value = "提示关注"
    book.save(file)
    told = run("table", "huizhou", "--import", str(file), "-o", str(draft), "--lang", "zh")
    assert "规则 notice-double-11：新增结果 提示关注。" in told
    assert f"1 changes. Next: huixin-server rules check {draft / 'huizhou'}" in told
    assert sorted(one.name for one in draft.iterdir()) == ["huizhou", "national"]
    assert "Nothing wrong" in run("check", str(draft / "huizhou"))
    assert "1 changes." in run("diff", "huizhou", str(draft / "huizhou"))
    assert "exists already" in run("table", "huizhou", "--import", str(file), "-o", str(draft), code=1)


def test_a_table_with_a_wrong_cell_leaves_no_draft(tmp_path: Path) -> None:
    file, draft = tmp_path / "table.xlsx", tmp_path / "draft"
    run("table", "huizhou", "-o", str(file))
    book = load_workbook(file)
    book.worksheets[0]["A3"].value = None
    book.save(file)
    assert "全部环节!A3 这一行没有编码" in run(
        "table", "huizhou", "--import", str(file), "-o", str(draft), "--lang", "zh", code=1
    )
    assert not draft.exists()
    assert "Give one of: onboarding" in run("table", "huizhou", "--scene", "nowhere", "-o", str(file), code=1)
    missing = run("table", "huizhou", "--import", str(tmp_path / "none.xlsx"), "-o", str(draft), code=1)
    assert "cannot be read" in missing


def test_a_draft_of_several_packs_stands_on_its_own_neighbours(tmp_path: Path) -> None:
    for name in ("national", "huizhou"):
        shutil.copytree(PACKS / name, tmp_path / name)
    limits = tmp_path / "national" / "rules" / "limits.yaml"
    limits.write_text(limits.read_text("utf-8").replace("at_most: review", "at_most: watch", 1), encoding="utf-8")
    assert "1 changes." in run("diff", "huizhou", str(tmp_path / "huizhou"))


def test_schema_is_printed_or_written(tmp_path: Path) -> None:
    run("schema", "-o", str(tmp_path / "schema.json"))
    assert (tmp_path / "schema.json").read_text("utf-8") == run("schema")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "pack.yaml").write_text(CLEAN, encoding="utf-8")
    return tmp_path / "small"


def test_analyse_says_what_it_looked_at_and_what_is_accepted(small: Path) -> None:
    assert "0 findings. Looked at" in run("analyse", str(small))
    accepts = "  nature: black\n  accepts: [{finding: gap, reason: The court has it so.}]\n"
    text = CLEAN.replace("severity: [unknown, minor]", "severity: [unknown]").replace("  nature: black\n", accepts)
    (small / "pack.yaml").write_text(text, encoding="utf-8")
    assert "Accepted of list black: gap. The court has it so." in run("analyse", str(small))


def test_analyse_names_place_and_example_and_fails(small: Path) -> None:
    text = CLEAN.replace(", subject: {has_live_black: false}", "")
    (small / "pack.yaml").write_text(text, encoding="utf-8")
    told = run("analyse", str(small), code=1)
    assert f"small/pack.yaml:{line_of(text, 'red-favour', 'then')} contradiction" in told
    assert "For example: Brushing blacklist, severity: general; also Red list, severity: general;" in told
    assert "例如：炒信黑名单、失信程度一般；另有 红名单、失信程度一般；" in run(
        "analyse", str(small), "--lang", "zh", code=1
    )
    (found,) = json.loads(run("analyse", str(small), "--json", code=1))["findings"]
    assert (found["code"], found["entry"], found["since"]) == ("contradiction", "red-favour", "2019-01-01")

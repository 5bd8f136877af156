"""`huixin-server cases`, as a person types it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from huixin.core.vocabulary import Standing
from huixin.core.windows import Window
from models.cases.ledger import COLUMNS
from models.cases.opening import open_cases
from models.database import Database
from rules.routing import Place
from rules.ruleset import default_ruleset
from tests.cli.test_state import run, shown
from tests.factories import make_listing, make_subject, ordinary_day

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    clock = tmp_path / "clock"
    clock.write_text(NOON.isoformat())
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUIXIN_CLOCK_FILE", str(clock))
    monkeypatch.setenv("HUIXIN_TEST", "1")
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    run("migrate")
    return tmp_path / "home"


def opened(home: Path, *places: Place) -> list[str]:
    database = Database.open(home, ordinary_day)
    found = []
    for place in places:
        with database.write() as session:
            fields: dict[str, Any] = {"list": "ecommerce_pushed", "standing": Standing.LEAD}
            lead = make_listing(session, window=Window(date(2026, 10, 1), None), **fields)
            found += open_cases(session, [lead.id], NOON, default_ruleset(), {lead.id: place})
    database.close()
    return found


def test_it_lists_with_days_left_the_most_urgent_first(home: Path) -> None:
    unclear, placed = opened(home, Place(), Place(jurisdiction="boluo"))
    found = shown("cases")
    assert [row["id"] for row in found] == [placed, unclear]
    assert found[0]["deadline"] == {"what": "verification", "due": "2026-12-02", "days_left": 30}
    assert "boluo" in run("cases").stdout
    assert [row["id"] for row in shown("cases", "--unassigned")] == [unclear]
    assert shown("cases", "--overdue") == []
    assert shown("cases", "--returned") == [], "no removal has been returned"
    assert "two queues" in run("cases", "--unassigned", "--returned", code=2).output


def test_it_assigns_many(home: Path) -> None:
    first, second, third = opened(home, Place(), Place(), Place())
    assert "1 cases" in run("cases", first, "--assign", "boluo").stdout
    assert "2 cases" in run("cases", "--unassigned", "--assign", "huidong").stdout
    assert {row["id"]: row["unit"] for row in shown("cases")} == {first: "boluo", second: "huidong", third: "huidong"}
    assert "no unit nowhere" in run("cases", first, "--assign", "nowhere", code=1).output
    assert "Name the cases" in run("cases", "--assign", "boluo", code=1).output


def test_the_ledger_goes_out_and_comes_back(home: Path, tmp_path: Path) -> None:
    case_id, other = opened(home, Place(), Place())
    file = tmp_path / "台账.xlsx"
    assert "2 cases" in run("cases", "--ledger", file).stdout
    assert "0 cases changed" in run("cases", "--ledger-in", file).stdout
    book = load_workbook(file)
    sheet: Any = book.worksheets[0]
    for row in (2, 3):
        mine = sheet.cell(row, COLUMNS.index("案件编号") + 1).value == case_id
        sheet.cell(row, COLUMNS.index("责任县区") + 1).value = "惠东县" if mine else "深圳市"
    book.save(file)
    came_back = run("cases", "--ledger-in", file, code=2)
    assert "1 cases changed, 1 refused" in came_back.stdout
    assert "深圳市 is no county" in came_back.output
    assert {row["id"]: row["unit"] for row in shown("cases")} == {case_id: "huidong", other: None}
    assert "cannot be read" in run("cases", "--ledger-in", home / "main.db", code=1).output


def test_a_unit_says_which_it_is(home: Path) -> None:
    run("member", "add", "惠城区", "--kind", "unit", "--unit", "huicheng")
    run("member", "add", "惠城市监", "--kind", "department", "--unit", "huicheng", "--department", "market_supervision")
    places = {row["name"]: (row["unit"], row["department"]) for row in shown("member", "list")}
    assert places == {"惠城区": ("huicheng", None), "惠城市监": ("huicheng", "market_supervision")}
    for words, says in (
        (["--kind", "unit", "--unit", "nowhere"], "no unit nowhere"),
        (["--kind", "platform", "--unit", "boluo"], "no authority"),
        (["--kind", "department", "--department", "commerce"], "give its unit and department"),
        (["--kind", "department", "--unit", "boluo", "--department", "x"], "no department x"),
    ):
        assert says in run("member", "add", "别的", *words, code=1).output


def test_a_name_is_shown_as_it_is_written(home: Path) -> None:
    """It may hold what the terminal's own language would take for a command."""
    database = Database.open(home, ordinary_day)
    with database.write() as session:
        subject = make_subject(session, name="[/bold]惠州[red]商贸有限公司")
        fields: dict[str, Any] = {"list": "ecommerce_pushed", "standing": Standing.LEAD}
        record = make_listing(session, subject, **fields, window=Window(date(2026, 9, 1), None))
        open_cases(session, [record.id], NOON, default_ruleset(), {})
    database.close()
    run("member", "add", "[/bold]平台", "--kind", "platform")
    assert "[/bold]惠州" in run("cases").stdout
    assert "[/bold]平" in run("member", "list").stdout


def test_a_ledger_that_names_a_row_too_far_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ledger.xlsx"
    opened(home, Place(jurisdiction="huicheng"))
    run("cases", "--ledger", file)
    hostile = tmp_path / "hostile.xlsx"
    with ZipFile(file) as whole, ZipFile(hostile, "w") as changed:
        for part in whole.namelist():
            content = whole.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b'<row r="400000000"/></sheetData>')
            changed.writestr(part, content)
    assert "1,048,576 rows at most" in run("cases", "--ledger-in", hostile, code=1).output

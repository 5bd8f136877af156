"""The ledger: what is written comes back, and only what was filled in is done."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from huixin.types.case import CaseAction, CaseDetail, CaseState
from models.cases.ledger import COLUMNS, STATES, LedgerRow, apply_row, read_ledger, write_ledger
from models.cases.moves import RESULTS
from models.errors import Conflict, Invalid
from rules.routing import Place
from tests.case_desk import CENTRE, UNIT, Desk


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def written(desk: Desk, sheet: Path, *case_ids: str) -> list[LedgerRow]:
    write_ledger(sheet, desk.ruleset.catalogue, [desk.get(case_id) for case_id in case_ids])
    return read_ledger(sheet)


def filled(desk: Desk, row: LedgerRow, **cells: str) -> list[CaseAction]:
    with desk.database.write() as session:
        return apply_row(desk.work(session, CENTRE), LedgerRow(row.number, row.cells | cells))


def test_every_state_and_every_result_has_its_word() -> None:
    assert set(STATES) == set(CaseState)
    assert len(set(STATES.values())) == len(STATES)


def test_a_ledger_says_what_stands_and_says_nothing_new(desk: Desk, sheet: Path) -> None:
    open_, late = desk.open(Place()), desk.rectifying("brushing")
    desk.pass_days(95)
    first, second = written(desk, sheet, open_, late)
    assert (first.number, first.cells["状态"], "责任县区" in first.cells) == (2, "待分派", False)
    assert second.cells["责任部门"] == "商务局；工业和信息化局；市场监督管理局"
    assert (second.cells["期限"], second.cells["剩余天数"], second.cells["逾期"]) == ("2026-09-15", "-3", "是")
    assert [filled(desk, row) for row in (first, second)] == [[], []]


def test_a_unit_filled_in_routes_and_a_result_is_entered(desk: Desk, sheet: Path) -> None:
    case_id = desk.open(Place())
    [row] = written(desk, sheet, case_id)
    cells = {
        "责任县区": "博罗县",
        "核查结果": "查实",
        "问题类型": "虚假广告；brushing",
        "现场核查记录": "核〔2026〕1号",
    }
    assert filled(desk, row, **cells, 文书号="函1号") == [CaseAction.ROUTE, CaseAction.CONFIRM]
    found = desk.get(case_id)
    assert (found.unit, found.state, found.problem_types) == ("boluo", "confirmed", ("brushing", "false_advertising"))
    assert found.history[-1].document_number == "函1号"
    assert found.history[-1].data["evidence"] == [{"kind": "on_site_record", "description": "核〔2026〕1号"}]


WRONG: list[tuple[dict[str, str], str]] = [
    ({"责任县区": "深圳市"}, "no county"),
    ({"责任县区": "惠州市"}, "no county"),
    ({"责任县区": "huizhou"}, "no county"),
    ({"核查结果": "不详"}, "no result"),
    ({"核查结果": "未查实"}, "evidence of kind on_site_record"),
    ({"核查结果": "不属本辖区", "登记信息摘录": "见附件"}, "must name"),
    ({"核查结果": "不属本辖区", "登记信息摘录": "见附件", "辖区层级": "镇"}, "there are 县区、市、省"),
    ({"核查结果": "查实", "现场核查记录": "x"}, "problem_types"),
]


@pytest.mark.parametrize(("cells", "says"), WRONG, ids=str)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_done(
    desk: Desk, sheet: Path, cells: dict[str, str], says: str
) -> None:
    case_id = desk.open()
    [row] = written(desk, sheet, case_id)
    with pytest.raises(Invalid, match=says):
        filled(desk, row, **cells)
    assert desk.get(case_id).version == 1


def test_a_stale_ledger_overwrites_nothing(desk: Desk, sheet: Path) -> None:
    case_id = desk.open()
    [row] = written(desk, sheet, case_id)
    desk.act(case_id, "receive", UNIT, received_by="王五")
    with pytest.raises(Conflict, match="moved on"):
        filled(desk, row, 责任县区="博罗县")


@pytest.mark.parametrize("action", [action for action in RESULTS if action is not CaseAction.CONFIRM])
def test_every_result_can_be_entered_on_paper(desk: Desk, sheet: Path, action: CaseAction) -> None:
    case_id, other = desk.open(), desk.open()
    [row] = written(desk, sheet, case_id)
    evidence = {"现场核查记录": "一", "登记信息摘录": "二", "照片": "三", "凭证": "四"}
    points = {"find_duplicate": other, "find_outside_jurisdiction": "深圳市", "find_wrong_identity": "另一主体"}
    named = {"指向": points[action]} if action in points else {}
    if action is CaseAction.FIND_OUTSIDE_JURISDICTION:
        named["辖区层级"] = "市"
    assert filled(desk, row, 核查结果=STATES[RESULTS[action]], **evidence, **named) == [action]


def test_text_that_looks_like_a_formula_stays_text(desk: Desk, sheet: Path) -> None:
    found = desk.get(desk.open())
    hostile = CaseDetail(**(found.model_dump() | {"subject_name": "=HYPERLINK(1)\x07"}))
    write_ledger(sheet, desk.ruleset.catalogue, [hostile])
    cell: Any = load_workbook(sheet).worksheets[0].cell(2, COLUMNS.index("名单主体") + 1)
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_rows_beyond_what_the_sheet_says_of_itself_are_read(desk: Desk, sheet: Path) -> None:
    written(desk, sheet, desk.open(), desk.open(), desk.open())
    with ZipFile(sheet) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    inner = "xl/worksheets/sheet1.xml"
    parts[inner] = parts[inner].replace(b"<sheetData>", b'<dimension ref="A1:S2"/><sheetData>', 1)
    with ZipFile(sheet, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert len(read_ledger(sheet)) == 3


def test_a_row_without_its_version_is_refused(desk: Desk, sheet: Path) -> None:
    [row] = written(desk, sheet, desk.open(Place()))
    bare = LedgerRow(row.number, {name: text for name, text in row.cells.items() if name != "版本"})
    with pytest.raises(Invalid, match="has lost its version"):
        filled(desk, bare, 责任县区="博罗县")
    assert filled(desk, bare) == [], "what says nothing new needs none"


def test_a_damaged_sheet_is_refused(desk: Desk, sheet: Path) -> None:
    written(desk, sheet, desk.open())
    with ZipFile(sheet) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(sheet, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:300] if name.startswith("xl/worksheets/") else content)
    with pytest.raises(Invalid, match="cannot be read"):
        read_ledger(sheet)


def test_another_file_is_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    text.write_text("案件编号")
    Workbook().save(other)
    for path in (text, other):
        with pytest.raises(Invalid):
            read_ledger(path)

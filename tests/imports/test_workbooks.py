"""Workbooks as they come: with a size of long ago, damaged, or swollen."""

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from models.imports import workbooks
from models.imports.errors import Unreadable

from .conftest import DESAY, EVE, TCL, World

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def sqlite(sqlite_world: Callable[[str], World]) -> World:
    """For what does not depend on the database."""
    return sqlite_world("home")


def workbook(path: Path, change: Callable[[str], str]) -> Path:
    """Three merchants under a header, its sheet's XML changed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [(f"公司{number}", code, "组织刷单", "2026-10-01") for number, code in enumerate((TCL, DESAY, EVE))]
    for row in [("失信主体名称", "统一社会信用代码", "列入名单事由", "列入日期"), *rows]:
        sheet.append(row)
    whole = path.with_suffix(".whole")
    book.save(whole)
    with ZipFile(whole) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item, change(content.decode()).encode() if item.filename == SHEET else content)
    return path


@pytest.mark.parametrize("dimension", ["A1", "A1:E2", "A1:B4"])
def test_rows_and_columns_beyond_the_stated_size_are_read(world: World, dimension: str) -> None:
    stale = workbook(
        world.folder / "list.xlsx", lambda xml: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', xml)
    )
    report = world.take(stale)
    assert (report.rows, report.entered, report.rejected) == (3, 3, 0)
    assert "no_date" not in {issue.code for issue in report.warnings}


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: re.sub(r'<c r="C2"[^>]*>.*?</c>', '<c r="C2" t="n"><v>abc</v></c>', xml, count=1),
    ],
)
def test_a_damaged_sheet_is_unreadable_and_says_so(world: World, damage: Callable[[str], str]) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        world.take(workbook(world.folder / "list.xlsx", damage))


PARTS = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET]
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[: len(content) // 2],
    "garbled": lambda content: content.replace(b"<", b"<<", 3),
    "emptied": lambda content: content[:0],
    "misspelt": lambda content: re.sub(rb' (\w\w)\w(\w*)="', rb' \1z\2="', content),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_damaged_in_a_workbook_is_said_or_does_not_matter(sqlite: World, part: str, damage: str) -> None:
    whole = workbook(sqlite.folder / "whole.xlsx", lambda xml: xml)
    broken = sqlite.folder / "list.xlsx"
    with ZipFile(whole) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, DAMAGES[damage](content) if name == part else content)
    with suppress(Unreadable):
        report = sqlite.take(broken)
        assert (report.rows, report.entered) == (3, 3)


def test_damaged_bytes_are_said(sqlite: World) -> None:
    whole = workbook(sqlite.folder / "whole.xlsx", lambda xml: xml)
    with ZipFile(whole) as archive:
        place = archive.getinfo(SHEET).header_offset + 100
    content = whole.read_bytes()
    broken = sqlite.write(content[:place] + b"\xff\x00\xff\x00" + content[place + 4 :], "list.xlsx")
    with pytest.raises(Unreadable, match="cannot be read"):
        sqlite.take(broken)


def test_a_row_number_beyond_any_sheet_is_damage(sqlite: World) -> None:
    beyond = workbook(sqlite.folder / "list.xlsx", lambda xml: xml.replace('<row r="4"', '<row r="99999999"'))
    with pytest.raises(Unreadable, match="1,048,576 rows at most"):
        sqlite.take(beyond)


def sheets(path: Path, **contents: list[tuple[str, ...]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in contents.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


HEAD = ("失信主体名称", "统一社会信用代码", "列入日期", "认定部门")
FIRST, SECOND = ((f"公司{code}", code, "2026-01-05", "惠城区公安局") for code in (TCL, DESAY))


def test_further_sheets_are_named(sqlite: World) -> None:
    report = sqlite.take(sheets(sqlite.folder / "list.xlsx", 第一批=[HEAD, FIRST], 第二批=[HEAD, SECOND], 空=[]))
    assert (report.entered, [subject.key for subject, _, _ in sqlite.records()]) == (1, [f"uscc:{TCL}"])
    [issue] = report.warnings
    assert (issue.row, issue.code) == (1, "unread_sheets")
    assert issue.message == "only one sheet of a workbook is read; these hold something too: 第二批"


def test_the_sheet_with_a_header_is_read_though_another_is_in_front(sqlite: World) -> None:
    notes = [("表格说明",), ("每行一个主体",)]
    report = sqlite.take(sheets(sqlite.folder / "list.xlsx", 说明=notes, 名单=[("惠州市",), HEAD, FIRST]))
    assert (report.entered, [(issue.row, issue.code) for issue in report.warnings]) == (1, [(2, "unread_sheets")])


def test_where_no_sheet_has_a_header_that_is_said(sqlite: World) -> None:
    with pytest.raises(Unreadable, match="No header"):
        sqlite.take(sheets(sqlite.folder / "list.xlsx", 一=[("甲", "乙")], 二=[("丙",)]))


def test_a_swollen_workbook_is_refused_before_it_is_unpacked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(world.folder / "list.xlsx", lambda xml: xml)
    monkeypatch.setattr(workbooks, "LARGEST_PART", 1000)
    with pytest.raises(Unreadable, match="unpacks to"):
        world.take(file)


def test_a_resident_id_in_a_file_name_or_a_header_is_masked(world: World) -> None:
    file = world.write(f"JGMC,TYSHXYDM,RDRQ,11010519491231002X\n公司,{TCL},2026-10-01,\n")
    named = shutil.copy(file, world.folder / "张三11010519491231002X.csv")
    report = world.take(Path(named))
    assert "11010519491231002X" not in report.model_dump_json()

"""Workbooks as they come: with a size of long ago, damaged, or swollen."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from models.imports import workbooks
from models.imports.errors import Unreadable

from .conftest import DESAY, EVE, TCL, World

SHEET = "xl/worksheets/sheet1.xml"


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

"""What a file costs to read is bounded: one cell, one line or one row of any length is refused before it is held."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from huixin.cli.sheets import SheetError, reading
from models.cases.ledger import read_ledger
from models.errors import Invalid
from models.imports.errors import Unreadable
from models.imports.readers import open_sheet

LARGE = 64 << 20
"""Bytes of the one cell; the parser would hold several times as many."""
HEADER = "失信主体名称,统一社会信用代码\n"


def peak(read: Callable[[], object], says: str) -> int:
    """Bytes held at most while the file was refused."""
    tracemalloc.start()
    try:
        with pytest.raises((Unreadable, Invalid, SheetError), match=says):
            read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def swollen(path: Path, cell: str) -> Path:
    """A workbook whose sheet holds this XML between two rows."""
    whole = path.with_suffix(".whole")
    book = Workbook()
    book.active.append(HEADER.strip().split(","))  # type: ignore[union-attr]
    book.save(whole)
    with ZipFile(whole) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item).decode()
            target.writestr(item, content.replace("</sheetData>", f"{cell}</sheetData>"))
    return path


def rows_of(path: Path) -> list[object]:
    sheet = open_sheet(path, lambda cells: "统一社会信用代码" in cells)
    return list(sheet.rows)


@pytest.mark.parametrize("start", ["", HEADER, f'{HEADER}"'])
def test_a_line_without_end_is_not_held(tmp_path: Path, start: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text(start + "x" * LARGE)
    assert peak(lambda: rows_of(path), "4,194,304 characters") < LARGE // 2


def test_nor_is_an_object_on_a_line(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(f'{{"失信主体名称": "某公司"}}\n{{"失信主体名称": "{"x" * LARGE}"}}\n')
    assert peak(lambda: rows_of(path), "Line 2 has 4,194,304 characters") < LARGE // 2


def test_nor_is_a_line_that_is_screened(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HEADER + "x" * LARGE)

    def screened() -> None:
        with reading(path, lambda cells: "统一社会信用代码" in cells) as sheet:
            list(sheet.rows)

    assert peak(screened, "Line 2 has 4,194,304 characters") < LARGE // 2


@pytest.mark.parametrize("read", [rows_of, read_ledger])
def test_a_cell_without_end_is_not_held(tmp_path: Path, read: Callable[[Path], object]) -> None:
    cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * LARGE}</t></is></c></row>'
    path = swollen(tmp_path / "long.xlsx", cell)
    assert peak(lambda: read(path), "A cell of the workbook is longer than any list needs") < LARGE // 2


@pytest.mark.parametrize("read", [rows_of, read_ledger])
def test_nor_is_a_row_without_end(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = swollen(tmp_path / "wide.xlsx", f'<row r="2">{"<c/>" * (LARGE // 16)}</row>')
    assert peak(lambda: read(path), "A row of the workbook is longer than any list needs") < LARGE // 2


def test_a_large_sheet_of_ordinary_rows_is_read(tmp_path: Path) -> None:
    cells = '<c t="inlineStr"><is><t>惠州市某公司</t></is></c>' * 20
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(2, 12_000))
    assert len(rows.encode()) > 12 << 20
    assert len(rows_of(swollen(tmp_path / "large.xlsx", rows))) == 11_998


def test_a_row_has_no_more_cells_than_a_sheet_has_columns(tmp_path: Path) -> None:
    path = swollen(tmp_path / "wide.xlsx", '<row r="2"><c r="XFE2"><v>1</v></c></row>')
    with pytest.raises(Unreadable, match="16,385 cells"):
        rows_of(path)

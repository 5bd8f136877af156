"""What a file costs to read is bounded: one cell, one line or one row of any length is refused before it is held."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

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
        with pytest.raises((Unreadable, Invalid), match=says):
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


@pytest.mark.parametrize(
    ("read", "says"), [(rows_of, "longer than any list needs"), (read_ledger, "is not a workbook")]
)
def test_a_cell_without_end_is_not_held(tmp_path: Path, read: Callable[[Path], object], says: str) -> None:
    cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * LARGE}</t></is></c></row>'
    path = swollen(tmp_path / "long.xlsx", cell)
    assert peak(lambda: read(path), says) < LARGE // 2


def test_a_row_has_no_more_cells_than_a_sheet_has_columns(tmp_path: Path) -> None:
    path = swollen(tmp_path / "wide.xlsx", '<row r="2"><c r="XFE2"><v>1</v></c></row>')
    with pytest.raises(Unreadable, match="16,385 cells"):
        rows_of(path)

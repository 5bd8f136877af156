"""An edited workbook as sheets of text cells: bounded, and honest about formulas, errors and damage."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from rules.tables.problems import Place, TableErrors, Told, refused
from rules.tables.rows import writable

MOST_BYTES = 20 << 20
MOST_UNPACKED = 64 << 20
"""Bytes of a workbook as sent, and of all its parts unpacked; a thousand rules take a few hundred thousand."""
MOST_SHEETS = 20
MOST_ROWS = 20_000
"""Rows of a sheet that hold something."""
MOST_COLUMNS = 200
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]+)"')
_LAST_ROW = 1 << 20
"""Rows of a sheet, by its format; a damaged row number may name a hundred times as many."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells that hold something, by row and column, both from 1."""

    title: str
    rows: dict[int, dict[int, str]]

    def place(self, row: int, column: int = 0) -> Place:
        return Place(self.title, row, column)


def read_workbook(content: bytes) -> list[Sheet]:
    """Every sheet. Raises TableErrors for what is no workbook, too large, or holds a formula."""
    told = Told()
    with _damage_is_said():
        _refuse_swollen(content)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise refused(
                Place(), f"工作簿至多 {MOST_SHEETS} 张工作表。", f"A workbook has {MOST_SHEETS} sheets at most."
            )
        sheets = [_sheet(sheet, told) for sheet in book.worksheets]
        _tell_merged(content, told)
    told.refuse_if_any()
    return sheets


@contextmanager
def _damage_is_said() -> Iterator[None]:
    try:
        yield
    except TableErrors:
        raise
    except Exception as error:
        # The parser raises whatever it stumbles over, from KeyError to zlib.error.
        raise refused(
            Place(),
            "这不是可以读取的 XLSX 工作簿，请另存为 XLSX 后重试。",
            "This is not an XLSX workbook that can be read; save it again as XLSX.",
        ) from error


def _refuse_swollen(content: bytes) -> None:
    """A few kilobytes of archive may hold gigabytes of one cell."""
    if len(content) > MOST_BYTES:
        raise refused(Place(), f"工作簿至多 {MOST_BYTES:,} 字节。", f"A workbook has {MOST_BYTES:,} bytes at most.")
    with ZipFile(BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise refused(
            Place(),
            f"工作簿解压后为 {unpacked:,} 字节，至多读取 {MOST_UNPACKED:,} 字节。",
            f"The workbook unpacks to {unpacked:,} bytes; at most {MOST_UNPACKED:,} are read.",
        )


def _tell_merged(content: bytes, told: Told) -> None:
    """Of merged cells only the first holds anything: what stood in the others would be taken for cleared."""
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if _SHEET.fullmatch(name)]
    for cells in (found[1].decode() for part in parts for found in _MERGED.finditer(part)):
        told.add(
            Place(),
            f"单元格 {cells} 已合并；请取消合并，逐格填写。",
            f"The cells {cells} are merged; unmerge them and fill in each.",
        )


def _sheet(sheet: Any, told: Told) -> Sheet:
    rows: dict[int, dict[int, str]] = {}
    left_out: object = None
    # What a sheet says of its own size may be out of date; rows beyond it would be left out.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > _LAST_ROW or len(rows) > MOST_ROWS:
            raise refused(
                Place(sheet.title), f"一张工作表至多 {MOST_ROWS:,} 行。", f"A sheet has {MOST_ROWS:,} rows at most."
            )
        if cells is left_out:
            continue
        found = {
            column: text
            for column, cell in enumerate(cells, start=1)
            if cell.value is not None and (text := _text(cell, Place(sheet.title, number, column), told))
        }
        if found and max(found) > MOST_COLUMNS:
            raise refused(
                Place(sheet.title, number, MOST_COLUMNS + 1),
                f"一张工作表至多 {MOST_COLUMNS} 列。",
                f"A sheet has {MOST_COLUMNS} columns at most.",
            )
        if found:
            rows[number] = found
        else:
            # The reader gives this very tuple for each of a million rows that the file leaves out.
            left_out = cells
    return Sheet(sheet.title, rows)


def _text(cell: Any, place: Place, told: Told) -> str:
    """A cell as one would have typed it, days as ISO dates."""
    value = cell.value
    if cell.data_type == "f":
        told.add(place, "这是公式；请改为其结果（复制后“粘贴为值”）。", "This is a formula; paste its value instead.")
        return ""
    if cell.data_type == "e":
        told.add(
            place, f"单元格为错误值 {value}；请改正或清空。", f"The cell holds the error {value}; correct or clear it."
        )
        return ""
    if isinstance(value, datetime):
        if value.time() != time.min:
            told.add(place, "日期不带时刻；请只写日期。", "A day has no time of day; write the day alone.")
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return writable(str(value))

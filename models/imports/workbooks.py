"""XLSX workbooks as rows of text, read as streams; damaged and swollen ones are refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from models.imports.cells import shown
from models.imports.errors import Unreadable

LARGEST_PART = 1 << 30
"""Bytes of an unpacked part of a workbook; a million rows take about half of it."""
_SMALL_PART = 8 << 20
"""Bytes of an unpacked part that may as well be one row."""
_LONGEST_TEXT = 1 << 20
"""Bytes without a tag that are sure to be found in a larger part; a cell has 32,767 characters, by the format."""
_ROW = re.compile(rb"<(?:\w+:)?(?:row|si)[\s/>]")
"""Where a row begins, or a text that several cells share."""
_LONGEST_TAG = 64
_MOST_COLUMNS = 1 << 14
"""Cells of a row, by the format."""
_MOST_ROWS = 1 << 20
"""Rows of a sheet, by its format; a damaged row number may name a hundred times as many."""
_LOOKED_AT = 1000
"""Rows of a sheet in which something is looked for."""
_EXACT_IN_FLOAT = 10**15
"""Spreadsheets keep 15 digits of a number; a longer one has already lost its end."""


def open_workbook(path: Path) -> Workbook:
    """The workbook, whose sheets are read with `sheet_rows`. Raises `Unreadable`."""
    with _damage_is_said():
        _refuse_swollen(path)
        return load_workbook(path, read_only=True, data_only=True)


def sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the numbers that a person sees. Raises `Unreadable` where the sheet is damaged."""
    return ((number, cells) for number, cells in _all_rows(sheet) if any(cells))


def holds_something(sheet: Any) -> bool:
    """Whether one of the first rows does; a sheet that cannot be read may."""
    try:
        return any(any(cells) for _, cells in islice(_all_rows(sheet), _LOOKED_AT))
    except Unreadable:
        return True


def _all_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    with _damage_is_said():
        # What a sheet says of its own size may be out of date; rows and columns beyond it would be left out.
        sheet.reset_dimensions()
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _MOST_ROWS:
                raise Unreadable(f"A sheet has {_MOST_ROWS:,} rows at most, this one names a higher number.")
            if len(values) > _MOST_COLUMNS:
                raise Unreadable(f"Row {number} has {len(values):,} cells; a sheet has {_MOST_COLUMNS:,} at most.")
            yield number, [_cell_text(value) for value in values]


@contextmanager
def _damage_is_said() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        # The parser raises whatever it stumbles over, from KeyError to zlib.error.
        message = f"The workbook cannot be read ({shown(str(error))}); save it again as XLSX."
        raise Unreadable(message) from error


def _refuse_swollen(path: Path) -> None:
    """A few megabytes of archive may hold gigabytes of one cell, or of one row."""
    with ZipFile(path) as archive:
        largest = max((part.file_size for part in archive.infolist()), default=0)
        if largest > LARGEST_PART:
            raise Unreadable(
                f"A part of the workbook unpacks to {largest} bytes; at most {LARGEST_PART} are read. Send it as CSV."
            )
        for part in archive.infolist():
            if part.file_size > _SMALL_PART and part.filename.endswith(".xml"):
                _refuse_long_rows(archive, part.filename)


def _refuse_long_rows(archive: ZipFile, part: str) -> None:
    """The parser holds a row as a whole, several times over; whatever is full of rows it reads as a stream."""
    since, end = 0, b""
    with archive.open(part) as content:
        while block := content.read(_LONGEST_TEXT):
            if b"<" not in block:
                raise Unreadable("A cell of the workbook is longer than any list needs; correct it.")
            since = 0 if _ROW.search(end + block) else since + len(block)
            if since >= _SMALL_PART:
                raise Unreadable("A row of the workbook is longer than any list needs; correct it.")
            end = block[-_LONGEST_TAG:]


def _cell_text(value: Any) -> str:
    """A cell as one would have typed it: days as ISO dates, numbers without a decimal point of their own."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    return str(value)


def _number_text(value: int | float) -> str:
    if abs(value) >= _EXACT_IN_FLOAT:
        return f"{float(value):.5E}"
    return str(int(value)) if value == int(value) else repr(value)

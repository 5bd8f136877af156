"""Sheets in and out, row by row: CSV (UTF-8 or GB18030) and XLSX."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TextIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from huixin.core.delimited import LineTooLong, delimiter_of, lines_of, read_rows
from huixin.core.headings import HEADER_WITHIN, Worth
from huixin.types.base import Label

SUFFIXES = (".csv", ".xlsx")
LONGEST_CELL = 32_767
"""Characters that XLSX takes in a cell."""
_MOST_ROWS = 1 << 20
"""Rows of an XLSX sheet, by its format; a damaged row number may name a hundred times as many."""
_LOOKED_AT = 1000
"""Rows of a further sheet in which something is looked for."""
_BLOCK = 1 << 20
_LINE = re.compile(r"line (\d+)")
_FORMULA = re.compile(r"[=+\-@\t\r\n|＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ,.]*(E[+-]?[0-9]+)?%?", re.IGNORECASE)


class SheetError(ValueError):
    """The file is not a sheet of the kind that its name says."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as read; of a line that is no row its text, and what is wrong with it."""

    cells: Sequence[Any]
    fault: Label | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`total` is about how many rows there are, for the progress bar; null if the file does not say. `unread`: further
    sheets of the workbook that hold something."""

    rows: Iterator[Row]
    total: int | None
    unread: tuple[str, ...] = ()


class Writer(Protocol):
    def write(self, cells: Sequence[Any]) -> None: ...


@contextmanager
def reading(path: Path, worth: Worth) -> Iterator[Sheet]:
    """The rows of the file; `worth` of a row as the header finds the delimiter of a CSV and the sheet of a workbook."""
    if path.suffix.lower() == ".xlsx":
        with _reading_xlsx(path, worth) as sheet:
            yield sheet
        return
    encoding, lines = _encoding(path)
    # bytes that are no text pass through unharmed, so that only their own row is refused
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        with _length_is_said():
            delimiter = delimiter_of(lines_of(file), worth, HEADER_WITHIN)
        file.seek(0)
        yield Sheet(_csv_rows(file, delimiter), lines)


@contextmanager
def writing(path: Path, suffix: str) -> Iterator[Writer]:
    """A writer in the form that the suffix names. What was written is kept even if the work breaks off."""
    if suffix.lower() == ".xlsx":
        book = Workbook(write_only=True)
        try:
            yield _XlsxWriter(book)
        finally:
            book.save(path)
        return
    # a byte-order mark, because spreadsheets take a file without one for an older encoding
    with path.open("w", encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield _CsvWriter(file)


def _encoding(path: Path) -> tuple[str, int]:
    """UTF-8 if the whole file is, else GB18030 if it is, else UTF-8 with faults; and the number of lines."""
    readers = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8-sig", "gb18030")}
    lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
            readers = {name: reader for name, reader in readers.items() if _takes(reader, block)}
    fitting = [name for name, reader in readers.items() if _takes(reader, b"", final=True)]
    return (fitting[0] if fitting else "utf-8-sig"), lines


def _takes(reader: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        reader.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    with _length_is_said():
        for _, cells, fault in read_rows(lines_of(file), delimiter):
            if fault is None:
                yield Row(cells)
            else:
                yield Row([cells[0][:LONGEST_CELL]], _unread(fault))


@contextmanager
def _length_is_said() -> Iterator[None]:
    try:
        yield
    except LineTooLong as error:
        raise SheetError(str(error)) from None


def _unread(fault: str) -> Label:
    line = _LINE.search(fault)
    zh = f"第{line[1]}行的引号未正确闭合" if line else "有单元格超过131,072个字符"
    return Label(zh=f"该行无法读取：{zh}。", en=f"The line cannot be read: {fault}.")


@contextmanager
def _reading_xlsx(path: Path, worth: Worth) -> Iterator[Sheet]:
    """The sheet in front; where it has no header, the first sheet that has one."""
    with _damage_is_said(path):
        book = load_workbook(path, read_only=True, data_only=True)
    with closing(book):
        with _damage_is_said(path):
            sheets = sorted(book.worksheets, key=lambda sheet: sheet is not book.active)
            total = {sheet.title: sheet.max_row for sheet in sheets}
            for sheet in sheets:
                # What a sheet says of its own size may be out of date; rows and columns beyond it would be left out.
                sheet.reset_dimensions()
            found = next((sheet for sheet in sheets if any(map(worth, _beginning(sheet, HEADER_WITHIN)))), sheets[0])
            others = [sheet for sheet in sheets if sheet is not found]
            unread = tuple(sheet.title for sheet in others if any(map(any, _beginning(sheet, _LOOKED_AT))))
        yield Sheet(_xlsx_rows(path, found), total[found.title], unread)


def _xlsx_rows(path: Path, sheet: Any) -> Iterator[Row]:
    with _damage_is_said(path):
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _MOST_ROWS:
                raise ValueError(f"it names a row beyond {_MOST_ROWS:,}")
            yield Row(cells)


def _beginning(sheet: Any, count: int) -> Iterator[Sequence[Any]]:
    return islice(sheet.iter_rows(values_only=True), count)


@contextmanager
def _damage_is_said(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # The parser raises whatever it stumbles over, from KeyError to zlib.error.
        raise SheetError(f"{path.name} cannot be read as XLSX: {error}") from error


@dataclass(frozen=True, slots=True)
class _CsvWriter:
    file: TextIO

    def write(self, cells: Sequence[Any]) -> None:
        csv.writer(self.file).writerow([_inert(cell) for cell in cells])


def _inert(cell: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe before what would be a formula. Numbers stay numbers."""
    text = cell if isinstance(cell, str) else ""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else cell


class _XlsxWriter:
    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet()

    def write(self, cells: Sequence[Any]) -> None:
        self._sheet.append([self._text(cell) if isinstance(cell, str) else cell for cell in cells])

    def _text(self, text: str) -> Cell:
        """A cell of text, also where the text looks like a formula."""
        whole = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()
        cell = WriteOnlyCell(self._sheet, value=whole[:LONGEST_CELL])
        cell.data_type = "s"
        return cell

"""Sheets in and out, row by row: CSV (UTF-8 or GB18030) and XLSX."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

SUFFIXES = (".csv", ".xlsx")
LONGEST_CELL = 32_767
"""Characters that XLSX takes in a cell."""
_LONGEST_FIELD = 131_072
"""Characters of a CSV field; set each time, because the csv module keeps one limit for the whole process."""
_BLOCK = 1 << 20
_BEGINNING = 1 << 14
"""Characters that show which delimiter a file uses."""
_FORMULA = re.compile(r"[=+\-@\t\r\n|＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ,.]*(E[+-]?[0-9]+)?%?", re.IGNORECASE)


class SheetError(ValueError):
    """The file is not a sheet of the kind that its name says."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as read, or none and what was wrong with the line."""

    cells: Sequence[Any]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`total` is about how many rows there are, for the progress bar; null if the file does not say."""

    rows: Iterator[Row]
    total: int | None


class Writer(Protocol):
    def write(self, cells: Sequence[Any]) -> None: ...


@contextmanager
def reading(path: Path) -> Iterator[Sheet]:
    if path.suffix.lower() == ".xlsx":
        with _reading_xlsx(path) as sheet:
            yield sheet
        return
    encoding, lines = _encoding(path)
    # bytes that are no text pass through unharmed, so that only their own row is refused
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield Sheet(_csv_rows(file), lines)


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


def _csv_rows(file: TextIO) -> Iterator[Row]:
    delimiter = max(",;\t", key=file.read(_BEGINNING).count)
    file.seek(0)
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(file, delimiter=delimiter)
    while True:
        try:
            yield Row(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield Row((), f"The line cannot be read: {error}.")


@contextmanager
def _reading_xlsx(path: Path) -> Iterator[Sheet]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError) as error:
        raise SheetError(f"{path.name} cannot be read as XLSX: {error}") from error
    try:
        yield Sheet((Row(cells) for cells in sheet.iter_rows(values_only=True)), sheet.max_row)
    finally:
        book.close()


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

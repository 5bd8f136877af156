"""List files as tables: CSV (UTF-8 with or without BOM, GB18030), XLSX and JSON lines, read as streams.

Row numbers are those a person sees: lines of the file or rows of the sheet from 1, header and notes counted. A row
whose cells span several lines goes by its first.
"""

import codecs
import csv
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from models.imports.errors import Unreadable

HEADER_WITHIN = 20
"""Rows among which the header must stand; what precedes it is notes."""

LARGEST_PART = 1 << 30
"""Bytes of an unpacked part of a workbook; a million rows take about half of it."""
_CSV_FIELD_LIMIT = 1 << 20
_EXACT_IN_FLOAT = 10**15
"""Spreadsheets keep 15 digits of a number; a longer one has already lost its end."""

Cells = list[str]
Rows = Iterator[tuple[int, Cells | None]]
"""Row number and cells; None for a row that is no row of its format."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header's cells, the header's row number, and the rows below it."""

    columns: Cells
    header_row: int
    rows: Rows


def file_digest(path: Path) -> str:
    """SHA-256 of the file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_sheet(path: Path, is_header: Callable[[Cells], bool]) -> Sheet:
    """The table in the file; `is_header` tells the header row from notes before it. Raises `Unreadable`."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise Unreadable("The file is empty; send a CSV, XLSX or JSON lines file with a header.")
    if head.startswith(b"PK\x03\x04"):
        return _below_header(_xlsx_rows(path), is_header)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "This is an old XLS workbook or a protected one; save it as XLSX without a password or as CSV."
        )
    encoding = _encoding(path)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        return _json_sheet(path, encoding, is_header)
    return _below_header(_csv_rows(path, encoding), is_header)


def _below_header(rows: Rows, is_header: Callable[[Cells], bool]) -> Sheet:
    seen = []
    for number, cells in rows:
        seen.append(number)
        if cells is not None and is_header(cells):
            return Sheet(cells, number, rows)
        if len(seen) == HEADER_WITHIN:
            break
    raise Unreadable(
        f"No header with a known column for the subject's name or code was found in the first {len(seen)} rows;"
        " correct the header or name the columns in a mapping file (field: column)."
    )


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
        for bom, name in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if start.startswith(bom):
                return name
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    raise Unreadable("The text is neither UTF-8 nor GB18030; save the file as UTF-8.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


# --- CSV -----------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path, encoding: str) -> Rows:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        reader = csv.reader(file, delimiter=_delimiter(file), strict=True)
        csv.field_size_limit(_CSV_FIELD_LIMIT)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield number, None
                continue
            if any(cells):
                yield number, cells


def _delimiter(file: TextIO) -> str:
    head = file.read(4096)
    file.seek(0)
    return "\t" if head.count("\t") > head.count(",") else ","


# --- XLSX ----------------------------------------------------------------------------------------------------------


def _xlsx_rows(path: Path) -> Rows:
    try:
        _refuse_swollen(path)
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise _broken_workbook(error) from error
    with closing(book):
        sheet = book.active
        if sheet is None:
            raise Unreadable("The workbook has no sheet with rows.")
        # What a sheet says of its own size may be out of date; rows and columns beyond it would be left out.
        sheet.reset_dimensions()
        try:
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = [_cell_text(value) for value in values]
                if any(cells):
                    yield number, cells
        except (BadZipFile, ParseError, KeyError, ValueError, zlib.error) as error:
            raise _broken_workbook(error) from error


def _broken_workbook(error: Exception) -> Unreadable:
    return Unreadable(f"The workbook cannot be read ({error}); save it again as XLSX.")


def _refuse_swollen(path: Path) -> None:
    """A few megabytes of archive may hold gigabytes of one cell."""
    with ZipFile(path) as archive:
        largest = max((part.file_size for part in archive.infolist()), default=0)
    if largest > LARGEST_PART:
        raise Unreadable(
            f"A part of the workbook unpacks to {largest} bytes; at most {LARGEST_PART} are read. Send it as CSV."
        )


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


# --- JSON lines ----------------------------------------------------------------------------------------------------


def _json_sheet(path: Path, encoding: str, is_header: Callable[[Cells], bool]) -> Sheet:
    columns = list(dict.fromkeys(chain.from_iterable(record for _, record in _json_records(path, encoding) if record)))
    if not is_header(columns):
        raise Unreadable(
            "No line has a known key for the subject's name or code; correct the keys or name them in a mapping file."
        )
    return Sheet(columns, 0, _json_rows(path, encoding, columns))


def _json_rows(path: Path, encoding: str, columns: Cells) -> Rows:
    for number, record in _json_records(path, encoding):
        yield number, None if record is None else [_json_text(record.get(column)) for column in columns]


def _json_records(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    with path.open(encoding=encoding, errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _json_object(line)


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _json_text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_json_text(item) for item in value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _cell_text(value)

"""List files as tables: CSV (UTF-8 with or without BOM, GB18030), XLSX, JSON lines and JSON arrays.

Row numbers are those a person sees: lines of the file or rows of the sheet from 1, header and notes counted; in a JSON
array the place of the object. A row whose cells span several lines goes by its first.
"""

import codecs
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from openpyxl import Workbook

from huixin.core.delimited import delimiter_of, read_rows
from huixin.core.headings import HEADER_WITHIN, header_among
from huixin.core.identifiers import holds, parse_uscc
from models.imports.cells import shown
from models.imports.errors import Unreadable
from models.imports.json_records import Record, array_records, line_records, value_text
from models.imports.lines import text_lines
from models.imports.workbooks import holds_something, open_workbook, sheet_rows

Cells = list[str]
Worth = Callable[[Cells], int]


@dataclass(frozen=True, slots=True)
class NoRow:
    """What stands where a row should, and is none: its text, and what to mend."""

    text: str
    why: str


Rows = Iterator[tuple[int, Cells | NoRow]]
"""Row number and cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header's cells, the header's row number, and the rows below it. `unread`: further sheets of the workbook that
    hold something. `passed_over`: rows before the header that are no notes: they hold a code, or are no rows."""

    columns: Cells
    header_row: int
    rows: Rows
    unread: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()


def file_digest(path: Path) -> str:
    """SHA-256 of the file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_sheet(path: Path, worth: Worth) -> Sheet:
    """The table in the file; `worth` of a row as a header tells that from notes before it. Raises `Unreadable`."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Unreadable("The file is empty; send CSV or XLSX with a header, JSON lines or a JSON array.")
    if head.startswith(b"PK\x03\x04"):
        return _workbook_sheet(path, worth)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "This is an old XLS workbook or a protected one; save it as XLSX without a password or as CSV."
        )
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace") as text:
        beginning = "".join(text.read(256).split())
    if beginning.startswith(("[{", "[]")):
        records = array_records(path, encoding)
        return _json_sheet(lambda: records, worth)
    if beginning.startswith("{"):
        return _json_sheet(partial(line_records, path, encoding), worth)
    if beginning.startswith("<"):
        raise Unreadable("This is HTML or XML; open it in a spreadsheet and save it as XLSX or CSV.")
    return _csv_sheet(path, encoding, worth)


def _search(rows: Rows, worth: Worth) -> Sheet | Unreadable:
    """The table in the rows; or what is to be said where they have no header."""
    top = list(islice(rows, HEADER_WITHIN))
    cells: list[Cells] = [[] if isinstance(row, NoRow) else row for _, row in top]
    place = header_among(cells, worth)
    if place is not None:
        passed_over = tuple(number for number, row in top[:place] if _is_no_note(row))
        return Sheet(cells[place], top[place][0], chain(top[place + 1 :], rows), passed_over=passed_over)
    broken = next((f" Row {number}: {row.why}." for number, row in top if isinstance(row, NoRow)), "")
    if not top:
        return Unreadable("There are no rows; send a header and a row for each subject.")
    return Unreadable(
        f"No header with a known column for the subject's name or code was found in the first {len(top)} rows;"
        f" correct the header or name the columns in a mapping file (field: column).{broken}"
    )


def _is_no_note(row: Cells | NoRow) -> bool:
    return isinstance(row, NoRow) or any(holds(parse_uscc, cell) for cell in row)


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


def _csv_sheet(path: Path, encoding: str, worth: Worth) -> Sheet:
    found = _search(_csv_rows(path, encoding, worth), worth)
    if isinstance(found, Unreadable):
        raise Unreadable(f"{found.message} Columns are separated by commas, tabs or semicolons.")
    return found


def _csv_rows(path: Path, encoding: str, worth: Worth) -> Rows:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        delimiter = delimiter_of(text_lines(file), worth, HEADER_WITHIN)
        file.seek(0)
        for number, cells, fault in read_rows(text_lines(file), delimiter):
            if fault is not None:
                yield number, NoRow(cells[0], fault)
            elif any(cells):
                yield number, cells


def _workbook_sheet(path: Path, worth: Worth) -> Sheet:
    """The sheet in front holds the list; where it has no header, the first sheet that has one."""
    book = open_workbook(path)
    with ExitStack() as unless_found:
        unless_found.callback(book.close)
        sheets = sorted(book.worksheets, key=lambda sheet: sheet is not book.active)
        refusals = []
        for sheet in sheets:
            found = _search(sheet_rows(sheet), worth)
            if isinstance(found, Sheet):
                unless_found.pop_all()
                others = (shown(other.title) for other in sheets if other is not sheet and holds_something(other))
                return replace(found, rows=_closing(book, found.rows), unread=tuple(others))
            refusals.append(found)
        raise refusals[0] if refusals else Unreadable("The workbook has no sheet with rows.")


def _closing(book: Workbook, rows: Rows) -> Rows:
    with closing(book):
        yield from rows


def _json_sheet(records: Callable[[], Iterable[tuple[int, Record | str]]], worth: Worth) -> Sheet:
    objects = (record for _, record in records() if not isinstance(record, str))
    columns = list(dict.fromkeys(chain.from_iterable(objects)))
    if not columns:
        raise Unreadable("No line is a JSON object; write one object on each line, or one array of objects.")
    if not worth(columns):
        raise Unreadable(
            "No object has a known key for the subject's name or code; correct the keys or name them in a mapping file"
            f" (field: key). The keys are {shown(', '.join(columns))}."
        )
    return Sheet(columns, 0, _json_rows(records(), columns))


def _json_rows(records: Iterable[tuple[int, Record | str]], columns: Cells) -> Rows:
    for number, record in records:
        if isinstance(record, str):
            yield number, NoRow(record, "this is no JSON object with each key once; mend it, and write it on one line")
        else:
            yield number, [value_text(record.get(column)) for column in columns]

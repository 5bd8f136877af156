"""A scene's rules as an XLSX workbook that people edit: the table, how to fill it in, its words, its grounds."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rules.documents import Limit, Rule
from rules.entries import Catalogue
from rules.loading import kind_of
from rules.ruleset import canonical, digest_of
from rules.tables.columns import Column, Holds, Vocabulary, columns_for
from rules.tables.guide import GUIDE
from rules.tables.rows import Row, entry_code, rows_of, shown_entries, writable
from rules.tables.words import ALL

GUIDE_SHEET, WORDS_SHEET, GROUNDS_SHEET = "说明", "词表", "依据"
DIGEST_ROW, SCENE_ROW = 2, 3
"""Rows of the guide whose second cell names the version, and the scene."""
LABEL_ROW, KEY_ROW, FIRST_ROW = 1, 2, 3
SPARE_ROWS = 200
"""Rows below the table that have drop-downs too, for new rules."""

_MOMENTS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_OF_A_SHEET = re.compile(r"[\[\]:*?/\\']")
_HEAD, _KEY = PatternFill("solid", fgColor="FFD9E2F3"), PatternFill("solid", fgColor="FFF2F2F2")
_BRANCH, _SHARED = PatternFill("solid", fgColor="FFF7F7F7"), PatternFill("solid", fgColor="FFFFE699")
_LINE = Border(top=Side(style="thin", color="FFBFBFBF"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_OLDEST = date(1901, 1, 1)
"""Spreadsheets know no day before; it stands as text."""


def export_table(catalogue: Catalogue, scene: str | None = None) -> bytes:
    """The rules and limits of a scene, or of all: of the same rules the same bytes, whenever they are written.

    LookupError for a scene that no pack has.
    """
    if scene is not None and scene not in catalogue.scenes:
        raise LookupError(f"There is no scene '{scene}'.")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_sheet_title(catalogue, scene))
    entries = shown_entries(catalogue, scene)
    columns = columns_for(entries)
    vocabulary = Vocabulary(catalogue)
    _head(sheet, columns)
    last = _body(sheet, columns, catalogue, entries, scene, vocabulary)
    _guide(book.create_sheet(GUIDE_SHEET), catalogue, scene)
    _drop_downs(sheet, book.create_sheet(WORDS_SHEET), columns, vocabulary, last + SPARE_ROWS)
    _grounds(book.create_sheet(GROUNDS_SHEET), catalogue)
    content = BytesIO()
    book.save(content)
    return _timeless(content)


def _timeless(content: BytesIO) -> bytes:
    """The same workbook without the moment at which it was written."""
    timeless = BytesIO()
    with ZipFile(content) as made, ZipFile(timeless, "w", ZIP_DEFLATED) as book:
        for name in made.namelist():
            book.writestr(ZipInfo(name), _MOMENTS.sub(b"", made.read(name)), ZIP_DEFLATED)
    return timeless.getvalue()


def pack_of(catalogue: Catalogue, entry: Rule | Limit) -> str:
    """The first step of the path of its document; empty where it stands in none."""
    located = catalogue.sources.get((kind_of(type(entry)), entry_code(entry)))
    return "" if located is None or located.file.is_absolute() else located.file.parts[0]


def _sheet_title(catalogue: Catalogue, scene: str | None) -> str:
    title = (
        "全部环节" if scene is None else _OF_A_SHEET.sub(" ", writable(catalogue.scenes[scene].title.zh))[:31].strip()
    )
    return title if title and title not in (GUIDE_SHEET, WORDS_SHEET, GROUNDS_SHEET) else "规则"


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        label, key = sheet.cell(LABEL_ROW, number), sheet.cell(KEY_ROW, number)
        write_text(label, column.label.zh)
        write_text(key, column.key)
        label.font, label.fill, label.alignment = Font(bold=True), _HEAD, _WRAPPED
        key.font, key.fill = Font(size=8, color="FF7F7F7F"), _KEY
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"E{FIRST_ROW}"


def _body(
    sheet: Worksheet,
    columns: Sequence[Column],
    catalogue: Catalogue,
    entries: Sequence[Rule | Limit],
    scene: str | None,
    vocabulary: Vocabulary,
) -> int:
    """Writes the rows and gives the number of the last."""
    number = KEY_ROW
    for entry in entries:
        shared = scene is not None and (entry.scenes == ALL or len(entry.scenes) > 1)
        for row in rows_of(entry, pack_of(catalogue, entry), vocabulary):
            number += 1
            _row(sheet, number, columns, row, shared)
    sheet.auto_filter.ref = f"A{KEY_ROW}:{get_column_letter(len(columns))}{max(number, FIRST_ROW)}"
    return number


def _row(sheet: Worksheet, number: int, columns: Sequence[Column], row: Row, shared: bool) -> None:
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(number, index)
        text = row.cells.get(column.key, "")
        day = date.fromisoformat(text) if column.holds is Holds.DAY and text else None
        if day is not None and day >= _OLDEST:
            cell.value = day
            cell.number_format = "yyyy-mm-dd"
        elif text:
            write_text(cell, text)
        cell.alignment = _WRAPPED
        if row.branch:
            cell.fill = _BRANCH
        else:
            cell.border = _LINE
            if shared and column.key in ("code", "scenes"):
                cell.fill = _SHARED


def write_text(cell: Cell | Any, text: str) -> None:
    """Text, also where it looks like a formula or an error."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    if text[:1] in "=+-@":
        cell.quotePrefix = True


def _guide(sheet: Worksheet, catalogue: Catalogue, scene: str | None) -> None:
    title = "全部环节" if scene is None else writable(catalogue.scenes[scene].title.zh)
    lines: list[tuple[str, ...]] = [
        ("规则包 packs", "、".join(catalogue.packs)),
        ("版本摘要 digest", digest_of(canonical(catalogue))),
        ("环节 scene", scene or ALL, title),
        ("", ""),
        *GUIDE,
    ]
    for number, line in enumerate(lines, start=1):
        for index, text in enumerate(line, start=1):
            write_text(sheet.cell(number, index), text)
            sheet.cell(number, index).alignment = _WRAPPED
        sheet.cell(number, 1).font = Font(bold=True)
    for letter, width in (("A", 24), ("B", 90), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _drop_downs(sheet: Worksheet, words: Worksheet, columns: Sequence[Column], known: Vocabulary, last: int) -> None:
    """The words of each closed column in a column of their own, offered where they may stand."""
    number = 0
    for index, column in enumerate(columns, start=1):
        if column.holds not in (Holds.WORD, Holds.WORDS, Holds.FLAG) or column.key == "grounds":
            continue
        number += 1
        shown = _offered(column, known)
        write_text(words.cell(1, number), f"{column.label.zh} {column.key}")
        for row, text in enumerate(shown, start=2):
            write_text(words.cell(row, number), writable(text))
        letter = get_column_letter(number)
        words.column_dimensions[letter].width = column.width
        offer = DataValidation("list", formula1=f"'{WORDS_SHEET}'!${letter}$2:${letter}${len(shown) + 1}")
        # Several words on lines of their own are right as well, so only single ones are held to the list.
        offer.showErrorMessage = column.holds is not Holds.WORDS
        offer.add(f"{get_column_letter(index)}{FIRST_ROW}:{get_column_letter(index)}{last}")
        if shown:
            sheet.add_data_validation(offer)


def _offered(column: Column, known: Vocabulary) -> list[str]:
    shown = known[column.key].all_shown()
    codes = {"at_most": ("watch", "review"), "at_least": ("review",)}.get(column.key)
    return shown if codes is None else [known[column.key].shown(code) for code in codes]


def _grounds(sheet: Worksheet, catalogue: Catalogue) -> None:
    for number, line in enumerate((("依据", "名称", "内容"), *_references(catalogue)), start=1):
        for index, text in enumerate(line, start=1):
            write_text(sheet.cell(number, index), writable(text))
    for letter, width in (("A", 36), ("B", 50), ("C", 60)):
        sheet.column_dimensions[letter].width = width


def _references(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for code, instrument in catalogue.instruments.items():
        yield code, instrument.title.zh, instrument.number or ""
        for article, said in instrument.articles.items():
            yield f"{code}/{article}", instrument.title.zh, said.zh

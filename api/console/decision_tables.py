"""The rules of a version as the service gives them in a workbook: conditions as columns, rules as rows, and the words
that may stand in each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from api.console.words import Language

_HEADS = 2
"""Rows above the rules: what columns are called, and their codes."""
_WORDS = "词表"
CODE, KIND, BRANCH = "code", "kind", "branch"


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: in the sheet, from 1. A rule with alternatives has a row for each; the further ones name no title."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """`names`: what columns are called, by code. `words`: what may stand in a column that takes words."""

    names: Mapping[str, str]
    rows: tuple[Row, ...]
    words: Mapping[str, tuple[str, ...]]

    def used(self) -> tuple[str, ...]:
        """Columns in which something stands."""
        return tuple(code for code in self.names if any(row.cells.get(code) for row in self.rows))

    def of(self, rule: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.cells.get(CODE) == rule)


def read(content: bytes, language: Language) -> DecisionTable:
    book = load_workbook(BytesIO(content), read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    heads, codes, *rows = next(iter(sheets.values()))
    called = {
        str(code): str(head) if language is Language.ZH else language.word(str(code).replace(".", "_"))
        for head, code in zip(heads, codes, strict=True)
        if code
    }
    read_rows = tuple(
        Row(number, {str(code): _text(cell) for code, cell in zip(codes, row, strict=False) if code})
        for number, row in enumerate(rows, start=_HEADS + 1)
        if row and row[0]
    )
    return DecisionTable(called, read_rows, _words(sheets.get(_WORDS, [])))


def written(content: bytes, cells: Mapping[int, Mapping[str, str]]) -> bytes:
    """The workbook with other cells, by row and column."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    places = {str(cell.value): place for place, cell in enumerate(sheet[_HEADS], start=1)}
    for number, row in cells.items():
        for code, text in row.items():
            cell = sheet.cell(number, places[code])
            if _text(cell.value) != text:
                cell.value = text or None
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _words(rows: list[tuple[Any, ...]]) -> dict[str, tuple[str, ...]]:
    if not rows:
        return {}
    heads, *below = rows
    return {
        str(head).rpartition(" ")[2]: tuple(str(row[place]) for row in below if row[place])
        for place, head in enumerate(heads)
        if head
    }


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.strftime("%Y-%m-%d") if isinstance(cell, date | datetime) else str(cell)

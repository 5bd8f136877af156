"""A clerk at a table: exports it, writes into cells by their column's key, and hands it back."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rules.documents import Entry
from rules.loading import kind_of
from rules.printing import print_document
from rules.tables.importing import Draft, import_table
from rules.tables.problems import TableErrors
from rules.tables.workbook import export_table
from rules.written import Documents, read_packs
from tests.rules import factories

HEAD = 2


def documents_of(*entries: Entry, comments: Mapping[str, str] | None = None) -> dict[str, str]:
    """A pack that stands alone: the words of `factories.catalogue`, and these entries in a file of rules."""
    words = [
        entry
        for mapping in vars(factories.catalogue()).values()
        for entry in mapping.values()
        if isinstance(entry, Entry) and key_of(entry) not in {key_of(one) for one in entries}
    ]
    rules = [entry for entry in entries if kind_of(type(entry)) in ("rule", "limit")]
    others = [entry for entry in entries if entry not in rules]
    pack = "- pack: p\n  title: {zh: 规则包, en: A pack}\n"
    documents = {"p/pack.yaml": pack, "p/words.yaml": "# Words.\n" + print_document([*words, *others])}
    return {**documents, **({"p/rules/some.yaml": print_document(rules)} if rules else {}), **(comments or {})}


def key_of(entry: Entry) -> tuple[str, str]:
    kind = kind_of(type(entry))
    return kind, getattr(entry, kind)


class Clerk:
    def __init__(self, documents: Documents, scene: str | None = None) -> None:
        self.documents = documents
        self.book: Workbook = load_workbook(BytesIO(export_table(read_packs(documents), scene)))
        self.sheet: Worksheet = self.book.worksheets[0]

    def column(self, key: str) -> int:
        return next(cell.column for cell in self.sheet[HEAD] if cell.value == key)

    def row(self, code: str, branch: str | None = None) -> int:
        """The row of a rule, or of one of its branches; for a code that is not there the first free one."""
        for number in range(HEAD + 1, self.sheet.max_row + 1):
            if (self.at(number, "code"), self.at(number, "branch")) == (code, branch):
                return number
        number = self.sheet.max_row + 1
        self.sheet.cell(number, self.column("code"), code)
        self.sheet.cell(number, self.column("branch"), branch)
        return number

    def at(self, row: int, key: str) -> Any:
        return self.sheet.cell(row, self.column(key)).value

    def write(self, row: int, key: str, value: Any) -> str:
        """Writes into a cell and gives its name."""
        if not any(cell.value == key for cell in self.sheet[HEAD]):
            self.sheet.cell(HEAD, self.sheet.max_column + 1, key)
        cell = self.sheet.cell(row, self.column(key))
        cell.value = value
        return f"{get_column_letter(self.column(key))}{row}"

    def add(self, code: str, **cells: Any) -> int:
        row = self.row(code)
        for key, value in {
            "title_zh": "新规则",
            "title_en": "New",
            "grounds": "the-law",
            "scenes": "all",
            **cells,
        }.items():
            self.write(row, key.replace("__", "."), value)
        return row

    def saved(self) -> bytes:
        content = BytesIO()
        self.book.save(content)
        return content.getvalue()

    def hand_in(self) -> Draft:
        return import_table(self.saved(), self.documents)

    def refused(self) -> dict[str, str]:
        """What is said of each cell, in English."""
        with pytest.raises(TableErrors) as caught:
            self.hand_in()
        for problem in caught.value.problems:
            assert problem.message.zh
            assert problem.message.zh != problem.message.en
        return {f"{problem.place}": problem.message.en for problem in caught.value.problems}

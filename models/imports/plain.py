"""Plain rows, read after the example of an earlier one.

Most rows of a list differ from some row before them in little more than the merchant and the document. Where those
cells need no mending, and that row gave nothing to say, the new one comes to the same entry but for them. All other
rows are read one by one.
"""

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from huixin.core.identifiers import USCC_SHAPE, kind_of_uscc, organisation_code_of, uscc_check_character
from models.imports.cells import EMPTY
from models.imports.entries import Content, Entry, Issue
from models.imports.headers import Header
from models.imports.keys import digest_of, natural_key
from models.imports.names import index_of
from models.imports.readers import NoRow
from models.imports.rows import LIMITS, RowReader, digested

OWN = ("uscc", "name", "document_number", "reason", "source_record_id", "address")
"""Fields in which a row may differ from its example. The first two it must have; the others are filled in both rows,
or in neither."""
_IGNORED = frozenset({"representative", "organisation_code"})
"""Fields of which nothing is read where a subject has the code of all codes."""
_MOST_EXAMPLES = 1 << 14

_KEPT = r"0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff()（）\[\]〔〕【】《》“”、，。；：·,.;:&+/—-"
"""Characters that are kept as they stand, wherever they stand; no blank is."""
_LONGEST = 2000
_DIGITS_OF_A_PERSON = 13
"""A cell with fewer digits holds no resident ID."""
_PLACEHOLDERS = "|".join(map(re.escape, sorted(EMPTY)))


def _plain(field: str) -> str:
    if field == "uscc":
        return USCC_SHAPE
    shortest, longest = int(field == "name"), min(_LONGEST, LIMITS.get(field, _LONGEST))
    no_person = rf"(?!(?:[^\d\n]*+\d){{{_DIGITS_OF_A_PERSON}}})"
    return rf"(?!(?:{_PLACEHOLDERS})$){no_person}[{_KEPT}]{{{shortest},{longest}}}"


_PLAIN_CELLS = re.compile("\n".join(map(_plain, OWN)), re.MULTILINE)


class _Slot:
    """Stands in a text where a value is still to come; in no other place does the text hold this character."""

    def __repr__(self) -> str:
        return "\0"


_new = tuple.__new__
"""As `_make` of a named tuple, in a third of the time."""
_SLOT: Any = _Slot()
_DOCUMENT, _REASON, _RECORD = (
    Content._fields.index(name) for name in ("document_number", "reason", "source_record_id")
)


class Example:
    """What a plain row came to, as a form for the next."""

    __slots__ = ("_after", "_before", "_between", "_day", "_entry", "_texts")

    def __init__(self, entry: Entry) -> None:
        content = entry.content
        self._entry, self._day = entry, content.decided_on
        self._before, self._between = content[:_DOCUMENT], content[_DOCUMENT + 1 : _REASON]
        self._after = content[_RECORD + 1 :]
        blank = content._replace(document_number=_SLOT, reason=_SLOT, source_record_id=_SLOT)
        self._texts = digested(_SLOT, _SLOT, blank, entry.unset).split(repr(_SLOT))

    def entry(self, number: int, own: Sequence[str]) -> Entry:
        """What a row with these cells of its own comes to."""
        like, said, uscc, name = self._entry, self._entry.content, own[0], own[1]
        key, source = f"uscc:{uscc}", said.source
        # what the own cells leave blank stands nowhere, or in cells in which both rows agree
        document, reason = own[2] or said.document_number, own[3] or said.reason
        record, address = own[4] or said.source_record_id, own[5] or like.place[1]
        start, second, third, fourth, fifth, end = self._texts
        text = f"{start}{key!r}{second}{name!r}{third}{document!r}{fourth}{reason!r}{fifth}{record!r}{end}"
        content = (*self._before, document, *self._between, reason, source, record, *self._after)
        return _new(Entry, (
            number, key, kind_of_uscc(uscc).value, name, uscc, organisation_code_of(uscc), (), None,
            natural_key(record, document, source, reason, self._day), digest_of(text), like.unset,
            (like.place[0], address), like.list, None, index_of(name), _new(Content, content),
        ))  # fmt: skip


class PlainReader:
    """Reads rows as the `RowReader` does, plain ones by example."""

    def __init__(self, rows: RowReader) -> None:
        self.rows = rows
        self._width = len(rows.header.columns)
        self._own, self._shared = _columns(rows.header)
        self._examples: dict[tuple[object, ...], Example] = {}

    def read(self, number: int, row: Sequence[str] | NoRow) -> Entry | Issue:
        """The entry of a row, or the issue for which it is rejected."""
        if self._own is None or isinstance(row, NoRow) or len(row) != self._width:
            return self.rows.read(number, row)
        cells = (*row, "")
        own = self._own(cells)
        if _PLAIN_CELLS.fullmatch("\n".join(own)) is None or not _names_a_subject(*own[:2]):
            return self.rows.read(number, row)
        like = (*self._shared(cells), *map(bool, own))
        example = self._examples.get(like)
        if example is not None:
            return example.entry(number, own)
        return self._first_of_its_like(like, number, row)

    def _first_of_its_like(self, like: tuple[object, ...], number: int, row: Sequence[str]) -> Entry | Issue:
        said = len(self.rows.warnings)
        entry = self.rows.read(number, row)
        if isinstance(entry, Issue) or entry.fault is not None or len(self.rows.warnings) > said:
            return entry
        if entry.list == self.rows.list_entry.list and not entry.identifiers:
            if len(self._examples) >= _MOST_EXAMPLES:
                self._examples.clear()
            self._examples[like] = Example(entry)
        return entry


def _names_a_subject(uscc: str, name: str) -> bool:
    return uscc_check_character(uscc[:17]) == uscc[17] and name != uscc and name != organisation_code_of(uscc)


Pick = Callable[[Sequence[str]], tuple[str, ...]]


def _columns(header: Header) -> tuple[Pick | None, Pick]:
    """Take from a row, which a blank cell follows, the own cells, None where it has no column for each that it must
    have; and the cells in which it must be like its example."""
    blank = len(header.columns)
    single = {field: places[0] for field, places in header.positions.items() if len(places) == 1}
    alone = {*OWN, *_IGNORED} & single.keys()
    shared = [place for field, places in header.positions.items() if field not in alone for place in places]
    own = itemgetter(*(single.get(field, blank) for field in OWN)) if {"uscc", "name"} <= alone else None
    return own, itemgetter(blank, blank, *shared)

"""The header of a list file: which column means which field."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huixin.core.headings import worth_of
from models.imports.cells import shown
from models.imports.entries import Issue
from models.imports.forms import FORMS, KNOWN_UNUSED, STAND_INS
from models.imports.readers import Sheet

_LIKE = frozenset({"representative", "jurisdiction", "address"})
"""Fields of which a file may well name several, each as good as the other."""

SUBJECT_FIELDS = frozenset({"name", "person_name", "uscc", "registration_number", "organisation_code", "resident_id"})

MOST_UNKNOWN = 20
"""Unknown columns that are named one by one."""

_BY_FORM = {form: field for forms in (FORMS, STAND_INS) for field, written in forms.items() for form in written.split()}
_RANK = {form: rank for forms in FORMS.values() for rank, form in enumerate(forms.split())}
_MAPPED, _STANDS_IN = -1, len(_BY_FORM)
_BLANKS = re.compile(r"[\s\u200b\ufeff*:]+")


def header_key(cell: str) -> str:
    """A header cell for comparison: width, case, blanks and marks of duty (*) do not count."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", cell)).lower()


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands: positions of its columns in order of preference; names as written in the file.

    `rivals`: of fields with several columns that should say the same. `missing`: what a mapping names in vain.
    """

    columns: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]
    rivals: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    def column_of(self, field: str) -> str | None:
        """The name of the field's first column, as the file writes it."""
        places = self.positions.get(field)
        return self.columns[places[0]] if places else None


def read_header(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Header:
    """The header's columns by field; `mapping` (field → column) comes first and takes its columns for itself."""
    mapped = {header_key(column): field for field, column in (mapping or {}).items()}
    keys = [header_key(cell) for cell in cells]
    ranked: dict[str, list[tuple[int, int]]] = {}
    unknown = []
    for position, key in enumerate(keys):
        field = mapped.get(key) or _BY_FORM.get(key)
        if field is not None:
            ranked.setdefault(field, []).append((_MAPPED if key in mapped else _RANK.get(key, _STANDS_IN), position))
        elif key and key not in KNOWN_UNUSED:
            unknown.append(shown(cells[position].strip()))
    positions = {field: tuple(place for _, place in sorted(found)) for field, found in ranked.items()}
    rivals = {field: own for field, found in ranked.items() if len(own := _own(field, sorted(found))) > 1}
    missing = tuple(shown(column) for column in (mapping or {}).values() if header_key(column) not in keys)
    return Header(tuple(shown(cell.strip()) for cell in cells), positions, rivals, tuple(unknown), missing)


def _own(field: str, ranked: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The field's own columns, as far as they should agree; where a mapping has chosen one, the others stand in."""
    if field in _LIKE:
        return ()
    chosen = tuple(place for rank, place in ranked if rank == _MAPPED)
    return chosen or tuple(place for rank, place in ranked if rank != _STANDS_IN)


def header_worth(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> int:
    """How much the row is worth as the header; 0 where no column of it names a subject."""
    positions = read_header(cells, mapping).positions
    if SUBJECT_FIELDS.isdisjoint(positions):
        return 0
    return worth_of(cells, len(positions), has_code="uscc" in positions)


def is_header_again(header: Header, row: Sequence[str]) -> bool:
    """Whether a row below has the name of a column where its subject should stand."""
    places = (place for field in SUBJECT_FIELDS for place in header.positions.get(field, ()) if place < len(row))
    return any(_BY_FORM.get(header_key(row[place])) in SUBJECT_FIELDS for place in places)


def header_warnings(header: Header, sheet: Sheet) -> list[Issue]:
    """What there is to say of the file as a whole."""
    return list(_header_warnings(header, sheet))


def _header_warnings(header: Header, sheet: Sheet) -> Iterator[Issue]:
    row = max(1, sheet.header_row)
    for number in sheet.passed_over:
        yield Issue(number, None, "before_header", "this row stands before the header and was not read, yet is no note")
    if sheet.unread:
        told = f"only one sheet of a workbook is read; these hold something too: {shown(', '.join(sheet.unread))}"
        yield Issue(row, None, "unread_sheets", told)
    for column in header.missing:
        yield Issue(row, column, "missing_column", "the mapping names this column, but the file does not have it")
    for column in header.unknown[:MOST_UNKNOWN]:
        told = "this column is not known and was not read; if it is needed, name it in a mapping file"
        yield Issue(row, column, "unknown_column", told)
    if len(header.unknown) > MOST_UNKNOWN:
        more = len(header.unknown) - MOST_UNKNOWN
        yield Issue(row, None, "unknown_column", f"{more:,} more columns are not known and were not read")
    if "recogniser" not in header.positions:
        yield Issue(row, None, "no_recogniser_column", "no column says whose decisions these are")

"""Which row of a sheet is its header: notes may stand above it, and a note may bear the name of a column too."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from huixin.core.identifiers import holds, parse_uscc

HEADER_WITHIN = 20
"""Rows among which the header must stand; what precedes it is notes."""

_Row = TypeVar("_Row", bound=Sequence[Any])
Worth = Callable[[Sequence[Any]], int]
"""How much a row is worth as a header; 0: it is none."""


def worth_of(cells: Iterable[str], known: int, *, has_code: bool) -> int:
    """Of a row with so many columns that are known: the more the better, and of equals the one with a column of codes.
    A row that holds a code itself is no header."""
    if not known or any(holds(parse_uscc, cell) for cell in cells):
        return 0
    return 2 * known + has_code


def header_among(rows: Iterable[_Row], worth: Callable[[_Row], int]) -> int | None:
    """Place of the row that is worth the most, the first of equals; None where none is worth anything."""
    found = [worth(row) for row in rows]
    most = max(found, default=0)
    return found.index(most) if most else None

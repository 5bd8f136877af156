"""Two columns of a file for one field: which of them counts where they differ is said, not settled in silence."""

from collections.abc import Iterator, Sequence

from huixin.core.identifiers import normalise_code
from huixin.core.names import normalise
from models.imports import cells
from models.imports.headers import Header

_DAYS = frozenset({"decided_on", "listed_on", "valid_from", "valid_to", "ended_on", "due"})


def differences(header: Header, row: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each field of which two columns differ in this row, and what to say of it."""
    for field, places in header.rivals.items():
        (first, text), *others = [(place, _text(row, place)) for place in places if _text(row, place)] or [(0, "")]
        other = next(((place, said) for place, said in others if not _agree(field, text, said)), None)
        if other is not None:
            told = [_column(header, field, *found) for found in ((first, text), other)]
            yield field, f"{told[0]}, {told[1]}: they differ, and the former counts"


def _text(row: Sequence[str], place: int) -> str:
    text = row[place].strip() if place < len(row) else ""
    return "" if text in cells.EMPTY else text


def _agree(field: str, one: str, other: str) -> bool:
    """Whether two cells say the same, however they write it."""
    if one == other:
        return True
    if field not in _DAYS:
        plain = normalise if field == "name" else normalise_code
        return plain(one) == plain(other)
    try:
        return cells.read_day(one) == cells.read_day(other)
    except cells.DayError:
        return False


def _column(header: Header, field: str, place: int, text: str) -> str:
    name = f"column {place + 1} ({header.columns[place]})"
    return name if field == "resident_id" else f"{name} says {cells.shown(text)}"

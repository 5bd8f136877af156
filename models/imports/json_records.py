"""JSON as records: an object on each line, or one array of objects."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.imports.errors import Unreadable
from models.imports.lines import text_lines

LARGEST_ARRAY = 16 << 20
"""Bytes of an array, which is held in memory as a whole; lines are not."""

LONGEST_LINE = 1 << 20
"""Characters of an object on a line of its own."""

Record = dict[str, Any]


def line_records(path: Path, encoding: str) -> Iterator[tuple[int, Record | str]]:
    """The objects by their lines; the text of a line that is no object. Raises `Unreadable`."""
    with path.open(encoding=encoding, errors="replace") as file:
        for number, line in enumerate(text_lines(file), start=1):
            if line.strip():
                yield number, _object(line)


def array_records(path: Path, encoding: str) -> list[tuple[int, Record | str]]:
    """The objects by their places in the array, from 1; the text of what is no object. Raises `Unreadable`."""
    if path.stat().st_size > LARGEST_ARRAY:
        raise Unreadable(f"A JSON array may have {LARGEST_ARRAY} bytes; send more as JSON lines, one object a line.")
    try:
        values = json.loads(path.read_text(encoding), object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        raise Unreadable(f"The JSON array is broken in line {error.lineno}: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("The JSON array holds a number or a nesting beyond all measure.") from error
    return [(place, value if isinstance(value, dict) else json.dumps(value)) for place, value in enumerate(values, 1)]


def _object(line: str) -> Record | str:
    try:
        value = json.loads(line, object_pairs_hook=_each_once) if len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError):
        return line
    return value if isinstance(value, dict) else line


def _each_once(pairs: list[tuple[str, Any]]) -> Record | str:
    """The object; its text where it has a key twice, for then nobody can tell which of the two counts."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else json.dumps(pairs, ensure_ascii=False)


def value_text(value: Any) -> str:
    """A value as one would type it into a cell; items of a list beside each other."""
    if isinstance(value, list):
        return "、".join(_plain_text(item) for item in value)
    return _plain_text(value)


def _plain_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "\ufffd"

"""How commands print: rows under their names, one thing in full, JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from huixin.types.base import Label
from models.base import new_id

View = TypeVar("View", bound=BaseModel)
_ID = len(new_id("cas"))
"""Width of an id: in two parts it could not be copied."""


def days_left(today: date, last: date) -> str:
    """Until the end of the last day; less than none once it is over."""
    return str((last - today).days)


def counted(counts: Mapping[str, int]) -> str:
    """A line for each number that is not zero."""
    return "\n".join(f"{number} {name}" for name, number in counts.items() if number)


def print_found(
    found: Sequence[View],
    columns: Sequence[str],
    cells: Callable[[View], Sequence[str]],
    *,
    whole: bool,
    as_json: bool,
) -> None:
    """All of a list, or the only one in full."""
    if as_json:
        print_json(found[0] if whole else found)
    elif whole:
        print_whole(found[0])
    else:
        print_list(columns, [cells(one) for one in found])


def print_json(found: BaseModel | Sequence[BaseModel]) -> None:
    said = (
        found.model_dump(mode="json")
        if isinstance(found, BaseModel)
        else [one.model_dump(mode="json") for one in found]
    )
    typer.echo(json.dumps(said, ensure_ascii=False))


def print_list(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Of things with an id, which stands in the first cell; some lines for each, so that they fit eighty columns."""
    table = Table(*columns, box=None, padding=(0, 2, 1, 0), pad_edge=False)
    table.columns[0].min_width = _ID
    _print(table, rows)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    _print(Table(*columns, box=None, padding=(0, 2, 0, 0), pad_edge=False), rows)


def _print(table: Table, rows: Sequence[Sequence[str]]) -> None:
    """Wide cells are folded: nothing of them is left out."""
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def print_whole(found: BaseModel) -> None:
    """Each field that says something on a line of its own; below, one after the other, what it has several of."""
    plain: list[tuple[str, str]] = []
    below: list[BaseModel] = []
    for name in type(found).model_fields:
        value = getattr(found, name)
        if isinstance(value, list | tuple) and value and isinstance(value[0], BaseModel):
            below += value
        elif value not in (None, (), []):
            plain.append((name, _cell(value)))
    print_table(("", ""), plain)
    for one in below:
        print_whole(one)


def _cell(value: object) -> str:
    if isinstance(value, Label):
        return value.zh
    if isinstance(value, list | tuple):
        return " ".join(map(_cell, value))
    if isinstance(value, dict):
        return " ".join(f"{name}={_cell(one)}" for name, one in value.items())
    return "" if value is None else str(value)

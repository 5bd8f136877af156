"""Tables: columns by the codes of the interface, headed by what people call them."""

from collections.abc import Iterable, Sequence
from typing import Any

from nicegui import ui

from api.console.signing_in import SignedIn

AT_ONCE = 25


def table(
    who: SignedIn, names: Sequence[str], rows: Iterable[dict[str, Any]], key: str = "id", at_once: int = AT_ONCE
) -> ui.table:
    columns = [
        {"name": one, "label": who.language.word(one), "field": one, "align": "left", "sortable": True} for one in names
    ]
    return ui.table(columns=columns, rows=list(rows), row_key=key, pagination=at_once).classes("w-full")

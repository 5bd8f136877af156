"""Tables: columns by the codes of the interface, headed by what people call them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from nicegui import ui

from api.console.frame import empty, telling
from api.console.looks import Look
from api.console.signing_in import SignedIn

T = TypeVar("T")
AT_ONCE = 25
PAGE = 25
"""Rows that are fetched at once."""
_LINK = """<q-td :props="props"><a v-if="props.row.to" :href="props.row.to" class="nicegui-link">{{ props.value
}}</a><span v-else>{{ props.value }}</span></q-td>"""
"""A row that says where it leads `to` is opened by its first cell, by mouse or keyboard."""


def table(
    who: SignedIn, names: Sequence[str], rows: Iterable[dict[str, Any]], key: str = "id", at_once: int = AT_ONCE
) -> ui.table:
    columns = [
        {"name": one, "label": who.language.word(one), "field": one, "align": "left", "sortable": True} for one in names
    ]
    shown = ui.table(columns=columns, rows=list(rows), row_key=key, pagination=at_once).classes("w-full")
    shown.props["tabindex"], shown.props["role"] = 0, "region"
    called = ", ".join(who.language.word(one) for one in names)
    shown.props["aria-label"] = who.language.say("Table: {columns}", columns=called)
    if len(shown.rows) <= at_once:
        shown.props("hide-pagination")
    shown.add_slot(f"body-cell-{names[0]}", _LINK)
    return shown


async def paged(
    who: SignedIn, names: Sequence[str], found: AsyncIterator[T], row: Callable[[T], dict[str, Any]], none: str
) -> None:
    """What there is, a page at a time, as far as somebody asks for more. `none`: said where there is nothing."""
    place = ui.column().classes("w-full")
    with place:
        shown = table(who, names, [], at_once=0).props("hide-pagination")
        more = ui.button(who.language.say("More")).props("outline")
    read: list[int] = []

    async def next_page() -> None:
        with telling(who):
            came = [row(one) for one in await _some(found)]
            shown.add_rows(came)
            more.set_visibility(len(came) == PAGE)
            read.append(len(came))

    more.on_click(next_page)
    await next_page()
    if read == [0]:  # and not where it could not be read, which is told
        place.clear()
        with place:
            empty(who, none)


async def cards(who: SignedIn, found: AsyncIterator[T], made: Callable[[T], Awaitable[None] | None], none: str) -> None:
    """Each on a card of its own, a page at a time. `none`: said where there is nothing."""
    place = ui.column().classes("w-full gap-3")
    more = ui.button(who.language.say("More")).props("outline")

    async def next_page() -> None:
        with telling(who):
            came = await _some(found)
            with place:
                for one in came:
                    with ui.card().classes("w-full gap-2"):
                        if (making := made(one)) is not None:
                            await making
            more.set_visibility(len(came) == PAGE)

    more.on_click(next_page)
    await next_page()
    if not place.default_slot.children:
        empty(who, none)


def by_state(who: SignedIn, states: Mapping[Any, Look], state: str | None, path: str) -> None:
    """A choice that leads to the page of what is in that state."""
    words = {str(code): who.language.say(look.words) for code, look in states.items()}
    ui.select(
        words,
        value=state if state in words else None,
        label=who.language.say("State"),
        clearable=True,
        on_change=lambda change: ui.navigate.to(f"{path}?state={change.value}" if change.value else path),
    ).props("outlined dense").classes("min-w-48")


async def _some(found: AsyncIterator[T]) -> list[T]:
    came = []
    async for one in found:
        came.append(one)
        if len(came) == PAGE:
            break
    return came

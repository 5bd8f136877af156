"""One thing on one page: its facts, what may be done with it as buttons, and its history."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, Protocol, get_args, get_origin

from nicegui import ui
from pydantic import BaseModel

from api.console.asking import ask
from api.console.forms import NO_CHOICES, Choices
from api.console.frame import telling
from api.console.looks import heading, moment
from api.console.signing_in import SignedIn

_CODE = re.compile("[a-z]+(_[a-z]+)*")
_UNTOLD = ("action", "sequence", "ruleset", "version", "sha256")
"""What an event keeps so that it can be proved."""
Shapes = Mapping[str, type[BaseModel]]
"""Each action with the request that it takes."""
Offered = Callable[[str], Awaitable[Choices]]
"""What can be chosen in the form of an action; looked up once somebody takes it."""


class Sure(BaseModel):
    """Nothing is asked for but whether it is meant."""


class Event(Protocol):
    """What the service tells of something that was done."""

    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def action(self) -> str: ...


def shapes_of(acts: Any, told_by: str = "action") -> dict[str, type[BaseModel]]:
    """Of a union of requests, by what tells them apart."""
    found: dict[str, type[BaseModel]] = {}
    for shape in get_args(acts):
        hint: Any = shape.model_fields[told_by].annotation
        for code in get_args(hint if get_origin(hint) is not Annotated else get_args(hint)[0]):
            found[code] = shape
    return found


def facts(who: SignedIn, said: Mapping[str, object]) -> None:
    """Each by the name of its field; what is not known is left out."""
    with ui.element("dl").classes("grid grid-cols-1 sm:grid-cols-[max-content_1fr] gap-x-4 gap-y-1"):
        for name, value in said.items():
            if value not in (None, "", (), []):
                with ui.element("dt").classes("font-bold"):
                    ui.label(who.language.word(name))
                with ui.element("dd").classes("min-w-0"):
                    ui.label(str(value)).classes("break-words whitespace-pre-line")


def steps(
    who: SignedIn,
    allowed: Iterable[str],
    shapes: Shapes,
    act: Callable[[Any], Awaitable[object]],
    *,
    choices: Choices = NO_CHOICES,
    offered: Offered | None = None,
    fixed: Mapping[str, Any] | None = None,
    first: str | None = None,
    told_by: str | None = "action",
    words: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """A button for each that may be done now, with its form; what may not is not there.

    `first`: what comes next. `fixed`: goes with each request that has such a field. `words`: keys of the catalogue, by
    codes that mean something else elsewhere. `told_by`: the field of the request that says which it is, if one does.
    """

    async def done(request: Any) -> None:
        await act(request)
        ui.navigate.reload()

    async def take(title: str, code: str) -> None:
        given = {**({told_by: code} if told_by else {}), **(fixed or {})}
        known = {name: value for name, value in given.items() if name in shapes[code].model_fields}
        with telling(who):
            found = {**choices, **(await offered(code) if offered else {})}
            ask(who, title, shapes[code], known, done, found)

    with ui.row().classes("gap-2"):
        for code in allowed:
            title = who.language.word(words.get(code, code))
            if code in shapes:
                button = ui.button(title, on_click=partial(take, title, code))
                button.props("" if code == first else "outline")
            else:  # a newer service may allow what this console does not know
                ui.label(who.language.say("{step}: this console has no form for it.", step=title)).classes("italic")


def begin(
    who: SignedIn,
    title: str,
    shape: type[BaseModel],
    add: Callable[[Any], Awaitable[object]],
    *,
    choices: Choices = NO_CHOICES,
    offered: Callable[[], Awaitable[Choices]] | None = None,
    fixed: Mapping[str, Any] | None = None,
) -> None:
    """A button for what is entered anew, with its form. `title`: a key of the catalogue. `offered`: further choices,
    looked up once somebody takes it."""

    async def done(request: Any) -> None:
        await add(request)
        ui.navigate.reload()

    async def take() -> None:
        with telling(who):
            found = {**choices, **(await offered() if offered else {})}
            ask(who, said, shape, fixed or {}, done, found)

    said = who.language.say(title)
    button = ui.button(said, on_click=take)
    button.props("outline icon=add").classes("self-start")


def history(
    who: SignedIn,
    events: Iterable[Event],
    told: Callable[[Any], str],
    words: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Newest first. `told`: what the event says beside who did what and when. `words`: as with `steps`."""
    heading(who.language.say("History"), 2)
    oldest_first = sorted(events, key=lambda one: one.at)
    with ui.timeline(side="right"):
        for event in reversed(oldest_first):  # of one instant too, the last that was entered stands first
            ui.timeline_entry(
                told(event),
                title=who.language.word(words.get(event.action, event.action)),
                subtitle=f"{moment(event.at, who.language)} · {event.by}",
            )


def spelt(who: SignedIn, said: Mapping[str, Any]) -> str:
    """What an event holds, field by field."""
    return " · ".join(f"{who.language.word(name)}: {_plain(who, value)}" for name, value in _told(said))


def _told(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in said.items():
        if name not in _UNTOLD and value not in (None, "", [], {}):
            yield name, value


def _plain(who: SignedIn, value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(_plain(who, one) for _, one in _told(value))
    if isinstance(value, list | tuple):
        return "; ".join(_plain(who, one) for one in value)
    if isinstance(value, bool):
        return who.language.word("yes" if value else "no")
    return who.language.word(value) if isinstance(value, str) and _CODE.fullmatch(value) else str(value)

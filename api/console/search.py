"""Searching for a merchant: by its code, or by a name where one may check."""

from urllib.parse import quote

from nicegui import ui

from api.console.acting import once
from api.console.fields import Field
from api.console.frame import empty, telling
from api.console.signing_in import SignedIn
from huixin.core.identifiers import IdentifierError, parse_uscc

_SCENE = "review"
"""The routine look at a merchant, of all scenes of the packs."""


def search(who: SignedIn) -> None:
    say, by_name = who.language.say, who.may("check")
    with ui.row().classes("items-center gap-4"):
        label = say("Code or name") if by_name else say("Unified social credit code")
        text = ui.input(label).props("outlined dense").classes("min-w-64")
        button = ui.button(say("Search"))
    words = "A search by name is a check, and is kept in the log as one."
    ui.label(say(words) if by_name else say("Your rights let you search by code alone.")).classes("text-sm")
    found = ui.column().classes("w-full").props('aria-live="polite"')
    field = Field(text, lambda: (text.value or "").strip())

    async def look() -> None:
        field.clear()
        found.clear()
        asked = field.read()
        if not asked:
            field.tell(say("Type a code or a name.") if by_name else say("Type a code."))
            field.focus()
        elif _is_code(asked) or not by_name:
            ui.navigate.to(f"/subjects/{quote(asked, safe='')}")
        else:
            with found, telling(who, in_page=True):
                await _named(who, asked)

    text.on("keydown.enter", once(button, look))


def _is_code(text: str) -> bool:
    """One that is wrong is looked up too, so that it is told what is wrong with it."""
    try:
        parse_uscc(text)
    except IdentifierError:
        return text.isascii() and text.isalnum() and any(sign.isdigit() for sign in text)
    return True


async def _named(who: SignedIn, name: str) -> None:
    """All that resemble it; which of them is meant a person has to see."""
    candidates = (await who.client.check(name=name, scene=_SCENE)).identity.candidates
    if not candidates:
        empty(who, "Nobody of that name stands on a list that you may see.")
    for one in candidates:
        with ui.row().classes("items-center gap-2"):
            if one.uscc:
                ui.link(one.name, f"/subjects/{one.uscc}")
            else:
                ui.label(one.name)
            ui.label(f"{one.uscc or '—'} · {one.score:.0%}").classes("text-sm")

"""One-time codes, by which a merchant proves who it is: posted to its registered address, or given at the counter."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.asking import ask
from api.console.dossier import Shapes
from api.console.frame import Pages, telling
from api.console.looks import moment
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from huixin.core.vocabulary import MemberKind
from huixin.types.appeal import CodeRequest, CodeView, NewCode

SHAPES: Shapes = {"give_code": CodeRequest}
_GIVE = (MemberKind.CENTRE, MemberKind.UNIT)
_CHANNELS = {"post": "By post to the registered address", "counter": "At the counter"}


def show(pages: Pages) -> None:
    @pages.at("/codes")
    async def codes(request: Request) -> None:
        with pages.page(request, "Codes for merchants") as who, telling(who):
            say = who.language.say
            ui.label(
                say("A merchant signs in once with its code, and sees its own page. An earlier code holds no more.")
            )
            channels = {code: say(words) for code, words in _CHANNELS.items()}
            if who.me.kind in _GIVE:
                title = say("Give a code")
                opens = partial(ask, who, title, CodeRequest, {}, partial(_given, who), {"channel": channels})
                ui.button(title, on_click=opens).props("outline icon=add").classes("self-start")
            names = ("merchant", "uscc", "channel", "issued_at", "expires_at", "state", "wrong_tries")
            found = who.client.merchants.codes(limit=PAGE)
            await paged(who, names, found, lambda one: _row(who, channels, one), "No code was given out yet.")


def _row(who: SignedIn, channels: dict[str, str], one: CodeView) -> dict[str, Any]:
    say, language = who.language.say, who.language
    state = "Holds" if one.holds else "Used" if one.used_at else "Holds no more"
    times = {"issued_at": moment(one.created_at, language), "expires_at": moment(one.expires_at, language)}
    told = {"channel": channels.get(one.channel, one.channel), "state": say(state), "wrong_tries": one.wrong_tries}
    to = f"/subjects/{one.uscc}" if one.uscc else ""
    return {"id": one.id, "to": to, "merchant": one.subject_name, "uscc": one.uscc or "", **times, **told}


async def _given(who: SignedIn, request: CodeRequest) -> None:
    _shown_once(who, request.uscc, await who.client.merchants.give_code(request))


def _shown_once(who: SignedIn, uscc: str, made: NewCode) -> None:
    """The code, until somebody says that it is kept: nothing else closes the dialog."""
    say, word = who.language.say, who.language.word
    # on the page, not in the dialog that asked, which closes
    with ui.context.client.content, ui.dialog().props("persistent") as dialog, ui.card().classes("w-full max-w-xl"):
        dialog.props["aria-label"] = say(
            "The code is shown this once. It goes into the letter, or to the person at the counter."
        )
        ui.label(say("The code is shown this once. It goes into the letter, or to the person at the counter.")).classes(
            "text-lg font-bold"
        )
        until = moment(made.expires_at, who.language)
        for name, value in (("uscc", uscc), ("one_time_code", made.code), ("expires_at", until)):
            shown = ui.input(word(name), value=value)
            shown.props("readonly outlined dense").classes("w-full font-mono")
        ui.button(say("I have kept it"), on_click=ui.navigate.reload).classes("self-end")
    dialog.open()

"""What stands around every page: who is signed in, where one can go, language and colours; and how errors are told."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from nicegui import ui
from starlette.datastructures import URL
from starlette.requests import Request

from api.console.looks import heading
from api.console.places import PLACES, home
from api.console.refusals import refusal
from api.console.signing_in import Sessions, SignedIn
from api.console.words import Language
from huixin.core.vocabulary import MemberKind
from huixin.errors import HuixinError, NotFound

PATIENCE_SECONDS = 60


class NotSignedIn(Exception):  # noqa: N818 - the name says what happened
    """The session ended between the gate and the page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages for whoever a request comes from."""

    sessions: Sessions

    def at(self, path: str) -> ui.page:
        """Makes a function the page at that path. It may wait for the service as long as the SDK does."""
        return ui.page(path, response_timeout=PATIENCE_SECONDS)

    @contextmanager
    def page(self, request: Request, title: str) -> Iterator[SignedIn]:
        """The page's frame; what is made inside stands in its main part."""
        who = self.sessions.of(request.cookies)
        if who is None:
            raise NotSignedIn
        who.pages.add(ui.context.client)
        _speak(who.language)
        ui.page_title(f"{who.language.say(title)} · {who.language.say('Huixin')}")
        menu = _menu(who, request.url.path)
        _header(who, request.url, menu)
        with ui.element("div").classes("w-full max-w-6xl mx-auto p-4 flex flex-col gap-4").props('id="main"'):
            heading(who.language.say(title), 1)
            yield who
            with ui.element("footer").classes("text-sm text-gray-600 dark:text-gray-300"):
                ui.label(who.language.say("Days and times are those of Shanghai (UTC+8)."))


def _speak(language: Language) -> None:
    """Of this one page: what is made for all of them is Chinese."""
    client = ui.context.client
    client.page = copy(client.page)
    client.page.language = language.tag


def _header(who: SignedIn, here: URL, menu: ui.left_drawer) -> None:
    say = who.language.say
    with ui.header().classes("items-center gap-x-3 gap-y-1 px-4 py-1 flex-wrap"):
        ui.link(say("Skip to content"), "#main").classes("sr-only focus:not-sr-only text-white")
        ui.button(icon="menu", on_click=menu.toggle).props(f'flat dense color="white" aria-label="{say("Menu")}"')
        ui.link(say("Huixin"), home(who)).classes("text-lg font-bold text-white no-underline")
        ui.space()
        called = say("Merchant") if who.me.kind is MemberKind.MERCHANT else who.me.name
        ui.label(called).classes("text-white").props(f'title="{who.me.member_id}"')
        back = quote(here.path + (f"?{here.query}" if here.query else ""))
        ui.link(who.language.other.own_name, f"/language?back={back}").classes("text-white py-1")
        with ui.element("form").props('method="post" action="/sign-out"'):
            ui.element("input").props(f'type="hidden" name="form_key" value="{who.form_key}"')
            ui.element("input").props(f'type="hidden" name="page" value="{ui.context.client.id}"')
            ui.button(say("Sign out")).props('type="submit" flat dense color="white"')


def _menu(who: SignedIn, here: str) -> ui.left_drawer:
    """Open beside the page where there is room, else behind a button."""
    say = who.language.say
    open_to_them = [place for place in PLACES if place.is_open_to(who)]
    menu = ui.left_drawer(bordered=True).props("width=220").classes("p-2")
    with menu, ui.element("nav").props(f'aria-label="{say("Pages")}"').classes("w-full flex flex-col"):
        for group, places in groupby(open_to_them, lambda place: place.group):
            ui.label(say(group)).classes("text-sm px-2 pt-3 text-gray-700 dark:text-gray-300")
            for place in places:
                link = ui.link(say(place.title), place.path).classes("px-2 py-1 rounded no-underline")
                if place.path == here:
                    link.props('aria-current="page"').classes("font-bold bg-slate-200 dark:bg-slate-700")
    return menu


@contextmanager
def telling(who: SignedIn, *, in_page: bool = False) -> Iterator[None]:
    """What goes wrong is told in words. `in_page`: where the part would stand that could not be made, as it is for all
    that goes wrong while the page is made; else in a note on the page.
    """
    try:
        yield
    except HuixinError as error:
        if in_page or not ui.context.client.has_socket_connection:
            _in_place(who, error)
        else:
            ui.notify(refusal(who, error), type="negative", multi_line=True, timeout=0, close_button="✕")
    except RuntimeError:
        if not who.is_over:
            raise
        # its connection was closed under what was under way; its pages lead to the sign-in by now


def _in_place(who: SignedIn, error: HuixinError) -> None:
    with ui.element("div").props('role="alert"').classes("w-full border-l-4 border-red-800 p-3 flex flex-col gap-2"):
        ui.label(refusal(who, error))
        if isinstance(error, NotFound):
            ui.link(who.language.say("Back to the front page"), home(who))


def waiting(who: SignedIn) -> ui.row:
    """Says that something is on its way, until it is taken away."""
    with ui.row().classes("items-center gap-2") as sign:
        ui.spinner().props(f'role="progressbar" aria-label="{who.language.say("Progress")}"')
        ui.label(who.language.say("Being read…")).classes("text-gray-600 dark:text-gray-300")
    return sign


def later(who: SignedIn, made: Callable[[], Awaitable[None]]) -> None:
    """What takes long comes into its place once it is there, and the page does not wait for it."""
    place = ui.column().classes("w-full").props('aria-live="polite"')
    with place:
        sign = waiting(who)

    async def fill() -> None:
        with place, telling(who, in_page=True):
            await made()
        sign.delete()

    with place:
        ui.timer(0, fill, once=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page. `title`: a key of the catalogue. `scope`: without it the part is not there."""

    title: str
    scope: str
    made: Callable[[], Awaitable[None]]


async def parts(who: SignedIn, of: Sequence[Part]) -> None:
    """One at a time; each is fetched when somebody looks at it."""
    shown = [part for part in of if who.may(part.scope)]
    unread = {who.language.say(part.title): part for part in shown}
    with ui.tabs().classes("w-full").props("align=left outside-arrows mobile-arrows") as tabs:
        names = [ui.tab(title) for title in unread]
    places = {}
    with ui.tab_panels(tabs, value=names[0]).classes("w-full") as panels:
        for title in unread:
            with ui.tab_panel(title).classes("p-0 pt-4"):
                places[title] = ui.column().classes("w-full")

    async def fill(title: str) -> None:
        part = unread.pop(title, None)
        if part is not None:
            with places[title]:
                sign = waiting(who)
            with places[title], telling(who, in_page=True):
                await part.made()
            sign.delete()

    panels.on_value_change(lambda change: fill(change.value))
    await fill(next(iter(places)))


def empty(who: SignedIn, words: str) -> None:
    """Nothing is there: said, and not left blank."""
    ui.label(who.language.say(words)).classes("text-gray-600 dark:text-gray-300 italic")

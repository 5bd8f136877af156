"""What stands around every page: who is signed in, where one can go, language and colours; and how errors are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import ui
from starlette.requests import Request

from api.console.looks import heading
from api.console.signing_in import Sessions, SignedIn
from huixin.errors import HuixinError, ServiceError

PATIENCE_SECONDS = 60
_COLOURS = {"primary": "#0b5cad", "positive": "#1b7a3d", "negative": "#b3261e", "warning": "#8a5a00", "info": "#355e75"}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go. `scope`: without it the place is not shown. `title`: a key of the catalogue."""

    path: str
    title: str
    scope: str


PLACES = (
    Place("/", "Check", "check"),
    Place("/screen", "Screen a file", "check"),
    Place("/listings", "Lists and records", "listings:read"),
    Place("/imports", "Import", "imports:write"),
    Place("/cases", "Cases", "cases:read"),
    Place("/rules", "Rules", "rulesets:read"),
    Place("/operations", "Operations", "webhooks:read"),
)


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
        ui.colors(**_COLOURS)
        ui.page_title(f"{who.language.say(title)} · {who.language.say('Huixin')}")
        _header(who, request.url.path)
        with ui.element("div").classes("w-full max-w-6xl mx-auto p-4 flex flex-col gap-4").props('id="main"'):
            heading(who.language.say(title), 1)
            yield who


def _header(who: SignedIn, here: str) -> None:
    say = who.language.say
    with ui.header().classes("items-center gap-x-4 gap-y-1 px-4 py-2 flex-wrap"):
        ui.link(say("Skip to content"), "#main").classes("sr-only focus:not-sr-only text-white")
        ui.link(say("Huixin"), "/").classes("text-lg font-bold text-white no-underline")
        with ui.element("nav").props(f'aria-label="{say("Pages")}"').classes("flex flex-wrap gap-x-4 gap-y-1"):
            for place in PLACES:
                if who.may(place.scope):
                    link = ui.link(say(place.title), place.path).classes("text-white py-1")
                    if place.path == here:
                        link.props('aria-current="page"').classes("underline font-bold")
        ui.space()
        ui.label(who.me.name).classes("text-white")
        ui.link(say("English"), f"/language?back={here}").classes("text-white py-1")
        with ui.element("form").props('method="post" action="/sign-out"'):
            ui.element("input").props(f'type="hidden" name="form_key" value="{who.form_key}"')
            ui.button(say("Sign out")).props('type="submit" flat dense color="white"')


@contextmanager
def telling(who: SignedIn) -> Iterator[None]:
    """What the service refuses is told in its words, and at what."""
    try:
        yield
    except ServiceError as error:
        ui.notify(error.user_message, type="negative", multi_line=True, timeout=0, close_button="✕")
    except HuixinError as error:
        ui.notify(who.language.say("The service cannot be reached: {why}", why=error), type="negative", timeout=0)


def empty(who: SignedIn, words: str) -> None:
    """Nothing is there: said, and not left blank."""
    ui.label(who.language.say(words)).classes("text-gray-600 dark:text-gray-300 italic")

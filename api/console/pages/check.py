"""Check: who is this merchant, and what must or may be done about it?"""

from nicegui import ui
from starlette.requests import Request

from api.console.acting import once
from api.console.answer_card import card
from api.console.fields import Field
from api.console.frame import Pages, telling
from api.console.signing_in import SignedIn
from huixin.errors import ServiceError


def show(pages: Pages) -> None:
    @pages.at("/")
    async def check(request: Request) -> None:
        with pages.page(request, "Check") as who, telling(who):
            await _form(who)


async def _form(who: SignedIn) -> None:
    say = who.language.say
    words = await who.client.rulesets.vocabulary()
    scenes = {code: who.language.of(title) for code, title in words.scenes.items()}
    campaigns = {code: who.language.of(title) for code, title in words.campaigns.items()}
    with ui.row().classes("w-full items-end gap-4"):
        code = ui.input(say("Unified social credit code")).props("outlined").classes("grow min-w-64")
        name = ui.input(say("Name")).props("outlined").classes("grow min-w-64")
        scene = ui.select(scenes, value=next(iter(scenes)), label=say("Scene")).props("outlined").classes("min-w-48")
        campaign = ui.select(campaigns, label=say("Campaign"), clearable=True).props("outlined").classes("min-w-48")
        button = ui.button(say("Check")).props("size=lg")
    found = ui.column().classes("w-full").props('aria-live="polite"')
    fields = {"uscc": _typed(code), "name": _typed(name)}

    async def ask() -> None:
        found.clear()  # what stands there is about somebody else
        for field in fields.values():
            field.clear()
        given = {of: field.read() for of, field in fields.items()}
        if not any(given.values()):
            _wrong(fields["uscc"], say("Type a code or a name."))
            return
        with found, telling(who, in_page=True):
            try:
                asked = {"name": given["name"], "scene": scene.value, "campaign": campaign.value}
                card(who, await who.client.check(given["uscc"], **asked))
            except ServiceError as error:
                if not _at_fields(fields, error):
                    raise

    asking = once(button, ask)
    for one in (code, name):
        one.on("keydown.enter", asking)


def _typed(text: ui.input) -> Field:
    return Field(text, lambda: (text.value or "").strip() or None)


def _at_fields(fields: dict[str, Field], error: ServiceError) -> bool:
    """Whether all that is wrong is about a field, and stands there now."""
    about = [(one.pointer.rpartition("/")[2], one.message) for one in error.errors]
    if not about or not all(of in fields for of, _ in about):
        return False
    for of, message in about:
        _wrong(fields[of], message)
    return True


def _wrong(field: Field, words: str) -> None:
    field.tell(words)
    field.focus()

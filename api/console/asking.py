"""Asking for a request in a dialog: what is wrong with it is said at its fields, and nothing that was typed is lost."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.console.acting import once
from api.console.fields import Field, Place, say_wrong, wrong_line
from api.console.forms import NO_CHOICES, Choices, Form
from api.console.frame import telling
from api.console.refusals import refusal
from api.console.signing_in import SignedIn
from api.console.words import Language
from huixin.errors import Conflict, ServiceError

Done = Callable[[Any], Awaitable[None]]
_NEEDED = ("missing", "too_short", "string_too_short", "none_required")
_MOVED = "What you typed is kept. Look at it as it stands now; if it is still right, confirm again."


def ask(
    who: SignedIn,
    title: str,
    shape: type[BaseModel],
    fixed: Mapping[str, Any],
    done: Done,
    choices: Choices = NO_CHOICES,
    about: Callable[[], None] | None = None,
) -> None:
    """A dialog with the form; `done` gets the request, and the dialog stays open where the service refuses it.

    `about`: makes what one should know first.
    """
    form = Form(shape, fixed, choices)
    with ui.dialog() as dialog, ui.card().classes("w-full max-w-xl"):
        dialog.props["aria-label"] = title
        ui.label(title).classes("text-lg font-bold")
        if about:
            about()
        form.show(who)
        asked = _Asked(who, form)

        async def send() -> bool:
            await form.settled()
            request = asked.filled()
            if request is None or not await asked.sent(request, done):
                return False
            dialog.close()
            return True

        with ui.row().classes("justify-end w-full"):
            ui.button(who.language.say("Cancel"), on_click=dialog.close).props("flat")
            once(ui.button(who.language.say("Confirm")), send)
    dialog.open()


class _Asked:
    """The form, and below it a line for what is about none of its fields."""

    def __init__(self, who: SignedIn, form: Form) -> None:
        self._who, self._form = who, form
        self._line = wrong_line()
        here = ui.context.client.request.url.path
        self._now = ui.link(who.language.say("As it stands now"), here, new_tab=True)
        self._now.set_visibility(False)
        self._has_moved = False

    def filled(self) -> BaseModel | None:
        """The request; None where something is missing or wrong, which then stands at its field."""
        self._form.clear()
        say_wrong(self._line, "")
        try:
            return self._form.shape.model_validate({**self._form.given(), **self._fixed()})
        except ValidationError as wrong:
            language, errors = self._who.language, wrong.errors(include_url=False, include_input=False)
            self._tell([(error["loc"], said(language, error)) for error in errors])
            return None

    async def sent(self, request: BaseModel, done: Done) -> bool:
        with telling(self._who):
            try:
                await done(request)
            except ServiceError as error:
                self._refused(error)
            else:
                return True
        return False

    def _fixed(self) -> dict[str, Any]:
        """Without the version that was seen, once somebody was told that it is another and confirms all the same."""
        return {name: value for name, value in self._form.fixed.items() if name != "version" or not self._has_moved}

    def _refused(self, error: ServiceError) -> None:
        self._has_moved = type(error) is Conflict and "version" in self._form.fixed
        self._now.set_visibility(self._has_moved)
        if self._has_moved:
            self._tell([((), f"{error.problem.title} {self._who.language.say(_MOVED)}")])
        else:
            places = [(_place(one.pointer), one.message) for one in error.errors if one.pointer]
            self._tell(places, refusal(self._who, error))

    def _tell(self, errors: list[tuple[Place, str]], otherwise: str = "") -> None:
        """Each at its field, the first of which gets the focus. `otherwise`: said where none is about a field."""
        told: list[Field] = []
        elsewhere: list[str] = []
        for place, words in errors:
            field = self._form.at(place)
            if field is None:
                elsewhere.append(words)
            else:
                field.tell(words)
                told.append(field)
        if elsewhere or not told:
            say_wrong(self._line, otherwise or " ".join(dict.fromkeys(elsewhere)))
        if told:
            told[0].focus()


def _place(pointer: str) -> Place:
    """Of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def said(language: Language, error: ErrorDetails) -> str:
    """What is wrong with a field, with the bounds that the field has. `told`: the message is a key of the catalogue."""
    bounds, say = error.get("ctx", {}), language.say
    if error["type"] == "told":
        return say(error["msg"])
    if error["type"] in _NEEDED and bounds.get("min_length", 1) == 1:
        return say("This is needed.")
    if "min_length" in bounds:
        return say("At least {count} characters.", count=bounds["min_length"])
    if "max_length" in bounds:
        return say("At most {count} characters.", count=bounds["max_length"])
    if "ge" in bounds:
        return say("At least {bound}.", bound=bounds["ge"])
    if "le" in bounds:
        return say("At most {bound}.", bound=bounds["le"])
    return say("This is not right.")

"""A form for any request of the interface, made from its type: it asks for what the API takes, and nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from nicegui import ui
from pydantic import AwareDatetime, BaseModel, ValidationError, create_model

from api.console.files import digest, files
from api.console.frame import telling
from api.console.signing_in import SignedIn
from huixin.types.base import Passage
from huixin.types.case_actions import File

Read = Callable[[], Any]
"""What stands in a field, as the API takes it; None where it is left open."""
Choices = Mapping[str, Mapping[str, str]]
"""By the name of a field that holds codes: these, with what people call them."""
NO_CHOICES: Choices = {}


@dataclass(slots=True)
class Form:
    """`fixed`: fields that are not asked for. `choices`: of what else would have to be typed as a code."""

    shape: type[BaseModel]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    _fields: dict[str, Read] = field(default_factory=dict)
    _shown: dict[str, ui.element] = field(default_factory=dict)

    def show(self, who: SignedIn) -> None:
        for name, info in self.shape.model_fields.items():
            if name not in self.fixed:
                label = who.language.word(name) + (" *" if info.is_required() else "")
                hint = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
                self._fields[name], self._shown[name] = self._input(name, hint, label, who)

    def _input(self, name: str, hint: Any, label: str, who: SignedIn) -> tuple[Read, ui.element]:
        offered, codes = self.choices.get(name), _choices(_bare(hint))
        if offered is not None and (codes is None or set(offered) <= set(codes)):  # a field inside may share its name
            return _chosen(offered, label, several=_is_several(_bare(hint)))
        return _input(name, hint, label, who, self.choices)

    def given(self) -> dict[str, Any]:
        """What stands in the fields; those that are left open are not there."""
        return {name: value for name, read in self._fields.items() if (value := read()) is not None}

    def filled(self, who: SignedIn) -> BaseModel | None:
        """The request; None where something is missing or wrong, which then stands at its field."""
        for shown in self._shown.values():
            shown.props(remove="error error-message")
        try:
            return self.shape.model_validate({**self.given(), **self.fixed})
        except ValidationError as wrong:
            for error in wrong.errors(include_url=False, include_input=False):
                place = str(error["loc"][0]) if error["loc"] else ""
                if place in self._shown:
                    self._shown[place].props["error"] = True
                    self._shown[place].props["error-message"] = who.language.say(_said(error["type"]))
                    self._shown[place].update()
                else:
                    ui.notify(error["msg"], type="negative")
            return None


def ask(
    who: SignedIn,
    title: str,
    shape: type[BaseModel],
    fixed: Mapping[str, Any],
    done: Callable[[Any], Awaitable[None]],
    choices: Choices = NO_CHOICES,
) -> None:
    """A dialog with the form; `done` gets the request, and the dialog stays open where the service refuses it."""
    form = Form(shape, fixed, choices)
    with ui.dialog() as dialog, ui.card().classes("w-full max-w-xl"):
        dialog.props["aria-label"] = title
        ui.label(title).classes("text-lg font-bold")
        form.show(who)

        async def send() -> None:
            request = form.filled(who)
            if request is None:
                return
            with telling(who):
                await done(request)
                dialog.close()

        with ui.row().classes("justify-end w-full"):
            ui.button(who.language.say("Cancel"), on_click=dialog.close).props("flat")
            ui.button(who.language.say("Confirm"), on_click=send)
    dialog.open()


def _said(kind: str) -> str:
    return "This is needed." if kind in ("missing", "too_short", "string_too_short") else "This is not right."


def _chosen(of: Mapping[str, str], label: str, *, several: bool) -> tuple[Read, ui.element]:
    select = ui.select(dict(of), label=label, clearable=True, multiple=several)
    return lambda: select.value or None, select.classes("w-full").props("outlined dense" + " use-chips" * several)


def _input(name: str, hint: Any, label: str, who: SignedIn, choices: Choices) -> tuple[Read, ui.element]:
    bare = _bare(hint)
    codes = _choices(bare)
    if codes is not None:
        return _chosen({one: who.language.word(one) for one in codes}, label, several=False)
    if bare is str and name.endswith("sha256"):
        return digest(who, label, keep=name == "sha256")
    if bare is bool:
        box = ui.checkbox(label)
        return lambda: box.value, box
    if bare is date:
        day = ui.input(label).props("type=date outlined dense stack-label").classes("w-full")
        return lambda: day.value or None, day
    if bare is AwareDatetime:
        instant = ui.input(label).props("type=datetime-local outlined dense stack-label").classes("w-full")
        instant.props["hint"] = who.language.say("Shanghai time (UTC+8)")
        return lambda: f"{instant.value}:00+08:00" if instant.value else None, instant
    if bare in (int, Decimal):
        number = ui.number(label).props("outlined dense").classes("w-full")
        written = int if bare is int else str
        return lambda: None if number.value is None else written(number.value), number
    if _is_several(bare):
        return _several(get_args(bare)[0], label, who, choices)
    if get_origin(bare) is dict:
        return _pairs(get_args(bare)[1], label, who, choices)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _nested(bare, label, who, choices)
    text = ui.textarea(label) if hint == Passage else ui.input(label)
    text.props("outlined dense autogrow" if hint == Passage else "outlined dense").classes("w-full")
    return lambda: text.value or None, text


def _is_several(bare: Any) -> bool:
    return get_origin(bare) in (tuple, list, frozenset)


def _several(of: Any, label: str, who: SignedIn, choices: Choices) -> tuple[Read, ui.element]:
    if _bare(of) is File:
        return files(who, label)
    if isinstance(_bare(of), type) and issubclass(_bare(of), BaseModel):
        return _rows(_bare(of), label, who, choices)
    chips = ui.input_chips(label, new_value_mode="add-unique").props("outlined dense").classes("w-full")
    return lambda: list(chips.value or []) or None, chips


def _rows(shape: type[BaseModel], label: str, who: SignedIn, choices: Choices) -> tuple[Read, ui.element]:
    """Several things of one shape, one below the other."""
    forms: list[Form] = []
    with ui.element("fieldset").classes("w-full border rounded p-2 flex flex-col gap-2") as box:
        with ui.element("legend"):
            ui.label(label)
        rows = ui.column().classes("w-full gap-2")

        def add() -> None:
            with rows:
                form = Form(shape, choices=choices)
                form.show(who)
                forms.append(form)

        ui.button(who.language.say("Add"), on_click=add).props("flat dense icon=add")

    return lambda: [form.given() for form in forms] or None, box


def _nested(shape: type[BaseModel], label: str, who: SignedIn, choices: Choices) -> tuple[Read, ui.element]:
    form = Form(shape, choices=choices)
    with ui.element("fieldset").classes("w-full border rounded p-2 flex flex-col gap-2") as box:
        with ui.element("legend"):
            ui.label(label)
        form.show(who)
    return lambda: form.given() or None, box


def _pairs(of: Any, label: str, who: SignedIn, choices: Choices) -> tuple[Read, ui.element]:
    """A mapping: a code with what is said of it."""
    pair = create_model("Pair", key=(str, ...), value=(of, ...))
    read, box = _rows(pair, label, who, choices)
    return lambda: {one["key"]: one.get("value", False) for one in read() or () if "key" in one} or None, box


def _bare(hint: Any) -> Any:
    """The type without what is said of it, and without None."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _bare(get_args(hint)[0])
    if origin in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        return _bare(parts[0]) if len(parts) == 1 else hint
    return hint


def _choices(bare: Any) -> list[str] | None:
    if get_origin(bare) is Literal:
        return [str(one) for one in get_args(bare)]
    if isinstance(bare, type) and issubclass(bare, Enum):
        return [str(one.value) for one in bare]
    return None

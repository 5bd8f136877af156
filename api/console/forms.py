"""A form for any request of the interface, made from its type: it asks for what the API takes, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from nicegui import ui
from pydantic import AwareDatetime, BaseModel, create_model

from api.console.fields import Field, Group, Place, Tick
from api.console.files import Digest, Files
from api.console.signing_in import SignedIn
from huixin.types.base import Passage
from huixin.types.case_actions import File

Choices = Mapping[str, Mapping[Any, str]]
"""By the name of a field that holds codes, or one of two: these, with what people call them."""
NO_CHOICES: Choices = {}
_AT_A_GLANCE = 12
"""More choices than this are searched by typing."""


@dataclass(slots=True, eq=False)
class Form:
    """`fixed`: fields that are not asked for. `choices`: of what else would have to be typed as a code."""

    shape: type[BaseModel]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    _fields: dict[str, Field] = field(default_factory=dict)

    def show(self, who: SignedIn) -> None:
        for name, info in self.shape.model_fields.items():
            if name not in self.fixed:
                label = who.language.word(name) + (" *" if info.is_required() else "")
                hint = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
                self._fields[name] = self._field(name, hint, label, who)

    def _field(self, name: str, hint: Any, label: str, who: SignedIn) -> Field:
        offered, codes = self.choices.get(name), codes_of(bare(hint))
        if offered is not None and (codes is None or set(offered) <= set(codes)):  # a field inside may share its name
            return _chosen(offered, label, several=_is_several(bare(hint)))
        return _field(name, hint, label, who, self.choices)

    def given(self) -> dict[str, Any]:
        """What stands in the fields; those that are left open are not there."""
        return {name: value for name, one in self._fields.items() if (value := one.read()) is not None}

    async def settled(self) -> None:
        """Once all that was given stands in the fields, such as a file that is on its way."""
        for one in self._fields.values():
            await one.settled()

    def is_untouched(self) -> bool:
        return all(value is False for value in self.given().values())

    def clear(self) -> None:
        """Nothing is wrong any more."""
        for one in self._fields.values():
            one.clear()

    def at(self, place: Place) -> Field | None:
        """The field to which it leads; what in it names no field, such as the kind of a thing, is passed over."""
        for depth, part in enumerate(place, start=1):
            if part in self._fields:
                return self._fields[str(part)].at(place[depth:])
        return None


class Nested(Group):
    """A thing with parts. One that is not needed and was not touched is not there."""

    def __init__(self, shape: type[BaseModel], label: str, who: SignedIn, choices: Choices) -> None:
        self._form = Form(shape, choices=choices)
        super().__init__(label, lambda: None if self._form.is_untouched() else self._form.given())
        with self.shown:
            self._form.show(who)

    async def settled(self) -> None:
        await self._form.settled()

    def clear(self) -> None:
        super().clear()
        self._form.clear()

    def at(self, place: Place, /) -> Field:
        return self._form.at(place) or self


class Rows(Group):
    """Several things of one shape, one below the other."""

    def __init__(self, shape: type[BaseModel], label: str, who: SignedIn, choices: Choices) -> None:
        self._shape, self._who, self._choices = shape, who, choices
        self.forms: list[Form] = []
        super().__init__(label, lambda: [form.given() for form in self.forms] or None)
        with self.shown:
            self._rows = ui.column().classes("w-full gap-2")
            self._more = ui.button(who.language.say("Add"), on_click=self._add).props("flat dense icon=add")

    def _add(self) -> None:
        form = Form(self._shape, choices=self._choices)
        with self._rows, ui.element("div").classes("w-full flex flex-col gap-2 border-b pb-2") as row:
            form.show(self._who)
            remove = ui.button(self._who.language.say("Remove"), on_click=partial(self._remove, form, row))
            remove.props("flat dense icon=remove").classes("self-start")
        self.forms.append(form)

    def _remove(self, form: Form, row: ui.element) -> None:
        self.forms.remove(form)
        row.delete()
        ui.run_javascript(f"getHtmlElement({self._more.id}).focus()")  # the button that had it is gone

    async def settled(self) -> None:
        for form in self.forms:
            await form.settled()

    def clear(self) -> None:
        super().clear()
        for form in self.forms:
            form.clear()

    def at(self, place: Place, /) -> Field:
        row = int(place[0]) if place and str(place[0]).isdecimal() else -1
        found = self.forms[row].at(place[1:]) if 0 <= row < len(self.forms) else None
        return found or self


class Pairs(Rows):
    """A mapping: codes, each with what is said of it."""

    def __init__(self, of: Any, label: str, who: SignedIn, choices: Choices) -> None:
        super().__init__(create_model("Pair", key=(str, ...), value=(of, ...)), label, who, choices)
        self.read = lambda: {_key(form): form.given().get("value") for form in self.forms} or None

    def at(self, place: Place, /) -> Field:
        for row, form in enumerate(self.forms):
            if place and _key(form) == place[0]:
                inside = ("key",) if _key(form) == "" or "[key]" in place else ("value", *place[1:])
                return super().at((row, *inside))
        return self


def _key(form: Form) -> str:
    return str(form.given().get("key", ""))


def _chosen(of: Mapping[Any, str], label: str, *, several: bool) -> Field:
    searched = len(of) > _AT_A_GLANCE
    select = ui.select(dict(of), label=label, with_input=searched, clearable=True, multiple=several).classes("w-full")
    select.props("outlined dense" + " use-chips" * several)
    return Field(select, lambda: None if select.value == [] else select.value)


def _field(name: str, hint: Any, label: str, who: SignedIn, choices: Choices) -> Field:
    kind = bare(hint)
    codes = codes_of(kind)
    if codes is not None:
        return _chosen({one: who.language.word(one) for one in codes}, label, several=False)
    if kind is str and name.endswith("sha256"):
        return Digest(who, label, keep=name == "sha256")
    if kind is bool:
        return Tick(label)
    if _is_several(kind):
        return _several(get_args(kind)[0], label, who, choices)
    if get_origin(kind) is dict:
        return Pairs(get_args(kind)[1], label, who, choices)
    if _is_shape(kind):
        return Nested(kind, label, who, choices)
    return _instant(label, who) if kind is AwareDatetime else _typed(kind, label, is_passage=hint == Passage)


def _instant(label: str, who: SignedIn) -> Field:
    text = ui.input(label).props("type=datetime-local outlined dense stack-label").classes("w-full")
    text.props["hint"] = who.language.say("Shanghai time (UTC+8)")
    return Field(text, lambda: f"{text.value}:00+08:00" if text.value else None)


def _typed(kind: Any, label: str, *, is_passage: bool) -> Field:
    if kind is date:
        day = ui.input(label).props("type=date outlined dense stack-label").classes("w-full")
        return Field(day, lambda: day.value or None)
    if kind in (int, Decimal):
        number = ui.number(label).props("outlined dense").classes("w-full")
        written = int if kind is int else str
        return Field(number, lambda: None if number.value is None else written(number.value))
    text = ui.textarea(label) if is_passage else ui.input(label)
    text.props("outlined dense autogrow" if is_passage else "outlined dense").classes("w-full")
    return Field(text, lambda: text.value or None)


def _is_several(kind: Any) -> bool:
    return get_origin(kind) in (tuple, list, frozenset)


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _several(of: Any, label: str, who: SignedIn, choices: Choices) -> Field:
    kind = bare(of)
    if kind is File:
        return Files(who, label)
    if _is_shape(kind):
        return Rows(kind, label, who, choices)
    chips = ui.input_chips(label, new_value_mode="add-unique").props("outlined dense").classes("w-full")
    return Field(chips, lambda: list(chips.value or []) or None)


def bare(hint: Any) -> Any:
    """The type without what is said of it, and without None."""
    origin = get_origin(hint)
    if origin is Annotated:
        return bare(get_args(hint)[0])
    if origin in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        return bare(parts[0]) if len(parts) == 1 else hint
    return hint


def codes_of(kind: Any) -> list[str] | None:
    if get_origin(kind) is Literal:
        return [str(one) for one in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(one.value) for one in kind]
    return None

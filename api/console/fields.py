"""The fields of a form: what stands in each, and what is wrong with it, said where it stands."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

Read = Callable[[], Any]
"""What stands in a field, as the API takes it; None where it is left open."""
Place = Sequence[str | int]
"""Leads from a field to what inside it is meant: names of fields, numbers of rows."""


def wrong_line() -> ui.label:
    """Where something is said to be wrong; nothing is there until then."""
    line = ui.label().classes("text-sm text-negative").props('role="alert" tabindex="-1"')
    line.set_visibility(False)
    return line


def say_wrong(line: ui.label, words: str) -> None:
    line.set_text(words)
    line.set_visibility(bool(words))


class Field:
    """One that shows by itself what is wrong with it."""

    def __init__(self, shown: ui.element, read: Read) -> None:
        self.shown, self.read = shown, read

    async def settled(self) -> None:
        """Once what was given stands in it; by default it does at once."""

    def clear(self) -> None:
        self.shown.props(remove="error error-message")

    def at(self, _: Place, /) -> "Field":
        """As far inside as the place leads; by default nothing is inside."""
        return self

    def tell(self, words: str) -> None:
        """What is wrong with it."""
        self.shown.props["error"] = True
        self.shown.props["error-message"] = words
        self.shown.update()

    def focus(self) -> None:
        self.shown.run_method("focus")


class Group(Field):
    """Under one label, with a line of its own for what is wrong with all of it: a file, a list, a thing with parts."""

    def __init__(self, label: str, read: Read) -> None:
        with ui.element("fieldset").classes("w-full border rounded p-2 flex flex-col gap-2") as shown:
            with ui.element("legend"):
                ui.label(label)
            self.line = wrong_line()
        shown.props(f'aria-describedby="{self.line.html_id}"')
        super().__init__(shown, read)

    def clear(self) -> None:
        say_wrong(self.line, "")

    def tell(self, words: str) -> None:
        say_wrong(self.line, words)

    def focus(self) -> None:
        ui.run_javascript(f"getHtmlElement({self.line.id}).focus()")


class Tick(Field):
    """A box to tick, which has no place for words of its own."""

    def __init__(self, label: str) -> None:
        with ui.column().classes("gap-0") as shown:
            self._box = ui.checkbox(label)
            self._line = wrong_line()
        super().__init__(shown, lambda: self._box.value)

    def clear(self) -> None:
        say_wrong(self._line, "")

    def tell(self, words: str) -> None:
        say_wrong(self._line, words)

    def focus(self) -> None:
        ui.run_javascript(f"getHtmlElement({self._line.id}).focus()")

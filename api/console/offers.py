"""Beside an editor of a rule document: what may stand at the caret, put there by a click or by the keyboard."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from api.console.completion import Completions, Schema, completions
from api.console.frame import empty
from api.console.looks import heading
from api.console.signing_in import SignedIn

_MOST = 40
_CARET = "() => emit(getElement({id}).editor.state.selection.main.head)"
_PUT = """const view = getElement({id}).editor, at = view.state.selection.main.head, put = {word};
const before = view.state.sliceDoc(Math.max(0, at - put.length), at);
let typed = before.length;
while (typed && !put.startsWith(before.slice(-typed))) typed--;
const from = at - typed;
view.dispatch({{changes: {{from, to: at, insert: put}}, selection: {{anchor: from + put.length}}}});
view.focus();
return view.state.selection.main.head;"""
"""In place of as much of the word as stands there by now: more may have been typed since it was offered."""


class Offers:
    """`codes`: by the field that holds them."""

    def __init__(
        self, who: SignedIn, editor: ui.codemirror, schema: Schema, codes: Mapping[str, Iterable[str]]
    ) -> None:
        self._who, self._editor, self._schema, self._codes = who, editor, schema, codes
        say = who.language.say
        heading(say("What may stand here"), 2)
        ui.label(say("Alt+Enter leads here by keyboard.")).classes("text-sm")
        self._found: Completions | None = None
        self._place = ui.row().classes("gap-1").props(f'role="group" aria-label="{say("What may stand here")}"')
        for event in ("keyup", "click"):
            editor.on(event, self._moved, js_handler=_CARET.format(id=editor.id), throttle=0.2)
        editor.map_key("Alt-Enter", self._go_there)
        self._offer(0)

    def _moved(self, event: GenericEventArguments) -> None:
        self._offer(int(event.args))

    def _offer(self, caret: int) -> None:
        """`caret`: as browsers count, in units of UTF-16."""
        text = self._editor.value or ""
        before = text.encode("utf-16-le")[: 2 * caret].decode("utf-16-le", "ignore")
        found = completions(self._schema, self._codes, text, len(before))
        if found == self._found:  # made anew, a button would lose the focus
            return
        self._found = found
        self._place.clear()
        with self._place:
            for word in found.words[:_MOST]:
                button = ui.button(word.rstrip(": "), on_click=partial(self._put, word))
                button.props("outline dense").classes("font-mono text-xs")
            if not found.words:
                empty(self._who, "Nothing that the schema names.")

    async def _put(self, word: str) -> None:
        done = _PUT.format(id=self._editor.id, word=json.dumps(word))
        caret: Any = await ui.run_javascript(done, timeout=10)
        self._offer(int(caret))

    def _go_there(self) -> None:
        first = next(iter(self._place.default_slot.children))
        ui.run_javascript(f"getHtmlElement({first.id}).focus()")

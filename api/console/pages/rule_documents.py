"""One document of a version: its text, and beside it what is wrong, what it changes and whom it touches."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from urllib.parse import quote

from nicegui import background_tasks, ui
from starlette.requests import Request

from api.console.acting import once
from api.console.consequences import changes, coverage, touched
from api.console.frame import Pages, telling, waiting
from api.console.looks import heading
from api.console.offers import Offers
from api.console.pages.rule_tables import may_write
from api.console.refusals import refusal
from api.console.signing_in import SignedIn
from api.console.titles import titles
from api.console.words import Language
from huixin.errors import HuixinError, PreconditionFailed
from huixin.types.ruleset import DocumentView, FindingView, RulesetDetail

PAUSE_SECONDS = 1.0
"""Without typing, before the draft is saved and looked at."""
_WRONG, _DOUBTFUL = "line-wrong", "line-doubtful"
_NAMED = """(async () => {
  for (let tries = 0; tries < 200; tries++) {
    const editor = getElement(%d)?.editor;
    if (editor) {
      editor.contentDOM.setAttribute("aria-label", %s);
      editor.scrollDOM.setAttribute("tabindex", "0");
      return;
    }
    await new Promise(done => setTimeout(done, 50));
  }
})()"""
"""The editor is there some time after the page."""


def show(pages: Pages) -> None:
    @pages.at("/rules/{key}/documents")
    async def document(request: Request, key: str, path: str) -> None:
        with pages.page(request, "Document") as who, telling(who):
            await _document(who, await who.client.rulesets.get(key), path)


class Beside:
    """What is said of a draft beside its text. Each part waits for the service by itself; typing begins all anew."""

    def __init__(self, who: SignedIn, version: RulesetDetail, path: str, editor: ui.codemirror) -> None:
        self._who, self._version, self._path, self._editor = who, version, path, editor
        say = who.language.say
        self._saved = ui.label().props('aria-live="polite"')
        self._wrong = _place(say("What is wrong with it"))
        self._changes = _place(say("What it changes"))
        self._touched = _place(say("Whom it touches"))

    async def look(self) -> None:
        self._saved.set_text(self._who.language.say("Saved."))
        parts = (
            (self._wrong, self.wrong),
            (self._changes, partial(changes, self._who, self._version)),
            (self._touched, partial(touched, self._who, self._version)),
        )
        for place, _ in parts:
            place.clear()
            with place:
                waiting(self._who)
        await asyncio.gather(*(self._fill(place, made) for place, made in parts))

    async def _fill(self, place: ui.column, made: Callable[[], Awaitable[list[str]]]) -> None:
        try:
            said = await made()
        except HuixinError as error:
            said = [refusal(self._who, error)]
        place.clear()
        with place:
            for line in said:
                ui.label(line).classes("whitespace-pre-line break-words")

    async def wrong(self) -> list[str]:
        language = self._who.language
        found = await self._who.client.rulesets.check(self._version.id)
        wrong = (*found.findings, *found.failed)
        said = [f"{one.document}:{one.line} {_said(language, one)}" for one in wrong]
        marks = {one.line: (_WRONG, _said(language, one)) for one in wrong if one.document == self._path}
        if not said:
            said.append(language.say("Nothing is wrong with it, and {count} tests pass.", count=found.tests))
        analysis = found.analysis
        if analysis is not None:
            said.append(coverage(self._who, analysis))
            for one in analysis.findings:
                place = f"{one.document}:{one.line} " if one.document else ""
                told = f"{language.of(one.message)} {language.of(one.hint)}"
                said.append(place + told)
                if one.document == self._path and one.line:
                    marks.setdefault(one.line, (_DOUBTFUL, told))
        self._mark(marks)
        return said

    def _mark(self, marks: Mapping[int, tuple[str, str]]) -> None:
        """Lines in colour, and what is said of them where the pointer rests."""
        lines = self._editor.value.count("\n") + 1
        there = {line: mark for line, mark in marks.items() if 1 <= line <= lines}
        self._editor.decorations = [{"kind": "line", "line": line, "class": look} for line, (look, _) in there.items()]
        self._editor.line_tooltips = {line: told for line, (_, told) in there.items()}


async def _codes(who: SignedIn) -> dict[str, list[str]]:
    """What stands under the fields that hold codes, by the rules of today."""
    known = (await titles(who)).by_field
    named = {
        "scenes": "scene",
        "list": "list",
        "measure": "measure",
        "problem": "problem_types",
        "campaign": "campaign",
    }
    return {field: list(known[of]) for field, of in named.items()}


def _said(language: Language, one: FindingView) -> str:
    return one.zh if language is Language.ZH else f"{one.message} {one.hint}"


def _place(title: str) -> ui.column:
    heading(title, 2)
    return ui.column().classes("w-full gap-1").props('aria-live="polite"')


def _editor(document: DocumentView) -> ui.codemirror:
    """Named by its path for those who hear it, in colours that can be told from white, and reached by the keyboard also
    where nothing can be typed."""
    editor = ui.codemirror(document.content, language="YAML", theme="githubLight", line_wrapping=True)
    ui.run_javascript(_NAMED % (editor.id, json.dumps(document.path)))
    return editor.classes("w-full h-[65vh]")


async def _document(who: SignedIn, version: RulesetDetail, path: str) -> None:
    document = await who.client.rulesets.document(version.id, path)
    ui.link(version.title, f"/rules/{version.id}")
    ui.label(path).classes("font-mono")
    writable = may_write(who, version)
    with ui.element("div").classes("w-full grid grid-cols-1 lg:grid-cols-2 gap-4" if writable else "w-full"):
        with ui.column().classes("w-full min-w-0"):
            editor = _editor(document)
            if writable:
                Offers(who, editor, await who.client.rulesets.schema(), await _codes(who))
        if not writable:
            editor.disable()
            return
        with ui.column().classes("w-full min-w-0"):
            beside = Beside(who, version, path, editor)
    _keep(who, version, editor, beside, document)


def _keep(who: SignedIn, version: RulesetDetail, editor: ui.codemirror, beside: Beside, document: DocumentView) -> None:
    """Saves what is typed, a moment after one stops; over what another has saved meanwhile, only when told to."""
    say, path = who.language.say, document.path
    tag, under_way = [document.etag], list[asyncio.Task[None]]()
    with ui.column().classes("w-full gap-2") as other, ui.element("div").props('role="alert"'):
        ui.label(say("Somebody has saved this document meanwhile. What you typed stands here, and is not saved."))
        ui.link(say("As it stands now"), f"/rules/{version.id}/documents?path={quote(path)}", new_tab=True)
    other.set_visibility(False)

    async def settle(pause: float) -> None:
        await asyncio.sleep(pause)
        with telling(who), editor:
            try:
                tag[0] = (await who.client.rulesets.write(version.id, path, editor.value, tag[0])).etag
            except PreconditionFailed:
                other.set_visibility(True)
                return
            other.set_visibility(False)
            await beside.look()

    def begin(pause: float) -> None:
        for task in under_way:
            task.cancel()
        under_way[:] = [background_tasks.create(settle(pause))]

    async def over_theirs() -> None:
        with telling(who):
            tag[0] = (await who.client.rulesets.document(version.id, path)).etag
            begin(0)

    with other:
        once(ui.button(say("Save mine in its place")).props("outline"), over_theirs)
    editor.on_value_change(lambda: begin(PAUSE_SECONDS))
    ui.button(say("Save and check"), on_click=lambda: begin(0)).classes("self-start")

"""Import: a list file is tried first; what would happen is shown row by row, and nothing lands or ends unasked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from nicegui import events, ui
from starlette.requests import Request

from api.console.acting import sure
from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import heading
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.importing import ImportReport

_COUNTS = ("rows", "entered", "changed", "exited", "proposed_exits", "unchanged", "unverified", "rejected")
_STATES = {
    "dry_run": "Tried; nothing has been written.",
    "completed": "Imported.",
    "awaiting_confirmation": "The rows have landed. What the file does not name is not ended yet: confirm it first.",
}
_UNFINISHED = "The import has not come to its end. Choose the same file again."
_ENDS = "{count} records that the file does not name would end; where they are many, you are asked once more."
_LARGEST = 512 * 1024 * 1024
_SHOWN = 1000
"""Rows of the report that are shown."""


def show(pages: Pages) -> None:
    @pages.at("/imports")
    async def imports(request: Request) -> None:
        with pages.page(request, "Import") as who, telling(who):
            await _form(who)


async def _form(who: SignedIn) -> None:
    say = who.language.say
    lists = {entry.code: who.language.of(entry.title) for entry in await who.client.lists.all()}
    into = ui.select(lists, value=next(iter(lists), None), label=say("List")).props("outlined").classes("min-w-64")
    full = ui.checkbox(say("The file states the whole list"))

    async def uploaded(event: events.UploadEventArguments) -> None:
        chosen = _Chosen(await event.file.read(), event.file.name, into.value, lists[into.value], is_full=full.value)
        await _Import(who, report, chosen).try_it()

    choose_file(who, say("CSV, XLSX or JSON lines"), ".csv,.xlsx,.jsonl,.json", _LARGEST, uploaded)
    report = ui.column().classes("w-full").props('aria-live="polite"')
    for one in (into, full):  # what was tried was another import
        one.on_value_change(report.clear)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A file, and the list into which it goes. `is_full`: whether it states the whole list."""

    content: bytes
    name: str
    list: str
    title: str
    is_full: bool


class _Import:
    """`place`: where it is told what became of it."""

    def __init__(self, who: SignedIn, place: ui.column, chosen: _Chosen) -> None:
        self._who, self._place, self._chosen = who, place, chosen

    async def try_it(self) -> None:
        await self._send(lambda file: self._upload(file, dry_run=True))

    async def _land(self) -> None:
        await self._send(lambda file: self._upload(file, dry_run=False))

    async def _upload(self, file: Path, *, dry_run: bool) -> ImportReport:
        mode: Literal["full", "increment"] = "full" if self._chosen.is_full else "increment"
        into = self._chosen.list
        return await self._who.client.imports.upload(file, list=into, mode=mode, dry_run=dry_run)

    async def _send(self, sent: Callable[[Path], Awaitable[ImportReport]]) -> None:
        """What the place said before was of another file, or of this one before now."""
        self._place.clear()
        with self._place, telling(self._who, in_page=True), TemporaryDirectory() as folder:
            file = Path(folder) / Path(self._chosen.name).name
            file.write_bytes(self._chosen.content)
            report = await sent(file)
            self._told(report)
            self._next(report)

    def _told(self, report: ImportReport) -> None:
        say, word = self._who.language.say, self._who.language.word
        heading(f"{self._chosen.title} · {report.filename}", 2)
        ui.label(say(_STATES.get(report.state, _UNFINISHED))).classes("font-bold")
        with ui.row().classes("gap-4"):
            for name in _COUNTS:
                if name != "proposed_exits" or self._chosen.is_full:
                    ui.label(f"{word(name)}: {getattr(report, name):,}")
        names = ("row", "column", "code", "message")
        for title, issues in (("Rejected rows", report.errors), ("Look at these rows", report.warnings)):
            if issues:
                heading(say(title), 2)
                rows = [{"id": place, **issue.model_dump()} for place, issue in enumerate(issues[:_SHOWN])]
                table(self._who, names, rows)

    def _next(self, report: ImportReport) -> None:
        """What may follow, each behind a question that names the list and how many records it is about."""
        say, told = self._who.language.say, {"list": self._chosen.title}
        if report.state == "dry_run" and report.rows > report.rejected:
            question = say("Into the list “{list}”: {count} rows.", count=report.rows - report.rejected, **told)
            if report.proposed_exits:
                question += "\n" + say(_ENDS, count=report.proposed_exits)
            self._button(say("Import these rows"), question, self._land)
        elif report.state == "awaiting_confirmation" and report.id is not None:
            confirmed, count = report.id, report.proposed_exits
            words = "On the list “{list}” {count} records would end, because the file does not name them."
            question = say(words, count=count, **told)

            async def confirm() -> None:
                await self._send(lambda file: self._who.client.imports.confirm(confirmed, file))

            self._button(say("End {count} records", count=count), question, confirm)

    def _button(self, title: str, question: str, act: Callable[[], Awaitable[None]]) -> None:
        ui.button(title, on_click=lambda: sure(self._who, title, question, act)).classes("self-start")

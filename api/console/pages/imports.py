"""Import: a list file is tried first; what would happen is shown row by row before anything lands."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from nicegui import events, ui
from starlette.requests import Request

from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import heading
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.importing import ImportReport

_COUNTS = ("rows", "entered", "changed", "exited", "unchanged", "unverified", "rejected")
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
    report = ui.column().classes("w-full").props('aria-live="polite"')

    async def uploaded(event: events.UploadEventArguments) -> None:
        content, name = await event.file.read(), event.file.name
        await _run(who, report, content, name, into.value, full=full.value, dry_run=True)

    choose_file(say("CSV, XLSX or JSON lines"), ".csv,.xlsx,.jsonl,.json", _LARGEST, uploaded)


async def _run(
    who: SignedIn, place: ui.column, content: bytes, name: str, into: str, *, full: bool, dry_run: bool
) -> None:
    with telling(who), TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(content)
        mode: Literal["full", "increment"] = "full" if full else "increment"
        report = await who.client.imports.upload(file, list=into, mode=mode, dry_run=dry_run)
        place.clear()
        with place:
            _report(who, report)
            if dry_run:
                land = ui.button(who.language.say("Import these rows"))
                land.on_click(lambda: _run(who, place, content, name, into, full=full, dry_run=False))


def _report(who: SignedIn, report: ImportReport) -> None:
    say, word = who.language.say, who.language.word
    ui.label(say("Tried; nothing has been written.") if report.id is None else say("Imported.")).classes("font-bold")
    with ui.row().classes("gap-4"):
        for name in _COUNTS:
            ui.label(f"{word(name)}: {getattr(report, name)}")
    names = ("row", "column", "code", "message")
    for title, issues in (("Rejected rows", report.errors), ("Look at these rows", report.warnings)):
        if issues:
            heading(say(title), 2)
            rows = [{"id": place, **issue.model_dump()} for place, issue in enumerate(issues[:_SHOWN])]
            table(who, names, rows)

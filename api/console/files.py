"""Choosing a file: a button that anybody can reach, over an uploader that nobody has to see."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from nicegui import events, ui

from api.console.fields import Group, say_wrong, wrong_line
from api.console.frame import empty, telling
from api.console.looks import day_of_moment, heading
from api.console.signing_in import SignedIn
from huixin.types.attachment import AttachmentView

Chosen = Callable[[events.UploadEventArguments], Awaitable[None]]
Settled = Callable[[], Awaitable[None]]
LARGEST = 32 * 1024 * 1024
"""Bytes of a file on which something rests; the service may allow less, and says so."""
_MB = 1024 * 1024
_REJECTED = "(all) => emit(all.map(one => [one.file.name, one.failedPropValidation]))"


def choose_file(who: SignedIn, words: str, kinds: str, largest: int, chosen: Chosen) -> Settled:
    """Gives what waits until all that was chosen is taken in.

    `kinds`: endings with their dots, parted by commas; empty for any. `largest`: bytes.
    """
    say = who.language.say
    uploader = ui.upload(on_upload=lambda event: taken(event), auto_upload=True, max_file_size=largest)
    uploader.props(f"accept={kinds}" if kinds else "").classes("hidden")
    button = ui.button(words, on_click=lambda: uploader.run_method("pickFiles"), icon="upload_file").props("outline")
    wrong, under_way = wrong_line(), _UnderWay()

    async def taken(event: events.UploadEventArguments) -> None:
        say_wrong(wrong, "")
        button.props("loading")
        try:
            await chosen(event)
        finally:
            button.props(remove="loading")
            under_way.ended()

    def failed() -> None:
        under_way.ended()
        say_wrong(wrong, say("The file could not be sent. Choose it again."))

    def rejected(event: events.GenericEventArguments) -> None:
        name, why = event.args[0]
        if why == "max-file-size":
            say_wrong(wrong, say("{name} is too large: at most {most} MB.", name=name, most=largest // _MB))
        else:
            say_wrong(wrong, say("{name} is of another kind: {kinds} is taken.", name=name, kinds=kinds))

    uploader.on("rejected", rejected, js_handler=_REJECTED)
    uploader.on("added", under_way.begun, args=[])  # told by the page before all that is clicked after it
    uploader.on("failed", failed, args=[])
    uploader.on("finish", uploader.reset, args=[])  # else the same file, chosen again, would be passed over
    return under_way.settled


class _UnderWay:
    """Files that were chosen and are not taken in yet."""

    def __init__(self) -> None:
        self._count, self._none = 0, asyncio.Event()
        self._none.set()

    def begun(self) -> None:
        self._count += 1
        self._none.clear()

    def ended(self) -> None:
        self._count -= 1
        if self._count <= 0:
            self._none.set()

    async def settled(self) -> None:
        await self._none.wait()


class Digest(Group):
    """The SHA-256 of a file. `keep`: the service gets the file; else it stays where it is."""

    def __init__(self, who: SignedIn, label: str, *, keep: bool) -> None:
        self._who, self._keep, self._found = who, keep, ""
        super().__init__(label, lambda: self._found or None)
        with self.shown:
            self._told = ui.label().classes("text-sm break-all").props('aria-live="polite"')
            self._settled = choose_file(who, who.language.say("Choose a file"), "", LARGEST, self._chosen)

    async def settled(self) -> None:
        await self._settled()

    async def _chosen(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        if not self._keep:
            self._found = sha256(content).hexdigest()
        else:
            with telling(self._who):
                self._found = (await _keep(self._who, event.file.name, content)).sha256
        self._told.set_text(f"{event.file.name} · {self._found[:12]}…" if self._found else "")
        self.clear()


class Files(Group):
    """Files that the service gets, one after the other."""

    def __init__(self, who: SignedIn, label: str) -> None:
        self._who = who
        self._found: list[dict[str, str]] = []
        super().__init__(label, lambda: self._found or None)
        with self.shown:
            self._told = ui.column().classes("gap-0").props('aria-live="polite"')
            self._settled = choose_file(who, who.language.say("Choose a file"), "", LARGEST, self._chosen)

    async def settled(self) -> None:
        await self._settled()

    async def _chosen(self, event: events.UploadEventArguments) -> None:
        with telling(self._who):
            kept = await _keep(self._who, event.file.name, await event.file.read())
            one = {"name": kept.name, "sha256": kept.sha256}
            self._found.append(one)
            self.clear()
            with self._told, ui.row().classes("items-center gap-2") as row:
                ui.label(f"{kept.name} · {kept.size:,} B").classes("text-sm")
                remove = ui.button(self._who.language.say("Remove"), on_click=partial(self._remove, one, row))
                remove.props("flat dense")

    def _remove(self, one: dict[str, str], row: ui.row) -> None:
        self._found.remove(one)
        row.delete()


async def downloads(who: SignedIn, of: str) -> None:
    """The files on which the case, the objection, … of that id rests, each to save."""

    async def save(one: AttachmentView) -> None:
        with telling(who):
            ui.download.content(await who.client.attachments.content(one.id), one.name, one.media_type)

    heading(who.language.say("Files"), 2)
    found = [one async for one in who.client.attachments.iter(of=of)]
    if not found:
        empty(who, "No file rests with it.")
    for one in found:
        title = f"{one.name} · {one.size:,} B · {day_of_moment(one.at)}"
        ui.button(title, on_click=partial(save, one), icon="download").props("flat dense").classes("self-start")


async def _keep(who: SignedIn, name: str, content: bytes) -> AttachmentView:
    with TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(content)
        return await who.client.attachments.upload(file)

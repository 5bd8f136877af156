"""Choosing a file: a button that anybody can reach, over an uploader that nobody has to see."""

from collections.abc import Awaitable, Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from nicegui import events, ui

from api.console.frame import empty, telling
from api.console.looks import day_of_moment, heading
from api.console.signing_in import SignedIn
from huixin.types.attachment import AttachmentView

Chosen = Callable[[events.UploadEventArguments], Awaitable[None]]
LARGEST = 32 * 1024 * 1024
"""Bytes of a file on which something rests; the service may allow less, and says so."""


def choose_file(words: str, kinds: str, largest: int, chosen: Chosen) -> ui.button:
    """`kinds`: endings with their dots, parted by commas; empty for any. `largest`: bytes."""
    uploader = ui.upload(on_upload=chosen, auto_upload=True, max_file_size=largest)
    uploader.props(f"accept={kinds}" if kinds else "").classes("hidden")
    button = ui.button(words, on_click=lambda: uploader.run_method("pickFiles"), icon="upload_file")
    return button.props("outline")


def digest(who: SignedIn, label: str, *, keep: bool) -> tuple[Callable[[], str | None], ui.element]:
    """The SHA-256 of a file. `keep`: the service gets the file; else it stays where it is."""
    say, found = who.language.say, [""]
    with ui.column().classes("w-full gap-1") as box:
        ui.label(label).classes("text-sm")
        told = ui.label().classes("text-sm break-all").props('aria-live="polite"')

        async def chosen(event: events.UploadEventArguments) -> None:
            content = await event.file.read()
            if not keep:
                found[0] = sha256(content).hexdigest()
            else:
                with telling(who):
                    found[0] = (await _keep(who, event.file.name, content)).sha256
            told.set_text(f"{event.file.name} · {found[0][:12]}…" if found[0] else "")

        choose_file(say("Choose a file"), "", LARGEST, chosen)
    return lambda: found[0] or None, box


def files(who: SignedIn, label: str) -> tuple[Callable[[], list[dict[str, str]] | None], ui.element]:
    """Files that the service gets, one after the other."""
    found: list[dict[str, str]] = []
    with ui.column().classes("w-full gap-1") as box:
        ui.label(label).classes("text-sm")
        told = ui.column().classes("gap-0").props('aria-live="polite"')

        async def chosen(event: events.UploadEventArguments) -> None:
            with telling(who):
                kept = await _keep(who, event.file.name, await event.file.read())
                found.append({"name": kept.name, "sha256": kept.sha256})
                with told:
                    ui.label(f"{kept.name} · {kept.size:,} B").classes("text-sm")

        choose_file(who.language.say("Choose a file"), "", LARGEST, chosen)
    return lambda: found or None, box


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

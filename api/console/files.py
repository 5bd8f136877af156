"""Choosing a file: a button that anybody can reach, over an uploader that nobody has to see."""

from collections.abc import Awaitable, Callable

from nicegui import events, ui


def choose_file(
    words: str, kinds: str, largest: int, chosen: Callable[[events.UploadEventArguments], Awaitable[None]]
) -> None:
    """`kinds`: endings with their dots, parted by commas. `largest`: bytes."""
    uploader = ui.upload(on_upload=chosen, auto_upload=True, max_file_size=largest).props(f"accept={kinds}")
    uploader.classes("hidden")
    ui.button(words, on_click=lambda: uploader.run_method("pickFiles"), icon="upload_file").props("outline")

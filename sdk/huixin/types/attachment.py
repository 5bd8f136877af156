"""Files on which cases, decisions, objections and exits rest."""

from datetime import datetime

from huixin.types.base import Reply


class AttachmentView(Reply):
    """What is known of one upload. `media_type` by the file's content; `size` in bytes; `sha256` in hex."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: datetime


class AttachmentPage(Reply):
    items: list[AttachmentView]
    next: str | None

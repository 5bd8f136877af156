"""`client.attachments` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from huixin.config import UPLOAD_TIMEOUT
from huixin.flows import Flow, Send, Session, ask, ask_content
from huixin.right_operations import Concept, rows
from huixin.sending import NamedFile, segment
from huixin.types.attachment import AttachmentPage, AttachmentView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

ATTACHMENTS = Concept("/v1/attachments", AttachmentView, AttachmentPage)


def _upload(session: Session, file: NamedFile) -> Flow[AttachmentView]:
    """Sent twice it is two uploads of the same bytes, which does no harm."""
    return ask(session, Send("POST", "/v1/attachments", file=file, timeout=UPLOAD_TIMEOUT), AttachmentView)


def _get(session: Session, attachment_id: str) -> Flow[AttachmentView]:
    return ask(session, Send("GET", f"/v1/attachments/{segment(attachment_id)}"), AttachmentView)


def _content(session: Session, attachment_id: str) -> Flow[bytes]:
    path = f"/v1/attachments/{segment(attachment_id)}/content"
    return ask_content(session, Send("GET", path, timeout=UPLOAD_TIMEOUT))


class Attachments:
    """`client.attachments`: the files on which cases, decisions, objections and exits rest."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def upload(self, path: str | Path) -> AttachmentView:
        """Send a file (PDF, OFD, DOCX, XLSX, a picture, an MP4 film); evidence names it by its `sha256`."""
        with Path(path).open("rb") as file:
            return self._client.run(_upload(self._session, (Path(path).name, file)))

    def iter(
        self, *, of: str | None = None, sha256: str | None = None, limit: int | None = None
    ) -> Iterator[AttachmentView]:
        """All that the caller may read, newest first; `of`: those on which the case, … of that id rests."""
        filters = {"of": of, "sha256": sha256, "limit": limit}
        return self._client.each(rows(self._session, ATTACHMENTS, filters))

    def get(self, attachment_id: str) -> AttachmentView:
        return self._client.run(_get(self._session, attachment_id))

    def content(self, attachment_id: str) -> bytes:
        """The bytes as they were sent."""
        return self._client.run(_content(self._session, attachment_id))


class AsyncAttachments:
    """`client.attachments`: the files on which cases, decisions, objections and exits rest."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def upload(self, path: str | Path) -> AttachmentView:
        """Send a file (PDF, OFD, DOCX, XLSX, a picture, an MP4 film); evidence names it by its `sha256`."""
        with Path(path).open("rb") as file:  # noqa: ASYNC230 - httpx reads it piece by piece
            return await self._client.run(_upload(self._session, (Path(path).name, file)))

    def iter(
        self, *, of: str | None = None, sha256: str | None = None, limit: int | None = None
    ) -> AsyncIterator[AttachmentView]:
        """All that the caller may read, newest first; `of`: those on which the case, … of that id rests."""
        filters = {"of": of, "sha256": sha256, "limit": limit}
        return self._client.each(rows(self._session, ATTACHMENTS, filters))

    async def get(self, attachment_id: str) -> AttachmentView:
        return await self._client.run(_get(self._session, attachment_id))

    async def content(self, attachment_id: str) -> bytes:
        """The bytes as they were sent."""
        return await self._client.run(_content(self._session, attachment_id))

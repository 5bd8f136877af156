"""`client.submissions` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Literal

from huixin.flows import Flow, Send, Session, ask, ask_content
from huixin.right_operations import Concept, act, begin, rows
from huixin.sending import segment
from huixin.types.submission import (
    AcknowledgementEntry,
    ReconciliationPage,
    ReconciliationView,
    SubmissionDetail,
    SubmissionPage,
    SubmissionRequest,
    SubmissionView,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

SUBMISSIONS = Concept("/v1/submissions", SubmissionView, SubmissionPage)
RECONCILIATIONS = Concept("/v1/submissions/reconciliations", ReconciliationView, ReconciliationPage)


def _detail(session: Session, key: str) -> Flow[SubmissionDetail]:
    return ask(session, Send("GET", f"{SUBMISSIONS.path}/{segment(key)}"), SubmissionDetail)


def _file(session: Session, key: str, form: str) -> Flow[bytes]:
    return ask_content(session, Send("GET", f"{SUBMISSIONS.path}/{segment(key)}/file", params={"format": form}))


def _resolve(session: Session, key: str) -> Flow[ReconciliationView]:
    path = f"{RECONCILIATIONS.path}/{segment(key)}/resolution"
    return ask(session, Send("POST", path, repeatable=False), ReconciliationView)


class Submissions:
    """`client.submissions`: what goes to the provincial and the national platform, and how far both agree."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[SubmissionView]:
        """Newest first, page after page."""
        return self._client.each(rows(self._session, SUBMISSIONS, {"limit": limit}))

    def get(self, key: str) -> SubmissionDetail:
        """With its records, and what the platform said of each."""
        return self._client.run(_detail(self._session, key))

    def add(self, platform: str) -> SubmissionView:
        """Submit what differs from what the platform last accepted. Not tried again once sent."""
        return self._client.run(begin(self._session, SUBMISSIONS, SubmissionRequest(platform=platform)))

    def file(self, key: str, form: Literal["json", "csv"] = "json") -> bytes:
        """For platforms that take files."""
        return self._client.run(_file(self._session, key, form))

    def acknowledge(self, key: str, entry: AcknowledgementEntry) -> SubmissionView:
        """Enter what such a platform answered. Not tried again once sent."""
        return self._client.run(act(self._session, SUBMISSIONS, key, entry, "acknowledgement"))

    def reconciliations(self, *, limit: int | None = None) -> Iterator[ReconciliationView]:
        """Newest first, page after page, with their differences."""
        return self._client.each(rows(self._session, RECONCILIATIONS, {"limit": limit}))

    def reconcile(self, platform: str) -> ReconciliationView:
        """Have what the platform holds compared with what it should. Not tried again once sent."""
        return self._client.run(begin(self._session, RECONCILIATIONS, SubmissionRequest(platform=platform)))

    def resolve(self, key: str) -> ReconciliationView:
        """Ours is submitted again, theirs pulled again. Not tried again once sent."""
        return self._client.run(_resolve(self._session, key))


class AsyncSubmissions:
    """`client.submissions`: what goes to the provincial and the national platform, and how far both agree."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[SubmissionView]:
        """Newest first, page after page."""
        return self._client.each(rows(self._session, SUBMISSIONS, {"limit": limit}))

    async def get(self, key: str) -> SubmissionDetail:
        """With its records, and what the platform said of each."""
        return await self._client.run(_detail(self._session, key))

    async def add(self, platform: str) -> SubmissionView:
        """Submit what differs from what the platform last accepted. Not tried again once sent."""
        return await self._client.run(begin(self._session, SUBMISSIONS, SubmissionRequest(platform=platform)))

    async def file(self, key: str, form: Literal["json", "csv"] = "json") -> bytes:
        """For platforms that take files."""
        return await self._client.run(_file(self._session, key, form))

    async def acknowledge(self, key: str, entry: AcknowledgementEntry) -> SubmissionView:
        """Enter what such a platform answered. Not tried again once sent."""
        return await self._client.run(act(self._session, SUBMISSIONS, key, entry, "acknowledgement"))

    def reconciliations(self, *, limit: int | None = None) -> AsyncIterator[ReconciliationView]:
        """Newest first, page after page, with their differences."""
        return self._client.each(rows(self._session, RECONCILIATIONS, {"limit": limit}))

    async def reconcile(self, platform: str) -> ReconciliationView:
        """Have what the platform holds compared with what it should. Not tried again once sent."""
        return await self._client.run(begin(self._session, RECONCILIATIONS, SubmissionRequest(platform=platform)))

    async def resolve(self, key: str) -> ReconciliationView:
        """Ours is submitted again, theirs pulled again. Not tried again once sent."""
        return await self._client.run(_resolve(self._session, key))

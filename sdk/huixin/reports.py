"""`client.reports` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Literal

from huixin.flows import Flow, Send, Session, ask_content
from huixin.right_operations import Concept, act, begin, row, rows
from huixin.sending import segment
from huixin.types.report import ReportAct, ReportPage, ReportRequest, ReportView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

REPORTS = Concept("/v1/reports", ReportView, ReportPage)


def _document(session: Session, key: str, form: str) -> Flow[bytes]:
    return ask_content(session, Send("GET", f"{REPORTS.path}/{segment(key)}/document", params={"format": form}))


class Reports:
    """`client.reports`: monthly and quarterly reports."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[ReportView]:
        """The centre's all, everybody else's those that are published; newest first, page after page."""
        return self._client.each(rows(self._session, REPORTS, {"limit": limit}))

    def get(self, key: str) -> ReportView:
        """One of them."""
        return self._client.run(row(self._session, REPORTS, key))

    def document(self, key: str, form: Literal["html", "pdf", "csv"] = "html") -> bytes:
        """With charts, to print; its numbers as CSV."""
        return self._client.run(_document(self._session, key, form))

    def add(self, request: ReportRequest) -> ReportView:
        """Draw one up. Not tried again once sent."""
        return self._client.run(begin(self._session, REPORTS, request))

    def act(self, key: str, action: ReportAct) -> ReportView:
        """Approve, publish or discard: `act(id, ReportApproval())`. Not tried again once sent."""
        return self._client.run(act(self._session, REPORTS, key, action))


class AsyncReports:
    """`client.reports`: monthly and quarterly reports."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[ReportView]:
        """The centre's all, everybody else's those that are published; newest first, page after page."""
        return self._client.each(rows(self._session, REPORTS, {"limit": limit}))

    async def get(self, key: str) -> ReportView:
        """One of them."""
        return await self._client.run(row(self._session, REPORTS, key))

    async def document(self, key: str, form: Literal["html", "pdf", "csv"] = "html") -> bytes:
        """With charts, to print; its numbers as CSV."""
        return await self._client.run(_document(self._session, key, form))

    async def add(self, request: ReportRequest) -> ReportView:
        """Draw one up. Not tried again once sent."""
        return await self._client.run(begin(self._session, REPORTS, request))

    async def act(self, key: str, action: ReportAct) -> ReportView:
        """Approve, publish or discard: `act(id, ReportApproval())`. Not tried again once sent."""
        return await self._client.run(act(self._session, REPORTS, key, action))

"""`client.duties` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, begin, rows
from huixin.sending import given, segment
from huixin.types.duty import (
    DutyList,
    DutyReportPage,
    DutyReportRequest,
    DutyReportView,
    DutyRole,
    DutyState,
    DutyView,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

REPORTS = Concept("/v1/duties/reports", DutyReportView, DutyReportPage)


class Which(TypedDict, total=False):
    """Only these parts of it."""

    duty: str | None
    role: DutyRole | None
    body: str | None
    state: DutyState | str | None


def _table(session: Session, filters: dict[str, Any]) -> Flow[list[DutyView]]:
    params = {key: str(value) for key, value in given(filters).items()}
    found = yield from ask(session, Send("GET", "/v1/duties", params=params), DutyList)
    return found.items


def _withdraw(session: Session, report_id: str) -> Flow[DutyReportView]:
    return ask(session, Send("DELETE", f"{REPORTS.path}/{segment(report_id)}"), DutyReportView)


class Duties:
    """`client.duties`: the tasks that the plan gives out, and what was done about them."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def all(
        self,
        *,
        on: date | None = None,
        as_of: date | None = None,
        **which: Unpack[Which],
    ) -> list[DutyView]:
        """The caller's part of the table, of the period of a day and of the one before, as it stands now or was known
        at the end of `as_of`."""
        return self._client.run(_table(self._session, {"on": on, "as_of": as_of, **which}))

    def reports(
        self, *, duty: str | None = None, body: str | None = None, limit: int | None = None
    ) -> Iterator[DutyReportView]:
        """What was reported in all periods, newest first, page after page."""
        return self._client.each(rows(self._session, REPORTS, {"duty": duty, "body": body, "limit": limit}))

    def report(self, request: DutyReportRequest) -> DutyReportView:
        """Say what was done. Not tried again once sent."""
        return self._client.run(begin(self._session, REPORTS, request))

    def withdraw(self, report_id: str) -> DutyReportView:
        """It no longer counts, and stays readable."""
        return self._client.run(_withdraw(self._session, report_id))


class AsyncDuties:
    """`client.duties`: the tasks that the plan gives out, and what was done about them."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def all(
        self,
        *,
        on: date | None = None,
        as_of: date | None = None,
        **which: Unpack[Which],
    ) -> list[DutyView]:
        """The caller's part of the table, of the period of a day and of the one before, as it stands now or was known
        at the end of `as_of`."""
        return await self._client.run(_table(self._session, {"on": on, "as_of": as_of, **which}))

    def reports(
        self, *, duty: str | None = None, body: str | None = None, limit: int | None = None
    ) -> AsyncIterator[DutyReportView]:
        """What was reported in all periods, newest first, page after page."""
        return self._client.each(rows(self._session, REPORTS, {"duty": duty, "body": body, "limit": limit}))

    async def report(self, request: DutyReportRequest) -> DutyReportView:
        """Say what was done. Not tried again once sent."""
        return await self._client.run(begin(self._session, REPORTS, request))

    async def withdraw(self, report_id: str) -> DutyReportView:
        """It no longer counts, and stays readable."""
        return await self._client.run(_withdraw(self._session, report_id))

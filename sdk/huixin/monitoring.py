"""`client.monitoring` and `client.supervisions` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

from huixin import monitoring_operations as operations
from huixin.right_operations import act, begin, row, rows
from huixin.types.monitoring import (
    Dimension,
    Figure,
    FigureCases,
    FigureTable,
    ProposalList,
    SupervisionAct,
    SupervisionRequest,
    SupervisionState,
    SupervisionView,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Days(TypedDict, total=False):
    """The days that figures are about, and the day as of which they are counted: by default today, and its quarter."""

    first: date | None
    last: date | None
    as_of: date | None


class Division(Days, total=False):
    """`published`: of lists that every member reads alone, as reports and bulletins count."""

    by: Dimension | str
    published: bool


class Monitoring:
    """`client.monitoring`: figures as of a day, the cases behind each, and what thresholds propose."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def figures(self, *, figure: Figure | str | None = None, **asked: Unpack[Division]) -> FigureTable:
        """Rates with their definitions; of a day that is over they stay the same."""
        return self._client.run(operations.figures(self._session, {**asked, "figure": figure}))

    def csv(self, *, figure: Figure | str | None = None, **asked: Unpack[Division]) -> bytes:
        """The same as a table for spreadsheets."""
        return self._client.run(operations.figures_csv(self._session, {**asked, "figure": figure}))

    def cases(self, *, figure: Figure | str, group: str, **asked: Unpack[Division]) -> FigureCases:
        """The ids behind one number."""
        return self._client.run(operations.cases(self._session, {**asked, "figure": figure, "group": group}))

    def proposals(self, **asked: Unpack[Days]) -> ProposalList:
        """What thresholds propose; nothing follows from it until the centre opens it."""
        return self._client.run(operations.proposals(self._session, {**asked}))


class Supervisions:
    """`client.supervisions`: inspection, circular, interview of the official in charge."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        body: str | None = None,
        state: SupervisionState | str | None = None,
        first: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
    ) -> Iterator[SupervisionView]:
        """Those that are the caller's to see, newest first, page after page. `as_of`: as they stood at the end of that
        day; `first`: without those that were closed before it."""
        filters = {"body": body, "state": state, "first": first, "as_of": as_of, "limit": limit}
        return self._client.each(rows(self._session, operations.SUPERVISIONS, filters))

    def get(self, key: str) -> SupervisionView:
        """One of them."""
        return self._client.run(row(self._session, operations.SUPERVISIONS, key))

    def add(self, request: SupervisionRequest) -> SupervisionView:
        """Open one, as the centre. Not tried again once sent."""
        return self._client.run(begin(self._session, operations.SUPERVISIONS, request))

    def act(self, key: str, action: SupervisionAct) -> SupervisionView:
        """Answer, return or close: `act(id, SupervisionAnswer(note="…"))`. Not tried again once sent."""
        return self._client.run(act(self._session, operations.SUPERVISIONS, key, action))


class AsyncMonitoring:
    """`client.monitoring`: figures as of a day, the cases behind each, and what thresholds propose."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def figures(self, *, figure: Figure | str | None = None, **asked: Unpack[Division]) -> FigureTable:
        """Rates with their definitions; of a day that is over they stay the same."""
        return await self._client.run(operations.figures(self._session, {**asked, "figure": figure}))

    async def csv(self, *, figure: Figure | str | None = None, **asked: Unpack[Division]) -> bytes:
        """The same as a table for spreadsheets."""
        return await self._client.run(operations.figures_csv(self._session, {**asked, "figure": figure}))

    async def cases(self, *, figure: Figure | str, group: str, **asked: Unpack[Division]) -> FigureCases:
        """The ids behind one number."""
        return await self._client.run(operations.cases(self._session, {**asked, "figure": figure, "group": group}))

    async def proposals(self, **asked: Unpack[Days]) -> ProposalList:
        """What thresholds propose; nothing follows from it until the centre opens it."""
        return await self._client.run(operations.proposals(self._session, {**asked}))


class AsyncSupervisions:
    """`client.supervisions`: inspection, circular, interview of the official in charge."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        body: str | None = None,
        state: SupervisionState | str | None = None,
        first: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[SupervisionView]:
        """Those that are the caller's to see, newest first, page after page. `as_of`: as they stood at the end of that
        day; `first`: without those that were closed before it."""
        filters = {"body": body, "state": state, "first": first, "as_of": as_of, "limit": limit}
        return self._client.each(rows(self._session, operations.SUPERVISIONS, filters))

    async def get(self, key: str) -> SupervisionView:
        """One of them."""
        return await self._client.run(row(self._session, operations.SUPERVISIONS, key))

    async def add(self, request: SupervisionRequest) -> SupervisionView:
        """Open one, as the centre. Not tried again once sent."""
        return await self._client.run(begin(self._session, operations.SUPERVISIONS, request))

    async def act(self, key: str, action: SupervisionAct) -> SupervisionView:
        """Answer, return or close: `act(id, SupervisionAnswer(note="…"))`. Not tried again once sent."""
        return await self._client.run(act(self._session, operations.SUPERVISIONS, key, action))

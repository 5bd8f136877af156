"""`client.screenings` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, row, rows
from huixin.sending import posted, segment
from huixin.types.screening import ScreeningPage, ScreeningReceipt, ScreeningRun, ScreeningRunView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


RUNS = Concept("/v1/screenings", ScreeningRunView, ScreeningPage)


def _record(session: Session, run: ScreeningRun) -> Flow[ScreeningRunView]:
    return ask(session, posted(RUNS.path, run), ScreeningRunView)


def _receipt(session: Session, run_id: str) -> Flow[ScreeningReceipt]:
    return ask(session, Send("GET", f"{RUNS.path}/{segment(run_id)}/receipt"), ScreeningReceipt)


class Screenings:
    """`client.screenings`: runs of screenings from a bundle, one record each."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def record(self, run: ScreeningRun) -> ScreeningRunView:
        """Into the log; sent again it changes nothing. `huixin.bulk` and `LocalChecker.upload` do it by themselves."""
        return self._client.run(_record(self._session, run))

    def iter(self, *, limit: int | None = None) -> Iterator[ScreeningRunView]:
        """One's own, the centre's and auditors' all; newest first, page after page."""
        return self._client.each(rows(self._session, RUNS, {"limit": limit}))

    def get(self, run_id: str) -> ScreeningRunView:
        return self._client.run(row(self._session, RUNS, run_id))

    def receipt(self, run_id: str) -> ScreeningReceipt:
        """What proves the run away from the service: see `huixin.local.receipts.verify_run`."""
        return self._client.run(_receipt(self._session, run_id))


class AsyncScreenings:
    """`client.screenings`: runs of screenings from a bundle, one record each."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def record(self, run: ScreeningRun) -> ScreeningRunView:
        """Into the log; sent again it changes nothing. `huixin.bulk` and `LocalChecker.upload` do it by themselves."""
        return await self._client.run(_record(self._session, run))

    def iter(self, *, limit: int | None = None) -> AsyncIterator[ScreeningRunView]:
        """One's own, the centre's and auditors' all; newest first, page after page."""
        return self._client.each(rows(self._session, RUNS, {"limit": limit}))

    async def get(self, run_id: str) -> ScreeningRunView:
        return await self._client.run(row(self._session, RUNS, run_id))

    async def receipt(self, run_id: str) -> ScreeningReceipt:
        """What proves the run away from the service: see `huixin.local.receipts.verify_run`."""
        return await self._client.run(_receipt(self._session, run_id))

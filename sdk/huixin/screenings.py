"""`client.screenings` of both clients, over the same flows."""

from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask
from huixin.sending import posted, segment
from huixin.types.screening import ScreeningReceipt, ScreeningRun, ScreeningRunView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _record(session: Session, run: ScreeningRun) -> Flow[ScreeningRunView]:
    return ask(session, posted("/v1/screenings", run), ScreeningRunView)


def _get(session: Session, run_id: str) -> Flow[ScreeningRunView]:
    return ask(session, Send("GET", f"/v1/screenings/{segment(run_id)}"), ScreeningRunView)


def _receipt(session: Session, run_id: str) -> Flow[ScreeningReceipt]:
    return ask(session, Send("GET", f"/v1/screenings/{segment(run_id)}/receipt"), ScreeningReceipt)


class Screenings:
    """`client.screenings`: runs of screenings from a bundle, one record each."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def record(self, run: ScreeningRun) -> ScreeningRunView:
        """Into the log; sent again it changes nothing. `huixin.bulk` and `LocalChecker.upload` do it by themselves."""
        return self._client.run(_record(self._session, run))

    def get(self, run_id: str) -> ScreeningRunView:
        return self._client.run(_get(self._session, run_id))

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

    async def get(self, run_id: str) -> ScreeningRunView:
        return await self._client.run(_get(self._session, run_id))

    async def receipt(self, run_id: str) -> ScreeningReceipt:
        """What proves the run away from the service: see `huixin.local.receipts.verify_run`."""
        return await self._client.run(_receipt(self._session, run_id))

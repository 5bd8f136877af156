"""`client.warnings` of both clients, over the same flows."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from huixin.flows import Flow, Send, Session, ask
from huixin.types.warning import ComplaintImport, WarningList

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

PATH = "/v1/warnings"


def _all(session: Session, every: str, unit: str | None) -> Flow[WarningList]:
    of = {} if unit is None else {"unit": unit}
    return ask(session, Send("GET", PATH, params={"every": every} | of), WarningList)


def _enter(session: Session, name: str, content: bytes) -> Flow[ComplaintImport]:
    """Sent twice it says the same twice."""
    return ask(session, Send("POST", f"{PATH}/complaints", file=(name, BytesIO(content))), ComplaintImport)


class Warnings:
    """`client.warnings`: series of counts, and where one stands out."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def all(self, *, every: Literal["day", "week"] = "week", unit: str | None = None) -> WarningList:
        """Every series, for the centre and auditors; of a county or zone the cases and complaints."""
        return self._client.run(_all(self._session, every, unit))

    def add_complaints(self, path: str | Path) -> ComplaintImport:
        """A CSV file of days, hotlines, counts and perhaps counties; a day that comes again is replaced."""
        return self._client.run(_enter(self._session, Path(path).name, Path(path).read_bytes()))


class AsyncWarnings:
    """`client.warnings`: series of counts, and where one stands out."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def all(self, *, every: Literal["day", "week"] = "week", unit: str | None = None) -> WarningList:
        """Every series, for the centre and auditors; of a county or zone the cases and complaints."""
        return await self._client.run(_all(self._session, every, unit))

    async def add_complaints(self, path: str | Path) -> ComplaintImport:
        """A CSV file of days, hotlines, counts and perhaps counties; a day that comes again is replaced."""
        content = Path(path).read_bytes()  # noqa: ASYNC240 - a small file
        return await self._client.run(_enter(self._session, Path(path).name, content))

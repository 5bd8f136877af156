"""`client.roster` of both clients, over the same flows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from huixin.config import UPLOAD_TIMEOUT
from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, NamedFile
from huixin.types.roster import RosterDeleted, RosterKept, RosterView, TurnedPage, TurnedView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

PATH = "/v1/roster"


def _put(session: Session, file: NamedFile, scene: str) -> Flow[RosterKept]:
    """The same roster again replaces the one before, so that a broken upload may be sent again."""
    return ask(session, Send("PUT", PATH, params={"scene": scene}, file=file, timeout=UPLOAD_TIMEOUT), RosterKept)


def _get(session: Session) -> Flow[RosterView]:
    return ask(session, Send("GET", PATH), RosterView)


def _delete(session: Session) -> Flow[RosterDeleted]:
    return ask(session, Send("DELETE", PATH), RosterDeleted)


def _turned(session: Session, after: int) -> Many[TurnedView]:
    """Page after page; a flow is made when the one before has told where it ended."""
    places = [after]
    while places:
        yield _page(session, places.pop(), places)


def _page(session: Session, after: int, places: list[int]) -> Flow[list[TurnedView]]:
    page = yield from ask(session, Send("GET", f"{PATH}/turned", params={"after": str(after)}), TurnedPage)
    if page.next is not None:
        if page.next <= after:
            raise UnexpectedAnswer(f"The service gave the same page twice: {after}.")
        places.append(page.next)
    return page.items


class UploadedRoster:
    """`client.roster`: codes about which the service tells one whose verdict has turned. `huixin.local.roster` does the
    same without giving them away."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def put(self, path: str | Path, *, scene: str = "review") -> RosterKept:
        """Send a roster (CSV with a column of codes) in place of the one before."""
        with Path(path).open("rb") as file:
            return self._client.run(_put(self._session, (Path(path).name, file), scene))

    def get(self) -> RosterView:
        return self._client.run(_get(self._session))

    def delete(self) -> RosterDeleted:
        """The whole of it, at once."""
        return self._client.run(_delete(self._session))

    def turned(self, *, after: int = 0) -> Iterator[TurnedView]:
        """Those whose verdict has turned after that turn, in their order, each with the verdict of this moment."""
        return self._client.each(_turned(self._session, after))


class AsyncUploadedRoster:
    """`client.roster`: codes about which the service tells one whose verdict has turned. `huixin.local.roster` does the
    same without giving them away."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def put(self, path: str | Path, *, scene: str = "review") -> RosterKept:
        """Send a roster (CSV with a column of codes) in place of the one before."""
        with await asyncio.to_thread(Path(path).open, "rb") as file:
            return await self._client.run(_put(self._session, (Path(path).name, file), scene))

    async def get(self) -> RosterView:
        return await self._client.run(_get(self._session))

    async def delete(self) -> RosterDeleted:
        """The whole of it, at once."""
        return await self._client.run(_delete(self._session))

    def turned(self, *, after: int = 0) -> AsyncIterator[TurnedView]:
        """Those whose verdict has turned after that turn, in their order, each with the verdict of this moment."""
        return self._client.each(_turned(self._session, after))

"""`client.shadows` of both clients, over the same flows."""

from datetime import datetime
from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask
from huixin.sending import posted, segment
from huixin.types.shadow import NewShadow, ShadowList, ShadowView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _address(key: str) -> str:
    return f"/v1/rulesets/{segment(key)}/shadow"


def _start(session: Session, key: str, until: datetime) -> Flow[ShadowView]:
    """Sent once: a second time it would run already."""
    return ask(session, posted(_address(key), NewShadow(until=until), repeatable=False), ShadowView)


def _list(session: Session, key: str) -> Flow[list[ShadowView]]:
    found = yield from ask(session, Send("GET", _address(key)), ShadowList)
    return found.items


def _stop(session: Session, key: str) -> Flow[ShadowView]:
    return ask(session, Send("DELETE", _address(key), repeatable=False), ShadowView)


class Shadows:
    """`client.shadows`: a version of the rules beside the live one, on live checks."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def start(self, key: str, until: datetime) -> ShadowView:
        """As the version stands now, up to an instant."""
        return self._client.run(_start(self._session, key, until))

    def list(self, key: str) -> list[ShadowView]:
        """The version's runs, the newest first, with what it would have said otherwise."""
        return self._client.run(_list(self._session, key))

    def stop(self, key: str) -> ShadowView:
        """Before its end."""
        return self._client.run(_stop(self._session, key))


class AsyncShadows:
    """`client.shadows`: a version of the rules beside the live one, on live checks."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def start(self, key: str, until: datetime) -> ShadowView:
        """As the version stands now, up to an instant."""
        return await self._client.run(_start(self._session, key, until))

    async def list(self, key: str) -> list[ShadowView]:
        """The version's runs, the newest first, with what it would have said otherwise."""
        return await self._client.run(_list(self._session, key))

    async def stop(self, key: str) -> ShadowView:
        """Before its end."""
        return await self._client.run(_stop(self._session, key))

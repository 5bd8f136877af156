"""`client.replicas` of both clients, over the same flows."""

from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask
from huixin.types.replica import ReplicaList

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _all(session: Session) -> Flow[ReplicaList]:
    return ask(session, Send("GET", "/v1/replicas"), ReplicaList)


class Replicas:
    """`client.replicas`: the processes that answer."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def all(self) -> ReplicaList:
        """How fresh each is."""
        return self._client.run(_all(self._session))


class AsyncReplicas:
    """`client.replicas`: the processes that answer."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def all(self) -> ReplicaList:
        """How fresh each is."""
        return await self._client.run(_all(self._session))

"""`client.quotas` of both clients, over the same flows."""

from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask, json_text
from huixin.sending import segment
from huixin.types.quota import QuotaRequest, QuotaView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _own(session: Session) -> Flow[QuotaView]:
    return ask(session, Send("GET", "/v1/quotas"), QuotaView)


def _get(session: Session, member_id: str) -> Flow[QuotaView]:
    return ask(session, Send("GET", f"/v1/quotas/{segment(member_id)}"), QuotaView)


def _set(session: Session, member_id: str, quota: QuotaRequest) -> Flow[QuotaView]:
    content, headers = json_text(quota.model_dump(mode="json")).encode(), {"Content-Type": "application/json"}
    send = Send("PUT", f"/v1/quotas/{segment(member_id)}", content=content, headers=headers)
    return ask(session, send, QuotaView)


def _reset(session: Session, member_id: str) -> Flow[QuotaView]:
    return ask(session, Send("DELETE", f"/v1/quotas/{segment(member_id)}"), QuotaView)


class Quotas:
    """`client.quotas`: how many merchants a member may ask about."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def own(self) -> QuotaView:
        """What counts for oneself."""
        return self._client.run(_own(self._session))

    def get(self, member_id: str) -> QuotaView:
        """What counts for a member; for the centre and auditors."""
        return self._client.run(_get(self._session, member_id))

    def set(self, member_id: str, quota: QuotaRequest) -> QuotaView:
        """A quota of its own, from its next request on; for the centre."""
        return self._client.run(_set(self._session, member_id, quota))

    def reset(self, member_id: str) -> QuotaView:
        """That of its kind again; for the centre."""
        return self._client.run(_reset(self._session, member_id))


class AsyncQuotas:
    """`client.quotas`: how many merchants a member may ask about."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def own(self) -> QuotaView:
        """What counts for oneself."""
        return await self._client.run(_own(self._session))

    async def get(self, member_id: str) -> QuotaView:
        """What counts for a member; for the centre and auditors."""
        return await self._client.run(_get(self._session, member_id))

    async def set(self, member_id: str, quota: QuotaRequest) -> QuotaView:
        """A quota of its own, from its next request on; for the centre."""
        return await self._client.run(_set(self._session, member_id, quota))

    async def reset(self, member_id: str) -> QuotaView:
        """That of its kind again; for the centre."""
        return await self._client.run(_reset(self._session, member_id))

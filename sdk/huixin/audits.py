"""`client.audits` of both clients, over the same flows."""

from typing import TYPE_CHECKING

from huixin.flows import Flow, Send, Session, ask
from huixin.types.audit import AuditList, AuditView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _latest(session: Session) -> Flow[AuditList]:
    return ask(session, Send("GET", "/v1/audits"), AuditList)


def _begin(session: Session) -> Flow[AuditView]:
    return ask(session, Send("POST", "/v1/audits"), AuditView)


class Audits:
    """`client.audits`: whether the log of decisions is what was signed; for the centre and auditors."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def latest(self) -> AuditList:
        """The latest audits, and where the log ends now."""
        return self._client.run(_latest(self._session))

    def begin(self) -> AuditView:
        """A new audit, by the worker; the one under way, where there is one."""
        return self._client.run(_begin(self._session))


class AsyncAudits:
    """`client.audits`: whether the log of decisions is what was signed; for the centre and auditors."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def latest(self) -> AuditList:
        """The latest audits, and where the log ends now."""
        return await self._client.run(_latest(self._session))

    async def begin(self) -> AuditView:
        """A new audit, by the worker; the one under way, where there is one."""
        return await self._client.run(_begin(self._session))

"""`client.alliances`, `client.signals` and `client.suspects` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import TYPE_CHECKING

from huixin import right_operations as operations
from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept
from huixin.sending import segment
from huixin.types.alliance import (
    AgreementRequest,
    AgreementView,
    AlliancePage,
    AllianceRequest,
    AllianceRuling,
    AllianceView,
    Leaving,
    SignatureRequest,
)
from huixin.types.signal import Retraction, SignalCount, SignalCounts, SignalPage, SignalRequest, SignalView
from huixin.types.suspect import SuspectAct, SuspectPage, SuspectState, SuspectView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

ALLIANCES = Concept("/v1/alliances", AllianceView, AlliancePage)
SIGNALS = Concept("/v1/signals", SignalView, SignalPage)
SUSPECTS = Concept("/v1/suspects", SuspectView, SuspectPage)


def _agree(session: Session, key: str, request: AgreementRequest) -> Flow[AgreementView]:
    path = f"/v1/alliances/{segment(key)}/agreements"
    return operations.post(session, path, request, AgreementView)


def _counts(session: Session, alliance_id: str) -> Flow[list[SignalCount]]:
    told = yield from ask(session, Send("GET", "/v1/signals/counts", params={"alliance_id": alliance_id}), SignalCounts)
    return told.items


class Alliances:
    """`client.alliances`: which there are, and one's own membership."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[AllianceView]:
        """All, newest first, page after page."""
        return self._client.each(operations.rows(self._session, ALLIANCES, {"limit": limit}))

    def get(self, key: str) -> AllianceView:
        """One of them, with the versions of its agreement."""
        return self._client.run(operations.row(self._session, ALLIANCES, key))

    def add(self, request: AllianceRequest) -> AllianceView:
        """Register one, for the centre."""
        return self._client.run(operations.begin(self._session, ALLIANCES, request))

    def agree(self, key: str, request: AgreementRequest) -> AgreementView:
        """Add a version of its agreement, for the centre and the lead."""
        return self._client.run(_agree(self._session, key, request))

    def sign(self, key: str, agreement_id: str, *, by: str, group: str | None = None) -> AllianceView:
        """Sign a version for oneself, and so join."""
        body = SignatureRequest(agreement_id=agreement_id, by=by, group=group)
        return self._client.run(operations.act(self._session, ALLIANCES, key, body, "signatures"))

    def leave(self, key: str, *, on: date | None = None, reason: str | None = None) -> AllianceView:
        """Leave it, today or on a day to come."""
        return self._client.run(operations.act(self._session, ALLIANCES, key, Leaving(on=on, reason=reason), "leaving"))

    def rule(self, key: str, ruling: AllianceRuling) -> AllianceView:
        """Rule of a member, for the centre: `rule(id, Exclude(member_id=…, reason="…"))`."""
        return self._client.run(operations.act(self._session, ALLIANCES, key, ruling, "rulings"))


class Signals:
    """`client.signals`: what the member shares, and what became of it."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[SignalView]:
        """The member's own, newest first, page after page; the centre's are those of all."""
        return self._client.each(operations.rows(self._session, SIGNALS, {"limit": limit}))

    def get(self, key: str) -> SignalView:
        """One of them."""
        return self._client.run(operations.row(self._session, SIGNALS, key))

    def share(self, request: SignalRequest) -> SignalView:
        """Share one. Raises AgreementNotSigned. Sent once: a second time would be a second one."""
        return self._client.run(operations.begin(self._session, SIGNALS, request))

    def retract(self, key: str, *, reason: str) -> SignalView:
        """Take one's own back."""
        return self._client.run(operations.act(self._session, SIGNALS, key, Retraction(reason=reason), "retraction"))

    def counts(self, alliance_id: str) -> list[SignalCount]:
        """How many others shared, by kind and month, in steps of the least count."""
        return self._client.run(_counts(self._session, alliance_id))


class Suspects:
    """`client.suspects`: for the centre, and for the competent departments to read."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, state: SuspectState | None = None, limit: int | None = None) -> Iterator[SuspectView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, SUSPECTS, {"state": state, "limit": limit}))

    def get(self, key: str) -> SuspectView:
        """One of them, with what it rests on."""
        return self._client.run(operations.row(self._session, SUSPECTS, key))

    def act(self, key: str, action: SuspectAct) -> SuspectView:
        """Open a case or dismiss it: `act(id, Dismiss(reason="…"))`."""
        return self._client.run(operations.act(self._session, SUSPECTS, key, action))


class AsyncAlliances:
    """`client.alliances`: which there are, and one's own membership."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[AllianceView]:
        """All, newest first, page after page."""
        return self._client.each(operations.rows(self._session, ALLIANCES, {"limit": limit}))

    async def get(self, key: str) -> AllianceView:
        """One of them, with the versions of its agreement."""
        return await self._client.run(operations.row(self._session, ALLIANCES, key))

    async def add(self, request: AllianceRequest) -> AllianceView:
        """Register one, for the centre."""
        return await self._client.run(operations.begin(self._session, ALLIANCES, request))

    async def agree(self, key: str, request: AgreementRequest) -> AgreementView:
        """Add a version of its agreement, for the centre and the lead."""
        return await self._client.run(_agree(self._session, key, request))

    async def sign(self, key: str, agreement_id: str, *, by: str, group: str | None = None) -> AllianceView:
        """Sign a version for oneself, and so join."""
        body = SignatureRequest(agreement_id=agreement_id, by=by, group=group)
        return await self._client.run(operations.act(self._session, ALLIANCES, key, body, "signatures"))

    async def leave(self, key: str, *, on: date | None = None, reason: str | None = None) -> AllianceView:
        """Leave it, today or on a day to come."""
        body = Leaving(on=on, reason=reason)
        return await self._client.run(operations.act(self._session, ALLIANCES, key, body, "leaving"))

    async def rule(self, key: str, ruling: AllianceRuling) -> AllianceView:
        """Rule of a member, for the centre: `rule(id, Exclude(member_id=…, reason="…"))`."""
        return await self._client.run(operations.act(self._session, ALLIANCES, key, ruling, "rulings"))


class AsyncSignals:
    """`client.signals`: what the member shares, and what became of it."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[SignalView]:
        """The member's own, newest first, page after page; the centre's are those of all."""
        return self._client.each(operations.rows(self._session, SIGNALS, {"limit": limit}))

    async def get(self, key: str) -> SignalView:
        """One of them."""
        return await self._client.run(operations.row(self._session, SIGNALS, key))

    async def share(self, request: SignalRequest) -> SignalView:
        """Share one. Raises AgreementNotSigned. Sent once: a second time would be a second one."""
        return await self._client.run(operations.begin(self._session, SIGNALS, request))

    async def retract(self, key: str, *, reason: str) -> SignalView:
        """Take one's own back."""
        body = Retraction(reason=reason)
        return await self._client.run(operations.act(self._session, SIGNALS, key, body, "retraction"))

    async def counts(self, alliance_id: str) -> list[SignalCount]:
        """How many others shared, by kind and month, in steps of the least count."""
        return await self._client.run(_counts(self._session, alliance_id))


class AsyncSuspects:
    """`client.suspects`: for the centre, and for the competent departments to read."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, state: SuspectState | None = None, limit: int | None = None) -> AsyncIterator[SuspectView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, SUSPECTS, {"state": state, "limit": limit}))

    async def get(self, key: str) -> SuspectView:
        """One of them, with what it rests on."""
        return await self._client.run(operations.row(self._session, SUSPECTS, key))

    async def act(self, key: str, action: SuspectAct) -> SuspectView:
        """Open a case or dismiss it: `act(id, Dismiss(reason="…"))`."""
        return await self._client.run(operations.act(self._session, SUSPECTS, key, action))

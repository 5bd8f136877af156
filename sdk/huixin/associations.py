"""`client.mandates`, `memberships`, `nominations` and `sanctions` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import TYPE_CHECKING

from huixin import right_operations as operations
from huixin.right_operations import Concept
from huixin.types.association import (
    MandatePage,
    MandateRequest,
    MandateView,
    MembershipEnding,
    MembershipPage,
    MembershipRequest,
    MembershipView,
    NominationAct,
    NominationPage,
    NominationRequest,
    NominationView,
    Revocation,
    SanctionLifting,
    SanctionPage,
    SanctionRequest,
    SanctionView,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

MANDATES = Concept("/v1/mandates", MandateView, MandatePage)
MEMBERSHIPS = Concept("/v1/memberships", MembershipView, MembershipPage)
NOMINATIONS = Concept("/v1/nominations", NominationView, NominationPage)
SANCTIONS = Concept("/v1/sanctions", SanctionView, SanctionPage)


class Mandates:
    """`client.mandates`: which standards an association or agency applies, and for how long."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[MandateView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, MANDATES, {"limit": limit}))

    def add(self, request: MandateRequest) -> MandateView:
        """Authorise, for the centre."""
        return self._client.run(operations.begin(self._session, MANDATES, request))

    def revoke(self, key: str, *, reason: str) -> MandateView:
        """End one today, with what rests on it inside the association."""
        body = Revocation(reason=reason)
        return self._client.run(operations.act(self._session, MANDATES, key, body, "revocation"))


class Memberships:
    """`client.memberships`: who belongs to the association."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[MembershipView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, MEMBERSHIPS, {"limit": limit}))

    def add(self, request: MembershipRequest) -> MembershipView:
        """Say that a merchant is a member."""
        return self._client.run(operations.begin(self._session, MEMBERSHIPS, request))

    def end(self, key: str, *, on: date, reason: str) -> MembershipView:
        """Say that it left."""
        body = MembershipEnding(on=on, reason=reason)
        return self._client.run(operations.act(self._session, MEMBERSHIPS, key, body, "ending"))


class Nominations:
    """`client.nominations`: whom the association puts forward by the standard."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[NominationView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, NOMINATIONS, {"limit": limit}))

    def add(self, request: NominationRequest) -> NominationView:
        """Propose to a department, or keep inside."""
        return self._client.run(operations.begin(self._session, NOMINATIONS, request))

    def act(self, key: str, action: NominationAct) -> NominationView:
        """Accept or decline, for the department; end what is kept inside, for the association."""
        return self._client.run(operations.act(self._session, NOMINATIONS, key, action))


class Sanctions:
    """`client.sanctions`: what the association did by its charter."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[SanctionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, SANCTIONS, {"limit": limit}))

    def add(self, request: SanctionRequest) -> SanctionView:
        """Warn, censure, downgrade or expel."""
        return self._client.run(operations.begin(self._session, SANCTIONS, request))

    def lift(self, key: str, *, on: date, reason: str) -> SanctionView:
        """End one: class and membership come back."""
        body = SanctionLifting(on=on, reason=reason)
        return self._client.run(operations.act(self._session, SANCTIONS, key, body, "lifting"))


class AsyncMandates:
    """`client.mandates`: which standards an association or agency applies, and for how long."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[MandateView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, MANDATES, {"limit": limit}))

    async def add(self, request: MandateRequest) -> MandateView:
        """Authorise, for the centre."""
        return await self._client.run(operations.begin(self._session, MANDATES, request))

    async def revoke(self, key: str, *, reason: str) -> MandateView:
        """End one today, with what rests on it inside the association."""
        body = Revocation(reason=reason)
        return await self._client.run(operations.act(self._session, MANDATES, key, body, "revocation"))


class AsyncMemberships:
    """`client.memberships`: who belongs to the association."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[MembershipView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, MEMBERSHIPS, {"limit": limit}))

    async def add(self, request: MembershipRequest) -> MembershipView:
        """Say that a merchant is a member."""
        return await self._client.run(operations.begin(self._session, MEMBERSHIPS, request))

    async def end(self, key: str, *, on: date, reason: str) -> MembershipView:
        """Say that it left."""
        body = MembershipEnding(on=on, reason=reason)
        return await self._client.run(operations.act(self._session, MEMBERSHIPS, key, body, "ending"))


class AsyncNominations:
    """`client.nominations`: whom the association puts forward by the standard."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[NominationView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, NOMINATIONS, {"limit": limit}))

    async def add(self, request: NominationRequest) -> NominationView:
        """Propose to a department, or keep inside."""
        return await self._client.run(operations.begin(self._session, NOMINATIONS, request))

    async def act(self, key: str, action: NominationAct) -> NominationView:
        """Accept or decline, for the department; end what is kept inside, for the association."""
        return await self._client.run(operations.act(self._session, NOMINATIONS, key, action))


class AsyncSanctions:
    """`client.sanctions`: what the association did by its charter."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[SanctionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, SANCTIONS, {"limit": limit}))

    async def add(self, request: SanctionRequest) -> SanctionView:
        """Warn, censure, downgrade or expel."""
        return await self._client.run(operations.begin(self._session, SANCTIONS, request))

    async def lift(self, key: str, *, on: date, reason: str) -> SanctionView:
        """End one: class and membership come back."""
        body = SanctionLifting(on=on, reason=reason)
        return await self._client.run(operations.act(self._session, SANCTIONS, key, body, "lifting"))

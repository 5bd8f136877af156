"""`client.plans` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import TYPE_CHECKING

from huixin import right_operations as operations
from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept
from huixin.sending import given
from huixin.types.plan import GapPage, GapView, PlanEnding, PlanList, PlanRequest, PlanSignature, PlanView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

PLANS = Concept("/v1/plans", PlanView, PlanList)
GAPS = Concept("/v1/plans/gaps", GapView, GapPage)


def _all(session: Session, on: date | None) -> Flow[list[PlanView]]:
    params = {key: str(value) for key, value in given({"on": on}).items()}
    found = yield from ask(session, Send("GET", PLANS.path, params=params), PlanList)
    return found.items


class Plans:
    """`client.plans`: the signed action plan of joint punishment, its versions, and what it leaves nobody to do."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def all(self, *, on: date | None = None) -> list[PlanView]:
        """Every version, the newest first; `in_force` is as of a day, by default today."""
        return self._client.run(_all(self._session, on))

    def get(self, key: str) -> PlanView:
        """One version, with its signatories and their measures."""
        return self._client.run(operations.row(self._session, PLANS, key))

    def add(self, request: PlanRequest) -> PlanView:
        """Enter a version, for the centre. Not tried again once sent."""
        return self._client.run(operations.begin(self._session, PLANS, request))

    def sign(self, key: str, signature: PlanSignature) -> PlanView:
        """For a department of the city; for the centre, what comes on paper."""
        return self._client.run(operations.act(self._session, PLANS, key, signature, "signatures"))

    def end(self, key: str, *, on: date, reason: str) -> PlanView:
        """Without another version in its place, for the centre."""
        body = PlanEnding(on=on, reason=reason)
        return self._client.run(operations.act(self._session, PLANS, key, body, "ending"))

    def gaps(self, *, limit: int | None = None) -> Iterator[GapView]:
        """What the rules ask and nobody is bound to do, newest first, page after page."""
        return self._client.each(operations.rows(self._session, GAPS, {"limit": limit}))


class AsyncPlans:
    """`client.plans`: the signed action plan of joint punishment, its versions, and what it leaves nobody to do."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def all(self, *, on: date | None = None) -> list[PlanView]:
        """Every version, the newest first; `in_force` is as of a day, by default today."""
        return await self._client.run(_all(self._session, on))

    async def get(self, key: str) -> PlanView:
        """One version, with its signatories and their measures."""
        return await self._client.run(operations.row(self._session, PLANS, key))

    async def add(self, request: PlanRequest) -> PlanView:
        """Enter a version, for the centre. Not tried again once sent."""
        return await self._client.run(operations.begin(self._session, PLANS, request))

    async def sign(self, key: str, signature: PlanSignature) -> PlanView:
        """For a department of the city; for the centre, what comes on paper."""
        return await self._client.run(operations.act(self._session, PLANS, key, signature, "signatures"))

    async def end(self, key: str, *, on: date, reason: str) -> PlanView:
        """Without another version in its place, for the centre."""
        body = PlanEnding(on=on, reason=reason)
        return await self._client.run(operations.act(self._session, PLANS, key, body, "ending"))

    def gaps(self, *, limit: int | None = None) -> AsyncIterator[GapView]:
        """What the rules ask and nobody is bound to do, newest first, page after page."""
        return self._client.each(operations.rows(self._session, GAPS, {"limit": limit}))

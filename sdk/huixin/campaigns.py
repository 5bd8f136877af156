"""`client.campaigns` of both clients, over the same flows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from huixin import campaign_operations as operations
from huixin.types.campaign import (
    CampaignAct,
    CampaignBoard,
    CampaignRequest,
    CampaignView,
    EnrolmentView,
    RosterResult,
    TakenOff,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Campaigns:
    """`client.campaigns`: promotions, and whom one enrols in them."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[CampaignView]:
        """All of them, newest first, page after page."""
        return self._client.each(operations.campaigns(self._session, {"limit": limit}))

    def get(self, key: str) -> CampaignView:
        """With its pledges and guidance, as far as they are the caller's to see."""
        return self._client.run(operations.campaign(self._session, key))

    def add(self, request: CampaignRequest) -> CampaignView:
        """Announce one, for the centre."""
        return self._client.run(operations.announce(self._session, request))

    def act(self, key: str, action: CampaignAct) -> CampaignView:
        """Guide platforms, or pledge. Not tried again once sent."""
        return self._client.run(operations.act_on(self._session, key, action))

    def enrol(self, key: str, path: str | Path) -> RosterResult:
        """Send a roster (CSV: code and name) to be enrolled and screened."""
        with Path(path).open("rb") as file:
            return self._client.run(operations.enrol(self._session, key, (Path(path).name, file)))

    def enrolments(self, key: str, *, outcome: str | None = None, limit: int | None = None) -> Iterator[EnrolmentView]:
        """One's own, by code, page after page; with `outcome` only those that come to it."""
        filters = {"outcome": outcome, "limit": limit}
        return self._client.each(operations.enrolments(self._session, key, filters))

    def take_off(self, key: str, uscc: str) -> TakenOff:
        """Take a merchant off one's roster, at once. Not tried again once sent."""
        return self._client.run(operations.take_off(self._session, key, uscc))

    def board(self, key: str) -> CampaignBoard:
        """How many were checked, excluded, restricted, held for a person, and by which rules."""
        return self._client.run(operations.board(self._session, key))


class AsyncCampaigns:
    """`client.campaigns`: promotions, and whom one enrols in them."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[CampaignView]:
        """All of them, newest first, page after page."""
        return self._client.each(operations.campaigns(self._session, {"limit": limit}))

    async def get(self, key: str) -> CampaignView:
        """With its pledges and guidance, as far as they are the caller's to see."""
        return await self._client.run(operations.campaign(self._session, key))

    async def add(self, request: CampaignRequest) -> CampaignView:
        """Announce one, for the centre."""
        return await self._client.run(operations.announce(self._session, request))

    async def act(self, key: str, action: CampaignAct) -> CampaignView:
        """Guide platforms, or pledge. Not tried again once sent."""
        return await self._client.run(operations.act_on(self._session, key, action))

    async def enrol(self, key: str, path: str | Path) -> RosterResult:
        """Send a roster (CSV: code and name) to be enrolled and screened."""
        with await asyncio.to_thread(Path(path).open, "rb") as file:
            return await self._client.run(operations.enrol(self._session, key, (Path(path).name, file)))

    def enrolments(
        self, key: str, *, outcome: str | None = None, limit: int | None = None
    ) -> AsyncIterator[EnrolmentView]:
        """One's own, by code, page after page; with `outcome` only those that come to it."""
        filters = {"outcome": outcome, "limit": limit}
        return self._client.each(operations.enrolments(self._session, key, filters))

    async def take_off(self, key: str, uscc: str) -> TakenOff:
        """Take a merchant off one's roster, at once. Not tried again once sent."""
        return await self._client.run(operations.take_off(self._session, key, uscc))

    async def board(self, key: str) -> CampaignBoard:
        """How many were checked, excluded, restricted, held for a person, and by which rules."""
        return await self._client.run(operations.board(self._session, key))

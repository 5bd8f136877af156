"""`client.commitments` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from huixin import commitment_operations as operations
from huixin.types.commitment import (
    CommitmentAct,
    CommitmentDetail,
    CommitmentRequest,
    CommitmentTemplateRequest,
    CommitmentTemplateView,
    CommitmentView,
    RegisteredCommitment,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Commitments:
    """`client.commitments`: promises of honest trade, made of one's own will."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def templates(self) -> list[CommitmentTemplateView]:
        """What may be promised: every version, the oldest first."""
        return self._client.run(operations.templates(self._session))

    def publish(self, template: CommitmentTemplateRequest) -> CommitmentTemplateView:
        """The next version of a template, for the centre."""
        return self._client.run(operations.publish(self._session, template))

    def iter(self, *, limit: int | None = None) -> Iterator[CommitmentView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.commitments(self._session, {"limit": limit}))

    def get(self, key: str) -> CommitmentDetail:
        """With its history."""
        return self._client.run(operations.commitment(self._session, key))

    def add(self, request: CommitmentRequest) -> CommitmentDetail:
        """Promise. Not tried again once sent."""
        return self._client.run(operations.add(self._session, request))

    def act(self, key: str, action: CommitmentAct) -> CommitmentDetail:
        """Report performance, withdraw, record or retract a breach. Not tried again once sent."""
        return self._client.run(operations.act(self._session, key, action))

    def register(self, *, uscc: str | None = None, limit: int | None = None) -> Iterator[RegisteredCommitment]:
        """The public register of what is in force, newest first, page after page."""
        return self._client.each(operations.register(self._session, {"uscc": uscc, "limit": limit}))


class AsyncCommitments:
    """`client.commitments`: promises of honest trade, made of one's own will."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def templates(self) -> list[CommitmentTemplateView]:
        """What may be promised: every version, the oldest first."""
        return await self._client.run(operations.templates(self._session))

    async def publish(self, template: CommitmentTemplateRequest) -> CommitmentTemplateView:
        """The next version of a template, for the centre."""
        return await self._client.run(operations.publish(self._session, template))

    def iter(self, *, limit: int | None = None) -> AsyncIterator[CommitmentView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.commitments(self._session, {"limit": limit}))

    async def get(self, key: str) -> CommitmentDetail:
        """With its history."""
        return await self._client.run(operations.commitment(self._session, key))

    async def add(self, request: CommitmentRequest) -> CommitmentDetail:
        """Promise. Not tried again once sent."""
        return await self._client.run(operations.add(self._session, request))

    async def act(self, key: str, action: CommitmentAct) -> CommitmentDetail:
        """Report performance, withdraw, record or retract a breach. Not tried again once sent."""
        return await self._client.run(operations.act(self._session, key, action))

    def register(self, *, uscc: str | None = None, limit: int | None = None) -> AsyncIterator[RegisteredCommitment]:
        """The public register of what is in force, newest first, page after page."""
        return self._client.each(operations.register(self._session, {"uscc": uscc, "limit": limit}))

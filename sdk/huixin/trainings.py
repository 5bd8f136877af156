"""`client.trainings` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from huixin import training_operations as operations
from huixin.types.training import InviteRequest, SeatView, TrainingAct, TrainingRequest, TrainingView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Trainings:
    """`client.trainings`: rounds of training for those on the lists."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[TrainingView]:
        """All rounds, newest first, page after page."""
        return self._client.each(operations.trainings(self._session, {"limit": limit}))

    def get(self, key: str) -> TrainingView:
        """With its rates by unit."""
        return self._client.run(operations.training(self._session, key))

    def add(self, request: TrainingRequest) -> TrainingView:
        """Hold a round, for the centre or a department."""
        return self._client.run(operations.hold(self._session, request))

    def invite_listed(self, key: str) -> int:
        """Invite whoever stands on the lists of the round today; says how many came anew."""
        return (self._client.run(operations.invite_listed(self._session, key))).invited

    def seats(self, key: str, *, limit: int | None = None) -> Iterator[SeatView]:
        """The invitations that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.seats(self._session, key, {"limit": limit}))

    def invite(self, key: str, request: InviteRequest) -> SeatView:
        """Invite a legal representative or an individual. Not tried again once sent."""
        return self._client.run(operations.invite(self._session, key, request))

    def act(self, key: str, seat_id: str, action: TrainingAct) -> SeatView:
        """Schedule, attend, examine, mark absent, excuse. Not tried again once sent."""
        return self._client.run(operations.mark(self._session, key, seat_id, action))


class AsyncTrainings:
    """`client.trainings`: rounds of training for those on the lists."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[TrainingView]:
        """All rounds, newest first, page after page."""
        return self._client.each(operations.trainings(self._session, {"limit": limit}))

    async def get(self, key: str) -> TrainingView:
        """With its rates by unit."""
        return await self._client.run(operations.training(self._session, key))

    async def add(self, request: TrainingRequest) -> TrainingView:
        """Hold a round, for the centre or a department."""
        return await self._client.run(operations.hold(self._session, request))

    async def invite_listed(self, key: str) -> int:
        """Invite whoever stands on the lists of the round today; says how many came anew."""
        return (await self._client.run(operations.invite_listed(self._session, key))).invited

    def seats(self, key: str, *, limit: int | None = None) -> AsyncIterator[SeatView]:
        """The invitations that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.seats(self._session, key, {"limit": limit}))

    async def invite(self, key: str, request: InviteRequest) -> SeatView:
        """Invite a legal representative or an individual. Not tried again once sent."""
        return await self._client.run(operations.invite(self._session, key, request))

    async def act(self, key: str, seat_id: str, action: TrainingAct) -> SeatView:
        """Schedule, attend, examine, mark absent, excuse. Not tried again once sent."""
        return await self._client.run(operations.mark(self._session, key, seat_id, action))

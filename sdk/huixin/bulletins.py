"""`client.bulletins` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from huixin.flows import Flow, Send, Session, ask
from huixin.right_operations import Concept, act, begin, row, rows
from huixin.sending import Many
from huixin.types.bulletin import (
    BulletinAct,
    BulletinDetail,
    BulletinExits,
    BulletinNotice,
    BulletinNotices,
    BulletinPage,
    BulletinPeriod,
    BulletinRequest,
    BulletinSchedule,
    BulletinView,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

BULLETINS = Concept("/v1/bulletins", BulletinView, BulletinPage)
BULLETIN = Concept("/v1/bulletins", BulletinDetail, BulletinPage)
NOTICES = Concept("/public/bulletins", BulletinNotice, BulletinNotices)


def _schedule(session: Session) -> Flow[list[BulletinPeriod]]:
    told = yield from ask(session, Send("GET", f"{BULLETINS.path}/schedule"), BulletinSchedule)
    return told.items


def _notices(session: Session, filters: dict[str, Any]) -> Many[BulletinNotice]:
    return rows(session, NOTICES, filters)


def _exits(session: Session) -> Flow[list[BulletinExits]]:
    told = yield from ask(session, Send("GET", NOTICES.path, params={"limit": "1"}), BulletinNotices)
    return told.exits


class Bulletins:
    """`client.bulletins`: what is made public on a schedule."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[BulletinView]:
        """The centre's all, everybody else's those that are published; newest first, page after page."""
        return self._client.each(rows(self._session, BULLETINS, {"limit": limit}))

    def get(self, key: str) -> BulletinDetail:
        """One of them, with the names that may be told at this moment."""
        return self._client.run(row(self._session, BULLETIN, key))

    def schedule(self) -> list[BulletinPeriod]:
        """This period and those before: published, late, open or overdue."""
        return self._client.run(_schedule(self._session))

    def add(self, request: BulletinRequest) -> BulletinDetail:
        """Draft one. Not tried again once sent."""
        return self._client.run(begin(self._session, BULLETIN, request))

    def act(self, key: str, action: BulletinAct) -> BulletinDetail:
        """Approve, discard or withdraw: `act(id, BulletinApproval())`. Not tried again once sent."""
        return self._client.run(act(self._session, BULLETIN, key, action))

    def notices(self, *, limit: int | None = None) -> Iterator[BulletinNotice]:
        """What is public of them in numbers, newest first, page after page."""
        return self._client.each(_notices(self._session, {"limit": limit}))

    def exits(self) -> list[BulletinExits]:
        """How many records that had been named left a list, by day, newest first."""
        return self._client.run(_exits(self._session))


class AsyncBulletins:
    """`client.bulletins`: what is made public on a schedule."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[BulletinView]:
        """The centre's all, everybody else's those that are published; newest first, page after page."""
        return self._client.each(rows(self._session, BULLETINS, {"limit": limit}))

    async def get(self, key: str) -> BulletinDetail:
        """One of them, with the names that may be told at this moment."""
        return await self._client.run(row(self._session, BULLETIN, key))

    async def schedule(self) -> list[BulletinPeriod]:
        """This period and those before: published, late, open or overdue."""
        return await self._client.run(_schedule(self._session))

    async def add(self, request: BulletinRequest) -> BulletinDetail:
        """Draft one. Not tried again once sent."""
        return await self._client.run(begin(self._session, BULLETIN, request))

    async def act(self, key: str, action: BulletinAct) -> BulletinDetail:
        """Approve, discard or withdraw: `act(id, BulletinApproval())`. Not tried again once sent."""
        return await self._client.run(act(self._session, BULLETIN, key, action))

    def notices(self, *, limit: int | None = None) -> AsyncIterator[BulletinNotice]:
        """What is public of them in numbers, newest first, page after page."""
        return self._client.each(_notices(self._session, {"limit": limit}))

    async def exits(self) -> list[BulletinExits]:
        """How many records that had been named left a list, by day, newest first."""
        return await self._client.run(_exits(self._session))

"""`client.upstream` of both clients, over the same flows: for the centre."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, model, posted, segment
from huixin.types.upstream import (
    ReappearanceAnswer,
    ReappearancePage,
    ReappearanceView,
    UnconfirmedPage,
    UpstreamFeedView,
    UpstreamStatus,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _feeds(session: Session) -> Flow[list[UpstreamFeedView]]:
    status = yield from ask(session, Send("GET", "/v1/upstream"), UpstreamStatus)
    return status.items


def _reappearances(session: Session) -> Many[ReappearanceView]:
    """Page after page; a flow is made when the one before has told where it ended."""
    params: dict[str, str] = {}
    yield _page(session, "/v1/upstream/reappearances", params, ReappearancePage)
    while params:
        yield _page(session, "/v1/upstream/reappearances", params, ReappearancePage)


def _unconfirmed(session: Session, feed: str) -> Many[str]:
    path, params = f"/v1/upstream/{segment(feed)}/unconfirmed", dict[str, str]()
    yield _page(session, path, params, UnconfirmedPage)
    while params:
        yield _page(session, path, params, UnconfirmedPage)


def _page(session: Session, path: str, params: dict[str, str], shape: type[Any]) -> Flow[list[Any]]:
    asked = params.pop("after", None)
    page = yield from ask(session, Send("GET", path, params={"after": asked} if asked else None), shape)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page twice: {asked}.")
        params["after"] = page.next
    items: list[Any] = page.items
    return items


def _answer(session: Session, reappearance_id: str, said: dict[str, str]) -> Flow[ReappearanceView]:
    path = f"/v1/upstream/reappearances/{segment(reappearance_id)}"
    return ask(session, posted(path, model(ReappearanceAnswer, said), repeatable=False), ReappearanceView)


class Upstream:
    """`client.upstream`: how feeds of national and provincial platforms stand, and what waits for a person."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def feeds(self) -> list[UpstreamFeedView]:
        """How old what each feed has confirmed is, and what went wrong since."""
        return self._client.run(_feeds(self._session))

    def reappearances(self) -> Iterator[ReappearanceView]:
        """Records that ended here and that upstream names again, without an answer yet."""
        return self._client.each(_reappearances(self._session))

    def unconfirmed(self, feed: str) -> Iterator[str]:
        """Ids of the listings that upstream has not confirmed for too long."""
        return self._client.each(_unconfirmed(self._session, feed))

    def answer(self, reappearance_id: str, *, answer: str, by: str, why: str) -> ReappearanceView:
        """`reopened`: the record counts again; `stays_ended`: upstream is not believed. Not tried again once sent."""
        return self._client.run(_answer(self._session, reappearance_id, {"answer": answer, "by": by, "why": why}))


class AsyncUpstream:
    """`client.upstream`: how feeds of national and provincial platforms stand, and what waits for a person."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def feeds(self) -> list[UpstreamFeedView]:
        """How old what each feed has confirmed is, and what went wrong since."""
        return await self._client.run(_feeds(self._session))

    def reappearances(self) -> AsyncIterator[ReappearanceView]:
        """Records that ended here and that upstream names again, without an answer yet."""
        return self._client.each(_reappearances(self._session))

    def unconfirmed(self, feed: str) -> AsyncIterator[str]:
        """Ids of the listings that upstream has not confirmed for too long."""
        return self._client.each(_unconfirmed(self._session, feed))

    async def answer(self, reappearance_id: str, *, answer: str, by: str, why: str) -> ReappearanceView:
        """`reopened`: the record counts again; `stays_ended`: upstream is not believed. Not tried again once sent."""
        return await self._client.run(_answer(self._session, reappearance_id, {"answer": answer, "by": by, "why": why}))

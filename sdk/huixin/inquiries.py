"""`client.inquiries` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from huixin import right_operations as operations
from huixin.right_operations import Concept
from huixin.types.inquiry import InquiryAnswer, InquiryPage, InquiryRequest, InquiryView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

INQUIRIES = Concept("/v1/inquiries", InquiryView, InquiryPage)


class Inquiries:
    """`client.inquiries`: what the centre asks of one's own contract customers."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> Iterator[InquiryView]:
        """Those that one was asked, newest first, page after page; the centre's are all."""
        return self._client.each(operations.rows(self._session, INQUIRIES, {"limit": limit}))

    def get(self, key: str) -> InquiryView:
        """One of them."""
        return self._client.run(operations.row(self._session, INQUIRIES, key))

    def add(self, request: InquiryRequest) -> InquiryView:
        """Ask members, for the centre."""
        return self._client.run(operations.begin(self._session, INQUIRIES, request))

    def answer(self, key: str, said: InquiryAnswer) -> InquiryView:
        """Answer or refuse, once: `answer(id, GiveCount(count=12, by="…"))`."""
        return self._client.run(operations.act(self._session, INQUIRIES, key, said, "answer"))


class AsyncInquiries:
    """`client.inquiries`: what the centre asks of one's own contract customers."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, limit: int | None = None) -> AsyncIterator[InquiryView]:
        """Those that one was asked, newest first, page after page; the centre's are all."""
        return self._client.each(operations.rows(self._session, INQUIRIES, {"limit": limit}))

    async def get(self, key: str) -> InquiryView:
        """One of them."""
        return await self._client.run(operations.row(self._session, INQUIRIES, key))

    async def add(self, request: InquiryRequest) -> InquiryView:
        """Ask members, for the centre."""
        return await self._client.run(operations.begin(self._session, INQUIRIES, request))

    async def answer(self, key: str, said: InquiryAnswer) -> InquiryView:
        """Answer or refuse, once: `answer(id, GiveCount(count=12, by="…"))`."""
        return await self._client.run(operations.act(self._session, INQUIRIES, key, said, "answer"))

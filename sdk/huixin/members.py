"""`client.members` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from huixin.core.vocabulary import MemberKind
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, given, model, posted, segment
from huixin.types.member import (
    CredentialRequest,
    MemberName,
    MemberNames,
    MemberPage,
    MemberRequest,
    MemberView,
    NewCredential,
)

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


def _members(session: Session, kind: MemberKind | None, limit: int | None) -> Many[MemberView]:
    """Page after page; a flow is made when the one before has told where it ended."""
    params = {key: str(value) for key, value in given({"kind": kind, "limit": limit}).items()}
    yield _page(session, params)
    while "after" in params:
        yield _page(session, params)


def _page(session: Session, params: dict[str, str]) -> Flow[list[MemberView]]:
    page = yield from ask(session, Send("GET", "/v1/members", params=dict(params)), MemberPage)
    params.pop("after", None)
    params |= given({"after": page.next})
    return page.items


def _names(session: Session, kind: MemberKind | None) -> Flow[list[MemberName]]:
    params = {key: str(value) for key, value in given({"kind": kind}).items()}
    reply = yield from ask(session, Send("GET", "/v1/members/names", params=params), MemberNames)
    return reply.items


def _get(session: Session, member_id: str) -> Flow[MemberView]:
    return ask(session, Send("GET", f"/v1/members/{segment(member_id)}"), MemberView)


def _add(session: Session, fields: dict[str, Any]) -> Flow[NewCredential]:
    return ask(session, posted("/v1/members", model(MemberRequest, given(fields)), repeatable=False), NewCredential)


def _disable(session: Session, member_id: str) -> Flow[MemberView]:
    return ask(session, Send("DELETE", f"/v1/members/{segment(member_id)}"), MemberView)


def _issue(session: Session, member_id: str, holder: str, scopes: Sequence[str] | None) -> Flow[NewCredential]:
    request = model(CredentialRequest, given({"holder": holder, "scopes": scopes}))
    path = f"/v1/members/{segment(member_id)}/credentials"
    return ask(session, posted(path, request, repeatable=False), NewCredential)


def _revoke(session: Session, member_id: str, client_id: str) -> Flow[MemberView]:
    path = f"/v1/members/{segment(member_id)}/credentials/{segment(client_id)}"
    return ask(session, Send("DELETE", path), MemberView)


class Members:
    """`client.members`: who may ask, and by which credentials; for administrators of the centre, and auditors."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, kind: MemberKind | None = None, limit: int | None = None) -> Iterator[MemberView]:
        """Disabled ones too, newest first, page after page; never merchants."""
        return self._client.each(_members(self._session, kind, limit))

    def names(self, *, kind: MemberKind | None = None) -> list[MemberName]:
        """Those that are not disabled, to name one in a request; for authorities: to units and departments platforms
        alone."""
        return self._client.run(_names(self._session, kind))

    def get(self, member_id: str) -> MemberView:
        return self._client.run(_get(self._session, member_id))

    def add(self, **fields: Any) -> NewCredential:
        """The fields are those of `MemberRequest`. The secret is shown this once."""
        return self._client.run(_add(self._session, fields))

    def disable(self, member_id: str) -> MemberView:
        """From now on none of its credentials and tokens opens anything."""
        return self._client.run(_disable(self._session, member_id))

    def issue(self, member_id: str, holder: str, *, scopes: Sequence[str] | None = None) -> NewCredential:
        """A further credential, for one person. The secret is shown this once."""
        return self._client.run(_issue(self._session, member_id, holder, scopes))

    def revoke(self, member_id: str, client_id: str) -> MemberView:
        """From now on this credential and its tokens open nothing."""
        return self._client.run(_revoke(self._session, member_id, client_id))


class AsyncMembers:
    """`client.members`: who may ask, and by which credentials; for administrators of the centre, and auditors."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, kind: MemberKind | None = None, limit: int | None = None) -> AsyncIterator[MemberView]:
        """Disabled ones too, newest first, page after page; never merchants."""
        return self._client.each(_members(self._session, kind, limit))

    async def names(self, *, kind: MemberKind | None = None) -> list[MemberName]:
        """Those that are not disabled, to name one in a request; for authorities: to units and departments platforms
        alone."""
        return await self._client.run(_names(self._session, kind))

    async def get(self, member_id: str) -> MemberView:
        return await self._client.run(_get(self._session, member_id))

    async def add(self, **fields: Any) -> NewCredential:
        """The fields are those of `MemberRequest`. The secret is shown this once."""
        return await self._client.run(_add(self._session, fields))

    async def disable(self, member_id: str) -> MemberView:
        """From now on none of its credentials and tokens opens anything."""
        return await self._client.run(_disable(self._session, member_id))

    async def issue(self, member_id: str, holder: str, *, scopes: Sequence[str] | None = None) -> NewCredential:
        """A further credential, for one person. The secret is shown this once."""
        return await self._client.run(_issue(self._session, member_id, holder, scopes))

    async def revoke(self, member_id: str, client_id: str) -> MemberView:
        """From now on this credential and its tokens open nothing."""
        return await self._client.run(_revoke(self._session, member_id, client_id))

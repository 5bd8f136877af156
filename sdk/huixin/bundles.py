"""`client.bundles` of both clients, over the same flows."""

from typing import TYPE_CHECKING, Any

from huixin.flows import Flow, Send, Session, ask, ask_content, ask_unless
from huixin.sending import given, json_of, segment
from huixin.types.bundle import BundleAcknowledged, BundleFollowed, BundleOffer, MemberFile

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

_PACKED = {"Accept": "application/octet-stream", "Accept-Encoding": "zstd"}
PIECE_TIMEOUT = 120.0


def _keys(session: Session) -> Flow[list[dict[str, Any]]]:
    found = yield from ask(session, Send("GET", "/.well-known/jwks.json"), dict[str, list[dict[str, Any]]])
    return found["keys"]


def _current(session: Session, have: str | None) -> Flow[BundleOffer]:
    return ask(session, Send("GET", "/v1/bundles/current", params=given({"have": have})), BundleOffer)


def _member(session: Session, tag: str | None) -> Flow[tuple[MemberFile, str] | None]:
    headers = {} if tag is None else {"If-None-Match": tag}
    return ask_unless(session, Send("GET", "/v1/bundles/member", headers=headers), MemberFile)


def _piece(session: Session, sha256: str, first: int, last: int) -> Flow[bytes]:
    headers = _PACKED | {"Range": f"bytes={first}-{last}"}
    request = Send("GET", f"/v1/bundles/{segment(sha256)}", headers=headers, timeout=PIECE_TIMEOUT, packed=True)
    return ask_content(session, request)


def _followed(session: Session, manifest: str) -> Flow[BundleAcknowledged]:
    content = json_of(BundleFollowed(manifest=manifest))
    request = Send("POST", "/v1/bundles/followed", content=content, headers={"Content-Type": "application/json"})
    return ask(session, request, BundleAcknowledged)


class Bundles:
    """`client.bundles`: what it takes to answer without the network; `huixin.local` does it all."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def keys(self) -> list[dict[str, Any]]:
        """The service's public keys, as JWKs."""
        return self._client.run(_keys(self._session))

    def current(self, *, have: str | None = None) -> BundleOffer:
        """What has to be fetched by who holds the bundle of that manifest, or none."""
        return self._client.run(_current(self._session, have))

    def member(self, tag: str | None = None) -> tuple[MemberFile, str] | None:
        """The member's own file and its ETag; None where it is still the one of that tag."""
        return self._client.run(_member(self._session, tag))

    def piece(self, sha256: str, first: int, last: int) -> bytes:
        """Bytes of a file, as it is packed (zstd), from the first to the last."""
        return self._client.run(_piece(self._session, sha256, first, last))

    def followed(self, manifest: str) -> BundleAcknowledged:
        """Say which bundle is answered from now: acknowledges the notices of what no longer stands in it."""
        return self._client.run(_followed(self._session, manifest))


class AsyncBundles:
    """`client.bundles`: what it takes to answer without the network; `huixin.local` does it all."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def keys(self) -> list[dict[str, Any]]:
        """The service's public keys, as JWKs."""
        return await self._client.run(_keys(self._session))

    async def current(self, *, have: str | None = None) -> BundleOffer:
        """What has to be fetched by who holds the bundle of that manifest, or none."""
        return await self._client.run(_current(self._session, have))

    async def member(self, tag: str | None = None) -> tuple[MemberFile, str] | None:
        """The member's own file and its ETag; None where it is still the one of that tag."""
        return await self._client.run(_member(self._session, tag))

    async def piece(self, sha256: str, first: int, last: int) -> bytes:
        """Bytes of a file, as it is packed (zstd), from the first to the last."""
        return await self._client.run(_piece(self._session, sha256, first, last))

    async def followed(self, manifest: str) -> BundleAcknowledged:
        """Say which bundle is answered from now: acknowledges the notices of what no longer stands in it."""
        return await self._client.run(_followed(self._session, manifest))

"""Who is signed in: a member's credential, exchanged for a random key that the browser keeps in a cookie.

The secret stays in this process, as long as the session lasts; the browser never gets it, nor a token of the service.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

import httpx

from api.console.words import Language
from huixin import AsyncClient
from huixin.config import TIMEOUT
from huixin.types.me import Me

COOKIE = "huixin_console"
IDLE_SECONDS = 30 * 60
MOST = 1000
"""Sessions that are kept; beyond them the one that was idle longest ends."""


@dataclass(slots=True)
class SignedIn:
    http: httpx.AsyncClient
    client: AsyncClient
    me: Me
    language: Language
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Goes with every form that is sent, so that another site's page cannot send one."""
    seen: float = field(default_factory=monotonic)

    def may(self, scope: str) -> bool:
        return scope in self.me.scopes

    def speak(self, language: Language) -> None:
        """From now on the console, and what the service says of its own, are in this language."""
        self.language = language
        self.http.headers["Accept-Language"] = language

    async def leave(self) -> None:
        await self.http.aclose()


class Sessions:
    def __init__(self, url: str) -> None:
        self._url = url
        self._by_key: dict[str, SignedIn] = {}

    async def sign_in(
        self, name: str, secret: str, language: Language, *, merchant: bool = False
    ) -> tuple[str, SignedIn]:
        """A new session with its key: of a member by client id and secret, of a merchant by its one-time code.

        Raises HuixinError where the service does not take them.
        """
        http = httpx.AsyncClient(timeout=TIMEOUT, headers={"Accept-Language": language})
        client = AsyncClient(self._url, name, secret, http=http, merchant=merchant)
        try:
            me = await client.me()
        except BaseException:
            await http.aclose()
            raise
        await self._make_room()
        key = secrets.token_urlsafe(32)
        who = self._by_key[key] = SignedIn(http, client, me, language)
        return key, who

    def of(self, cookies: Mapping[str, str]) -> SignedIn | None:
        """Whose cookie this is, unless it has been idle for too long."""
        given = cookies.get(COOKIE, "")
        who = self._by_key.get(given)
        if who is None or monotonic() - who.seen > IDLE_SECONDS:
            return None
        who.seen = monotonic()
        return who

    async def sign_out(self, cookies: Mapping[str, str]) -> None:
        who = self._by_key.pop(cookies.get(COOKIE, ""), None)
        if who is not None:
            await who.leave()

    async def close(self) -> None:
        for who in self._by_key.values():
            await who.leave()
        self._by_key.clear()

    async def _make_room(self) -> None:
        over = sorted(self._by_key, key=lambda key: self._by_key[key].seen)
        idle = [key for key in over if monotonic() - self._by_key[key].seen > IDLE_SECONDS]
        for key in {*idle, *over[: max(0, len(over) - MOST + 1)]}:
            await self._by_key.pop(key).leave()


def is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())

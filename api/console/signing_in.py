"""Who is signed in: a member's credential, exchanged for a random key that the browser keeps in a cookie.

The secret stays in this process, as long as the session lasts; the browser never gets it, nor a token of the service.
"""

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlencode
from weakref import WeakSet

import httpx
from nicegui import Client

from api.console.words import Language
from huixin import AsyncClient
from huixin.config import TIMEOUT
from huixin.core.vocabulary import MemberKind
from huixin.types.me import Me

COOKIE = "huixin_console"
SIGN_IN = "/sign-in"
IDLE_SECONDS = 30 * 60
_LOOK_SECONDS = 15
"""Between two looks at which sessions have been idle for too long."""
MOST = 1000
"""Sessions that are kept; beyond them the one that was idle longest ends."""


@dataclass(slots=True, eq=False)
class SignedIn:
    http: httpx.AsyncClient
    client: AsyncClient
    me: Me
    language: Language
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Goes with every form that is sent, so that another site's page cannot send one."""
    seen: float = field(default_factory=monotonic)
    """When a page was opened, or something done on one. What a page does by itself does not count."""
    pages: WeakSet[Client] = field(default_factory=WeakSet)
    """Those that are open in the browser, or were a moment ago."""
    is_over: bool = False

    def may(self, scope: str) -> bool:
        return scope in self.me.scopes

    def speak(self, language: Language) -> None:
        """From now on the console, and what the service says of its own, are in this language."""
        self.language = language
        self.http.headers["Accept-Language"] = language

    async def leave(self, but: str = "") -> None:
        """Nothing is done for them any more; their pages, `but` that one, lead to the sign-in and back from there."""
        self.is_over = True
        for page in self.pages:
            if page.id != but and not page.is_deleted:
                page.open(self._sign_in_again(page))
        await self.http.aclose()

    def _sign_in_again(self, page: Client) -> str:
        here = page.request.url
        back = here.path + (f"?{here.query}" if here.query else "")
        return sign_in_at(back, self.language, merchant=self.me.kind is MemberKind.MERCHANT, is_over=True)


class Sessions:
    def __init__(self, url: str, idle_seconds: float = IDLE_SECONDS) -> None:
        self._url, self._idle_seconds = url, idle_seconds
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
        return None if who is None or self._is_idle(who) else who

    def acting(self, cookies: Mapping[str, str]) -> SignedIn | None:
        """Who opens a page or does something on one, which keeps the session from being idle."""
        who = self.of(cookies)
        if who is not None:
            who.seen = monotonic()
        return who

    async def sign_out(self, cookies: Mapping[str, str], page: str = "") -> None:
        """`page`: id of the one that goes to the sign-in by itself."""
        who = self._by_key.pop(cookies.get(COOKIE, ""), None)
        if who is not None:
            await who.leave(page)

    async def end_idle(self) -> None:
        for key in [key for key, who in self._by_key.items() if self._is_idle(who)]:
            await self._by_key.pop(key).leave()

    async def watch(self) -> None:
        """Ends what is idle for too long, as long as the console runs."""
        while True:
            await asyncio.sleep(min(_LOOK_SECONDS, self._idle_seconds))
            await self.end_idle()

    async def close(self) -> None:
        for who in self._by_key.values():
            await who.leave()
        self._by_key.clear()

    async def _make_room(self) -> None:
        await self.end_idle()
        longest_idle_first = sorted(self._by_key, key=lambda key: self._by_key[key].seen)
        for key in longest_idle_first[: max(0, len(longest_idle_first) - MOST + 1)]:
            await self._by_key.pop(key).leave()

    def _is_idle(self, who: SignedIn) -> bool:
        return monotonic() - who.seen > self._idle_seconds


def sign_in_at(back: str, language: Language = Language.ZH, *, merchant: bool = False, is_over: bool = False) -> str:
    """The address of the sign-in that leads `back`."""
    asked = {
        "language": "" if language is Language.ZH else language,
        "merchant": "true" * merchant,
        "over": "true" * is_over,
        "back": "" if back == "/" else back,
    }
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{SIGN_IN}?{said}" if said else SIGN_IN


def own_path(back: str) -> str:
    """A path of our own, never another host: browsers take a backslash for a slash."""
    return back if back.startswith("/") and back[1:2] not in ("/", "\\") else "/"


def is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())

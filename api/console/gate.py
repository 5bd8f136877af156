"""Before every request: nobody but who is signed in gets a page, and no page of another site may act for them."""

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.console.signing_in import SIGN_IN, Sessions, sign_in_at

_ASSETS = "/_nicegui/"
_SOCKET = "/_nicegui_ws/"
_ACT = re.compile(r'(^|\x1e)42\["event",')
"""What a person does on a page, as Socket.IO sends it; all else that comes over the socket the page sends by itself."""
_OF_CLIENTS = "/_nicegui/client/"
"""What a page sends to the process by itself, such as uploads."""
_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app, self._sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        acts = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if acts and not _from_here(headers):
            await _refuse(scope, receive, send, 403)
        elif path.startswith(_SOCKET):
            await self._by_socket(scope, receive, send, _cookies(headers))
        elif _is_open(path) or self._sessions.acting(_cookies(headers)) is not None:
            await self._app(scope, receive, _with_headers(send, is_page=not path.startswith(_ASSETS)))
        elif acts or path.startswith(_ASSETS):
            await _refuse(scope, receive, send, 401)
        else:
            here = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            await RedirectResponse(sign_in_at(here), 303)(scope, receive, send)

    async def _by_socket(self, scope: Scope, receive: Receive, send: Send, cookies: Mapping[str, str]) -> None:
        """A page that is open says what is done on it; once the session is over, nothing is."""
        if self._sessions.of(cookies) is not None:
            await self._app(scope, self._acting(receive, cookies), send)
        elif scope["type"] == "websocket":
            await self._app(_of_no_page(scope), self._acting(receive, cookies), send)
        else:
            await _refuse(scope, receive, send, 401)

    def _acting(self, receive: Receive, cookies: Mapping[str, str]) -> Receive:
        async def receiving() -> Message:
            while True:
                message = await receive()
                if not _is_act(message) or self._sessions.acting(cookies) is not None:
                    return message
                await self._sessions.end_idle()  # its pages are led to the sign-in now, not at the next look

        return receiving


def _is_act(message: Message) -> bool:
    """Of a frame, or of the body of a request where there are no frames."""
    text = message.get("text") or (message.get("body") or b"").decode("utf-8", "replace")
    return _ACT.search(text) is not None


def _of_no_page(scope: Scope) -> Scope:
    """As that of a page which is gone: the browser then loads it anew, and is led to the sign-in."""
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    none = {"client_id": "none", "implicit_handshake": "true"}
    return {**scope, "query_string": urlencode(asked | none).encode()}


def _is_open(path: str) -> bool:
    return path == SIGN_IN or (path.startswith(_ASSETS) and not path.startswith(_OF_CLIENTS))


def _from_here(headers: Headers) -> bool:
    """Browsers say from which site something is sent; what says nothing is no browser, and has no cookie."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse("", status)(scope, receive, send)


def _with_headers(send: Send, *, is_page: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if is_page:
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending

"""Before every request: nobody but who is signed in gets a page, and no page of another site may act for them."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.console.signing_in import Sessions

SIGN_IN = "/sign-in"
_ASSETS = "/_nicegui/"
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
        elif _is_open(path) or self._sessions.of(_cookies(headers)) is not None:
            await self._app(scope, receive, _with_headers(send, is_page=not path.startswith(_ASSETS)))
        elif acts or path.startswith(_ASSETS):
            await _refuse(scope, receive, send, 401)
        else:
            await RedirectResponse(SIGN_IN, 303)(scope, receive, send)


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

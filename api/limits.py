"""What a request may look like before anybody reads it: size, media type, and JSON in the strict sense.

`BodyLimit` counts bytes as they come. `GuardedRoute` refuses the wrong media type and JSON that would break something
further in; `BatchRoute` refuses such JSON item by item.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from fastapi.security import SecurityScopes
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import identified
from api.context import context_of
from api.problems import ProblemError, problem_response
from api.strict_json import strict_items, strict_json

_DRAINED = 8
"""A body is read to its end, up to so many times the limit, so that the refusal reaches a client still sending."""


class BodyLimit:
    """Answers 413 to bodies over the limit: `largest` bytes, or `largest_upload` for multipart forms."""

    def __init__(self, app: ASGIApp, largest: int, largest_upload: int) -> None:
        self.app = app
        self.largest = largest
        self.largest_upload = largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        upload = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        limit = self.largest_upload if upload else self.largest
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > limit:
            await _drain(receive, limit * _DRAINED)
            refusal = problem_response(Request(scope), "too_large", _says(limit), zh=_says_zh(limit))
            await refusal(scope, receive, send)
            return
        await self.app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            if message.get("more_body", False):
                await _drain(receive, limit * _DRAINED)
            raise ProblemError("too_large", _says(limit), zh=_says_zh(limit))
        return message

    return counted


async def _drain(receive: Receive, most: int) -> None:
    taken = 0
    while taken <= most:
        message = await receive()
        taken += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return


def _says(limit: int) -> str:
    return f"At most {limit} bytes are taken here."


def _says_zh(limit: int) -> str:
    return f"此处最多接受{limit}字节。"


class GuardedRequest(Request):
    """A request whose JSON `read` takes, and refuses, in place of Starlette."""

    def __init__(self, request: Request, read: Callable[[bytes], Any]) -> None:
        super().__init__(request.scope, request.receive)
        self._read = read

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = self._read(await self.body())
        return self._json


class GuardedRoute(APIRoute):
    """A route whose body is of the media type it documents, and is JSON in the strict sense where it is JSON."""

    @staticmethod
    def read(body: bytes) -> Any:
        return strict_json(body)

    def authorise(self, request: Request) -> None:
        """Refuses whoever may not call the route at all, who learns nothing of what it takes."""
        needed = [scope for one in self.dependant.dependencies for scope in one.own_oauth_scopes or ()]
        if needed:
            identified(SecurityScopes(needed), context_of(request), request.headers.get("authorization"))

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        taken = "application/json" if self.body_field is None else _media_type(self)

        async def guarded(request: Request) -> Response:
            if self.body_field is not None and _media_of(request) != taken:
                await run_in_threadpool(self.authorise, request)
                raise ProblemError(
                    "unsupported_media_type", f"Send the body as {taken}.", zh=f"请以 {taken} 发送正文。"
                )
            return await handle(GuardedRequest(request, self.read))

        return guarded


class BatchRoute(GuardedRoute):
    """A route whose body has `items`, each refused for itself: those that are flawed arrive as `Flaw`."""

    @staticmethod
    def read(body: bytes) -> Any:
        return strict_items(body)


def _media_type(route: APIRoute) -> str:
    return str(getattr(route.body_field.field_info, "media_type", "application/json")) if route.body_field else ""


def _media_of(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()

"""What a request may look like before anybody reads it: size, media type, and JSON that every part can hold.

`BodyLimit` counts bytes as they come. `GuardedRoute` refuses the wrong media type and JSON that would break something
further in: nested too deeply, with numbers that no field takes, or with text that no database stores.
"""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ProblemError, problem_response
from models.errors import Fault

DEEPEST = 32
"""Levels of nesting; a check needs three."""
LONGEST_NUMBER = 32
"""Characters of a JSON number; longer ones take quadratic time to read and fit no field."""
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
            await problem_response(Request(scope), "too_large", _says(limit))(scope, receive, send)
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
            raise ProblemError("too_large", _says(limit))
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


class GuardedRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_strict_json"):
            self._strict_json = strict_json(await self.body())
        return self._strict_json


class GuardedRoute(APIRoute):
    """A route whose body is of the media type it documents, and is JSON in the strict sense where it is JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        taken = "application/json" if self.body_field is None else _media_type(self)

        async def guarded(request: Request) -> Response:
            if self.body_field is not None:
                _refuse_other_media(request, taken)
            return await handle(GuardedRequest(request.scope, request.receive))

        return guarded


def _media_type(route: APIRoute) -> str:
    return str(getattr(route.body_field.field_info, "media_type", "application/json")) if route.body_field else ""


def _refuse_other_media(request: Request, taken: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != taken:
        raise ProblemError("unsupported_media_type", f"Send the body as {taken}.")


def strict_json(body: bytes) -> Any:
    """The value of a JSON document. ProblemError `malformed_request` for what is none, `invalid_content` for text with
    NUL or lone surrogates."""
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant, parse_int=_short_int, parse_float=_short_float)
    except (ValueError, RecursionError):
        raise ProblemError("malformed_request", "The body is not JSON.") from None
    _refuse_unstorable(value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _short_int(digits: str) -> int:
    return int(_short(digits))


def _short_float(digits: str) -> float:
    return float(_short(digits))


def _short(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise ProblemError("malformed_request", f"A number has more than {LONGEST_NUMBER} characters.")
    return digits


def _refuse_unstorable(document: Any) -> None:
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        pointer, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise ProblemError("malformed_request", f"The body is nested more than {DEEPEST} levels deep.")
        if isinstance(value, str):
            _refuse_text(pointer, value)
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{place}", item, depth + 1) for place, item in enumerate(value)]
        elif isinstance(value, dict):
            for key in value:
                _refuse_text(pointer, key)
            waiting += [(f"{pointer}/{key}", item, depth + 1) for key, item in value.items()]


def _refuse_text(pointer: str, text: str) -> None:
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        fault = Fault(pointer, "unstorable_text", "The text has a NUL or half of a surrogate pair; send whole Unicode.")
        raise ProblemError("invalid_content", None, fault)

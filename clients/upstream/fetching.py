"""One query, however the other side behaves: within a time, within a size, tried again where that may help."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from clients.upstream.problems import UpstreamProblem

_TOO_MANY = 429
_SERVER = 500
_GOOD = 200


@dataclass(frozen=True, slots=True)
class Patience:
    """`seconds`: for a whole answer, however slowly it drips; `largest`: bytes of it; `tries`; `pause`: seconds before
    the second try, doubled before each further one, and never more than `longest_pause`."""

    seconds: float = 30.0
    largest: int = 1 << 24
    tries: int = 4
    pause: float = 0.5
    longest_pause: float = 30.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


def fetch(url: str, parameters: Mapping[str, str], token: str | None, patience: Patience) -> Any:
    """The answer as JSON. Raises UpstreamProblem with what the last try came to."""
    pause = patience.pause
    for left in range(patience.tries - 1, -1, -1):
        try:
            return _once(url, parameters, token, patience)
        except UpstreamProblem as problem:
            if not problem.may_pass or not left:
                raise
            patience.sleep(min(max(pause, problem.wait or 0.0), patience.longest_pause))
            pause *= 2
    raise AssertionError("a query has at least one try")


def _once(url: str, parameters: Mapping[str, str], token: str | None, patience: Patience) -> Any:
    try:
        body = asyncio.run(_read(url, parameters, token, patience))
    except (TimeoutError, httpx.TimeoutException):
        raise UpstreamProblem("timeout", f"No whole answer within {patience.seconds:g} s.", may_pass=True) from None
    except (httpx.HTTPError, OSError) as error:
        message = f"The platform cannot be reached: {type(error).__name__}."
        raise UpstreamProblem("unreachable", message, may_pass=True) from None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # Mostly an answer that was cut short.
        raise UpstreamProblem("not_json", "The answer is no whole JSON document.", may_pass=True) from None


async def _read(url: str, parameters: Mapping[str, str], token: str | None, patience: Patience) -> bytes:
    headers = {"accept": "application/json", "user-agent": "Huixin"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    async with (
        asyncio.timeout(patience.seconds),
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=patience.seconds) as client,
        client.stream("GET", url, params=dict(parameters), headers=headers) as response,
    ):
        _refuse_status(response)
        body = bytearray()
        async for block in response.aiter_bytes():
            body += block
            if len(body) > patience.largest:
                raise UpstreamProblem("too_large", f"The answer is larger than {patience.largest} bytes.")
        return bytes(body)


def _refuse_status(response: httpx.Response) -> None:
    status = response.status_code
    if status != _GOOD:
        after = response.headers.get("retry-after", "")
        raise UpstreamProblem(
            "http_status",
            f"The platform answered with HTTP {status}.",
            may_pass=status == _TOO_MANY or status >= _SERVER,
            wait=float(after) if after.isascii() and after.isdigit() else None,
        )

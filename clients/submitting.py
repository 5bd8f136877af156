"""A platform to which records are submitted, and that is asked what it holds.

POST <url>/submissions      {"batch": …, "records": [{"id": …, "kind": …, "record": {…}}]}, with Idempotency-Key
                         -> {"batch": …, "results": [{"id": …, "status": "accepted" | "refused", "message": …}]}
GET  <url>/records?page=&pageSize=
                         -> {"data": {"page": 1, "total": 50, "totalSize": 5, "list": [{"id": …, "record": {…}}]}}

`total` counts records, `totalSize` pages. The columns are those of the record formats; the frame around them is ours:
the national interface standard could not be read.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from clients.upstream.fetching import Patience, fetch
from clients.upstream.problems import UpstreamProblem

PAGE_SIZE = 500
MOST_PAGES = 10_000
_TOO_MANY, _SERVER, _TIMEOUT, _EARLY = 429, 500, 408, 425
ONCE = Patience(tries=1)
"""The queue tries again, later and later."""


def send(url: str, token: str | None, message: Mapping[str, Any], patience: Patience = ONCE) -> dict[str, str | None]:
    """What the platform refused, by id with its reason; the others it accepted. Raises UpstreamProblem: with
    `may_pass` the same is sent again."""
    try:
        status, body = asyncio.run(_post(f"{url.rstrip('/')}/submissions", token, message, patience))
    except (TimeoutError, httpx.TimeoutException):
        raise UpstreamProblem("timeout", f"No whole answer within {patience.seconds:g} s.", may_pass=True) from None
    except (httpx.HTTPError, OSError) as error:
        raise UpstreamProblem("unreachable", f"Not reached: {type(error).__name__}.", may_pass=True) from None
    if status != httpx.codes.OK:
        may_pass = status >= _SERVER or status in (_TOO_MANY, _TIMEOUT, _EARLY)
        raise UpstreamProblem("http_status", f"The platform answered with HTTP {status}.", may_pass=may_pass)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise UpstreamProblem("not_json", "The answer is no whole JSON document.", may_pass=True) from None
    return _refused(answer, message)


async def _post(url: str, token: str | None, message: Mapping[str, Any], patience: Patience) -> tuple[int, bytes]:
    headers = {"content-type": "application/json", "user-agent": "Huixin", "idempotency-key": str(message["batch"])}
    if token:
        headers["authorization"] = f"Bearer {token}"
    async with (
        asyncio.timeout(patience.seconds),
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=patience.seconds) as client,
        client.stream("POST", url, content=json.dumps(message).encode(), headers=headers) as response,
    ):
        body = bytearray()
        async for block in response.aiter_bytes():
            body += block
            if len(body) > patience.largest:
                raise UpstreamProblem("too_large", f"The answer is larger than {patience.largest} bytes.")
        return response.status_code, bytes(body)


def _refused(answer: Any, message: Mapping[str, Any]) -> dict[str, str | None]:
    """An answer that does not speak of just what was sent is none: the batch is sent again."""
    if not isinstance(answer, dict) or answer.get("batch") != message["batch"]:
        raise UpstreamProblem("wrong_shape", "The answer is about another batch.", may_pass=True)
    results = answer.get("results")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise UpstreamProblem("wrong_shape", "The answer has no results.", may_pass=True)
    if sorted(str(one.get("id")) for one in results) != sorted(one["id"] for one in message["records"]):
        raise UpstreamProblem("inconsistent", "The answer is not about just what was sent.", may_pass=True)
    if {one.get("status") for one in results} - {"accepted", "refused"}:
        raise UpstreamProblem("wrong_shape", "A result is neither accepted nor refused.", may_pass=True)
    return {
        str(one["id"]): None if one.get("message") is None else str(one["message"])
        for one in results
        if one["status"] == "refused"
    }


def records_held(url: str, token: str | None, patience: Patience = ONCE) -> dict[str, dict[str, Any]]:
    """What the platform holds, by id. Raises UpstreamProblem; half of it is never taken for the whole."""
    found: dict[str, dict[str, Any]] = {}
    address, page, total = f"{url.rstrip('/')}/records", 1, 0
    while True:
        document = fetch(address, {"page": str(page), "pageSize": str(PAGE_SIZE)}, token, patience)
        data = document.get("data") if isinstance(document, dict) else None
        rows, total, pages = _page(data)
        for row in rows:
            if row["id"] in found:
                raise UpstreamProblem("inconsistent", "A record comes twice: the list changed.", may_pass=True)
            found[row["id"]] = row["record"]
        if page >= pages:
            break
        page += 1
        if page > MOST_PAGES:
            raise UpstreamProblem("too_many_pages", "The list has no end.")
    if len(found) != total:
        raise UpstreamProblem("inconsistent", f"{len(found)} records came of {total}.", may_pass=True)
    return found


def _page(data: Any) -> tuple[list[dict[str, Any]], int, int]:
    said: dict[str, Any] = data if isinstance(data, dict) else {}
    rows, total, pages = said.get("list"), said.get("total"), said.get("totalSize")
    if isinstance(rows, list) and isinstance(total, int) and isinstance(pages, int) and all(map(_is_row, rows)):
        return rows, total, pages
    raise UpstreamProblem("wrong_shape", "The answer is no page of records.", may_pass=True)


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("record"), dict)

"""`POST /v1/check`, and batches, in front of everything else: from the bytes of a request to those of its answer.

What it is sure of it answers itself, just as the ordinary way would; everything else, refusals included, it hands on as
it came. It keeps to what every request is promised: an id, a recorded decision before the answer, or a problem.
"""

import asyncio
import json
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex
from time import perf_counter
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.admission import over_quota
from api.answering import LOG_HEAD, not_recorded
from api.context import AppContext
from api.problems import ProblemError, problem_response
from api.recording import Recording
from api.replica import telling
from api.strict_json import strict_items, strict_json
from api.tokens import read_token
from api.tracing import note
from huixin.types.question import CheckRequest
from models import scopes
from models.caller import Caller
from models.decision_rows import Row
from models.hot.checker import HotChecker
from models.hot.entries import Entries
from models.hot.following import Following, own_file
from models.hot.members import Known, Standing

LOG = logging.getLogger("huixin.hot")
ONE, MANY = "/v1/check", "/v1/check/batch"
MIN_SEQUENCE = b"huixin-min-sequence"
_OTHERWISE = frozenset({b"idempotency-key", b"content-encoding", b"expect", b"transfer-encoding"})
"""Headers of requests that the ordinary way answers."""
_PATIENCE = 0.05
"""Seconds that a request waits for what has changed to be told; longer than that, the ordinary way answers it."""
_TOKENS = 10_000
_MOST = 1_000
"""Items of a batch."""
_AT_A_TIME = 50
"""Items after which others have their turn."""


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who carries a token. `credential`: all tokens of it and of these scopes know what one of them has learned."""

    credential: tuple[str, frozenset[str]]
    expires: float
    known: Known


class HotPath:
    """An ASGI application in front of another one. It answers nothing itself before its entries are told."""

    def __init__(self, app: ASGIApp, context: AppContext, following: Following) -> None:
        self._app, self._context, self._following = app, context, following
        self._checker = HotChecker(following, context.keys, _read)
        self._bearers: dict[bytes, _Bearer] = {}
        self._recording = Recording(context)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="hot")
        self._under_way: dict[object, asyncio.Future[Any]] = {}
        context.metrics.here = lambda: following.entries.sequence
        self.answered = 0
        """How many it has answered itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (ONE, MANY) or not _is_plain(scope):
            await self._app(scope, receive, send)
            return
        try:
            bearer = await self._bearer(scope)
        except Exception as error:
            _left(error)
            bearer = None
        if bearer is None:
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        content, taken = await _taken(receive, self._context.settings.largest_body)
        bodies = [content] if scope["path"] == ONE else items_of(content)
        rows = await self._rows(bearer, bodies)
        if not rows:
            await self._app(scope, _again(taken, receive), send)
            return
        self.answered += 1
        request_id = f"req_{token_hex(16)}"
        scope.setdefault("state", {})["request_id"] = request_id
        status = await self._answer(rows, bearer.known.standing.caller, scope, receive, send)
        note(self._context.metrics, scope, scope["path"], status, perf_counter() - began)

    async def _answer(self, rows: list[Row], caller: Caller, scope: Scope, receive: Receive, send: Send) -> int:
        """Sends what is recorded, once it is, or says why not. Gives the status."""
        request_id = scope["state"]["request_id"]
        try:
            standing = self._context.meter.spend(caller.member_id, caller.quota, len(rows), rows[0].at)
            if standing.refused is not None:
                raise over_quota(standing)
            await self._recording.enter(rows)
        except (ProblemError, SQLAlchemyError) as error:
            problem = error if isinstance(error, ProblemError) else not_recorded()
            await self._refuse(problem, scope, receive, send, request_id)
            return problem.status_code
        for row in rows:
            self._context.metrics.checked(row.shared.outcome, row.shared.scene)
        content = (rows[0].answer if scope["path"] == ONE else together(rows)).encode()
        await send(self._start(len(content), request_id, standing.headers))
        await send({"type": "http.response.body", "body": content})
        return 200

    async def _rows(self, bearer: _Bearer, bodies: list[bytes]) -> list[Row]:
        """Of one moment, of one sequence; none where the ordinary way is to answer any of them."""
        try:
            context, sequence = self._context.checking(), self._following.entries.sequence
            member_id, rows = bearer.known.standing.caller.member_id, list[Row]()
            for body in bodies:
                row = self._checker.check(bearer.known, body, context)
                if row is None:
                    return []
                rows.append(row)
                if len(rows) % _AT_A_TIME == 0:
                    await asyncio.sleep(0)
            over = bearer.expires <= context.now.timestamp() or self._following.entries.sequence != sequence
            return [] if over or self._context.meter.short(member_id, len(rows), context.now) else rows
        except Exception as error:
            _left(error)
            return []

    def _start(self, length: int, request_id: str, quota: Mapping[str, str]) -> Message:
        head = self._context.log.last_head
        headers = [
            (b"content-length", str(length).encode()),
            (b"content-type", b"application/json"),
            (b"x-request-id", request_id.encode()),
            *((name.lower().encode(), value.encode()) for name, value in quota.items()),
        ]
        if head is not None:
            headers.append((_HEAD, f"{head[0]}:{head[1]}".encode()))
        return {"type": "http.response.start", "status": 200, "headers": headers}

    async def _refuse(self, problem: ProblemError, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        reply = problem_response(Request(scope), problem.code, problem.explained, (), problem.headers, problem.zh)
        reply.headers["X-Request-Id"] = request_id
        await reply(scope, receive, send)

    async def _bearer(self, scope: Scope) -> _Bearer | None:
        """Who asks, as things stand now; None for a request of an unusual form, and for whoever is not known yet."""
        token, newest = None, None
        for name, value in scope["headers"]:
            if name == b"authorization":
                token = value
            elif name == b"content-type" and value != b"application/json":
                return None
            elif name == MIN_SEQUENCE:
                newest = value
            elif name in _OTHERWISE:
                return None
        if token is None or not await self._current(newest):
            return None
        bearer = self._bearers.get(token)
        if bearer is None or bearer.known.stamp != self._following.stamp:
            bearer = await self._once(token, self._learned, token)
        return bearer

    async def _current(self, newest: bytes | None) -> bool:
        if not self._following.is_current():
            if self._following.entries.sequence is None:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._once("follow", self._following.follow)), _PATIENCE)
            if not self._following.is_current():
                return False
        if newest is None:
            return True
        sequence = self._following.entries.sequence
        return newest.isdigit() and sequence is not None and int(newest[:20]) <= sequence

    def _once(self, what: object, do: Any, *arguments: Any) -> asyncio.Future[Any]:
        """Does it in a thread, once for all who wait for it at the same time."""
        under_way = self._under_way.get(what)
        if under_way is None or under_way.done():
            loop = asyncio.get_running_loop()
            under_way = self._under_way[what] = loop.run_in_executor(self._threads, do, *arguments)
            under_way.add_done_callback(lambda _: self._under_way.pop(what, None))
        return under_way

    def _learned(self, header: bytes) -> _Bearer | None:
        """Who carries a token, read anew; None for whom the ordinary way is to refuse."""
        stamp, now = self._following.stamp, self._context.now()
        try:
            scheme, _, token = header.decode("ascii").partition(" ")
            if scheme.lower() != "bearer":
                return None
            claims = read_token(self._context.keys, token.strip(), now)
            with self._context.database.read() as session:
                standing = Standing.read(session, claims.client_id, claims.scopes)
        except (ProblemError, UnicodeDecodeError, SQLAlchemyError):
            standing = None
        if standing is None or standing.caller.member_id != claims.member_id or not _may_check(standing):
            self._bearers.pop(header, None)
            return None
        credential = claims.client_id, claims.scopes
        others, known = [*self._bearers.items()], Known(standing, stamp)
        for other, bearer in others:
            if bearer.expires <= now.timestamp() or len(others) >= _TOKENS:
                self._bearers.pop(other, None)
            elif bearer.credential == credential and bearer.known.standing == standing:
                known = Known(bearer.known.standing, stamp, bearer.known.understood)
        self._bearers[header] = found = _Bearer(credential, claims.expires, known)
        return found


_HEAD = LOG_HEAD.lower().encode()


def _left(error: Exception) -> None:
    """The ordinary way fails in the same manner, and says so, or does not fail."""
    LOG.error("the hot path left a check to the ordinary way: %s", type(error).__name__)


def _may_check(standing: Standing) -> bool:
    return scopes.CHECK in standing.caller.scopes


def _is_plain(scope: Scope) -> bool:
    return scope["method"] == "POST" and not scope["query_string"]


def items_of(content: bytes) -> list[bytes]:
    """The bodies of a batch, each as if it had come alone; none of a batch that the ordinary way is to refuse."""
    try:
        document = strict_items(content)
    except ProblemError:
        return []
    if not isinstance(document, dict) or document.keys() != {"items"} or not isinstance(document["items"], list):
        return []
    items = document["items"]
    if len(items) > _MOST or not all(isinstance(item, dict) for item in items):
        return []
    return [json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() for item in items]


def together(rows: list[Row]) -> str:
    """As `BatchAnswer` is written."""
    return f'{{"items":[{",".join([_ITEM.format(row.answer) for row in rows])}]}}'


_ITEM = '{{"answer":{},"problem":null}}'


def _read(content: bytes) -> CheckRequest:
    try:
        return CheckRequest.model_validate(strict_json(content))
    except ProblemError as problem:
        raise ValueError(problem.code) from None


async def _taken(receive: Receive, largest: int) -> tuple[bytes, list[Message]]:
    """The body, where it is no larger than that; and the messages as they came, for whoever reads them again."""
    taken, content = [await receive()], b""
    while True:
        content += taken[-1].get("body", b"")
        if not taken[-1].get("more_body", False) or len(content) > largest:
            return content if len(content) <= largest else b"", taken
        taken.append(await receive())


def _again(taken: list[Message], receive: Receive) -> Receive:
    waiting = iter(taken)

    async def again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return again


@contextmanager
def hot_path(app: ASGIApp, context: AppContext) -> Iterator[HotPath]:
    """In front of an application, until the end of the block. The entries are told in the background."""
    with own_file(context.settings.home) as path:
        following = Following(context.database, Entries(path))
        following.start()
        try:
            with telling(context, lambda: following.entries.sequence):
                yield HotPath(app, context, following)
        finally:
            following.stop()

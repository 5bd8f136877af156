"""More at once than can be served: what is shed is shed by member, so that nobody pays for another's load.

A plain count, outermost and before any body is read: what is refused costs nothing, and what is served waits for few.
"""

from collections import Counter
from secrets import token_hex
from time import perf_counter

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.context import AppContext
from api.problems import ProblemError, problem_response
from api.tokens import read_token
from api.tracing import UNMATCHED, note

SPARED = frozenset({"/healthz", "/readyz", "/metrics"})
"""By these a service that is too busy is seen to be."""
NOBODY = ""
"""Stands for all who have not said who they are."""
_TOKENS = 10_000
_SAYS = "The service is busy, and {} of your requests are under way; try again."
_SAYS_ZH = "服务繁忙，贵方已有{}个请求正在处理，请稍后重试。"


class Load:
    """Requests under way in one process, by member. Belongs to one thread.

    `at_once`: so many in all; beyond that only those are let in who have less than their even share. `of_one`: so many
    of one member, however idle the others are.
    """

    def __init__(self, at_once: int, of_one: int) -> None:
        self.at_once, self.of_one = at_once, of_one
        self._under_way = Counter[str]()
        self._all = 0

    def of(self, who: str) -> int:
        return self._under_way[who]

    def take(self, who: str) -> bool:
        """Whether one more of theirs is let in; then `give_back` it."""
        theirs = self._under_way[who]
        share = max(self.at_once // (len(self._under_way) + (theirs == 0)), 1)
        if theirs >= self.of_one or (self._all >= self.at_once and theirs >= share):
            return False
        self._under_way[who] += 1
        self._all += 1
        return True

    def give_back(self, who: str) -> None:
        self._all -= 1
        self._under_way[who] -= 1
        if not self._under_way[who]:
            del self._under_way[who]


class Shedding:
    """An ASGI application in front of another one."""

    def __init__(self, app: ASGIApp, context: AppContext) -> None:
        self._app, self._context = app, context
        self._load = Load(context.settings.at_once, context.settings.at_once_of_one)
        self._members: dict[bytes, tuple[str, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in SPARED:
            await self._app(scope, receive, send)
            return
        who = self._who(scope)
        if not self._load.take(who):
            await self._refuse(who, scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            self._load.give_back(who)

    def _who(self, scope: Scope) -> str:
        """The member by its token, if that is ours and in time: nobody's load counts for another."""
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        now = self._context.now()
        member, expires = self._members.get(header, (NOBODY, 0.0))
        if header and expires <= now.timestamp():
            try:
                token = header.decode("ascii").partition(" ")[2].strip()
                claims = read_token(self._context.keys, token, now)
            except (ProblemError, UnicodeDecodeError):
                return NOBODY
            member, expires = claims.member_id, claims.expires
            if len(self._members) >= _TOKENS:
                self._members.clear()
            self._members[header] = member, expires
        return member

    async def _refuse(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        began, request_id, count = perf_counter(), f"req_{token_hex(16)}", self._load.of(who)
        scope.setdefault("state", {})["request_id"] = request_id
        detail, zh = _SAYS.format(count), _SAYS_ZH.format(count)
        reply = problem_response(Request(scope), "unavailable", detail, (), {"Retry-After": "1"}, zh)
        reply.headers["X-Request-Id"] = request_id
        await reply(scope, receive, send)
        note(self._context.metrics, scope, UNMATCHED, reply.status_code, perf_counter() - began)

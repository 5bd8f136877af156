"""An id for every request, in the answer's header and in the log; what it took; and the last barrier: an unforeseen
failure says only that."""

import logging
import time
from typing import Any
from uuid import uuid4

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import logger
from api.metrics import Metrics
from api.problems import problem_response
from api.refusals import log_failure

LOG = logger("huixin.requests")
_STANDARD = logging.getLogger("huixin.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
"""Stands for the address of what no route is for."""
_UNDER_A_CASE = "/v1/cases/{case_id}/"
OF_A_CASE = f"{_UNDER_A_CASE}…"


class Tracing:
    """Outermost. Ids are made here, never taken from the caller, so that none carries personal data into a log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = f"req_{uuid4().hex}"
        scope.setdefault("state", {})["request_id"] = request_id
        started, began = 0, time.perf_counter()

        async def traced(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = int(message["status"])
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, traced)
        except Exception as error:
            log_failure(error, request_id)
            if started:
                raise
            await problem_response(Request(scope), "internal_error")(scope, receive, traced)
        finally:
            _note(scope, started, time.perf_counter() - began)


def _note(scope: Scope, status: int, seconds: float) -> None:
    """In metrics and log: by the route's address, never by what was sent in its place."""
    route = _told(getattr(scope.get("route"), "path", UNMATCHED))
    note(scope["app"].state.context.metrics, scope, route, status, seconds)


def _told(route: str) -> str:
    """That a case has referrals to the police is not for whoever counts requests: all that is under a case is one
    address."""
    return OF_A_CASE if route.startswith(_UNDER_A_CASE) else route


def note(metrics: Metrics, scope: Scope, route: str, status: int, seconds: float) -> None:
    """The same of a request that has met no route: its address is given."""
    metrics.answered(route, seconds)
    problem = scope["state"].get("problem")
    if problem is not None:
        metrics.refused(problem)
    elif metrics.spans is None and not _STANDARD.isEnabledFor(logging.DEBUG):
        # what was answered well has its own record, and is told to whoever looks closer alone
        return
    told: dict[str, Any] = {"request_id": scope["state"]["request_id"], "method": _method(scope), "route": route}
    if metrics.spans is not None:
        metrics.spans.ended(told, status, problem, seconds)
    log = LOG.debug if problem is None else LOG.info
    log("answered", **told, status=status, problem=problem, milliseconds=round(seconds * 1000, 1))


def _method(scope: Scope) -> str:
    """A method of HTTP's own; callers may send any word."""
    return scope["method"] if scope["method"] in METHODS else "other"

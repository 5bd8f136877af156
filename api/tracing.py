"""An id for every request, in the answer's header; and the last barrier: an unforeseen failure says only that."""

from uuid import uuid4

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response
from api.refusals import log_failure


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
        started = False

        async def traced(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, traced)
        except Exception as error:
            log_failure(error, request_id)
            if started:
                raise
            await problem_response(Request(scope), "internal_error")(scope, receive, traced)

"""From whatever was raised to a problem: domain errors, validation errors, routing errors, and what nobody foresaw."""

import traceback
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.logs import logger
from api.problems import PROBLEMS, ProblemError, problem_response, request_id_of
from api.validation_texts import NOT_JSON, chinese_of
from models.database import is_duplicate, waited_in_vain
from models.errors import Conflict, DomainError, Fault, Forbidden, Invalid, NotFound

LOG = logger("huixin.api")
_BY_STATUS = {
    400: "malformed_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_content",
    429: "rate_limited",
    503: "unavailable",
}
_CATEGORIES: tuple[type[DomainError], ...] = (Invalid, Forbidden, NotFound, Conflict)
_CODES = {"extra_forbidden": "unknown_field", "missing": "missing_field"}
_SAYS = {"extra_forbidden": "This field is not known here; remove it or look at its spelling."}
_OTHERS_WRITE = "Another change has taken too long; nothing of this one has been written. Try again."
_OTHERS_WRITE_ZH = "另一项更改耗时过长，本次更改未写入任何内容，请稍后重试。"


def handle_refusals(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(OperationalError, _database)
    app.add_exception_handler(InternalError, _database)
    app.add_exception_handler(PoolTimeout, _database)
    app.add_exception_handler(IntegrityError, _integrity)


def code_of(error: DomainError) -> str:
    """Problem code of a domain error: its own where the table has it, else that of its category."""
    if error.code in PROBLEMS:
        return error.code
    return next((kind.code for kind in _CATEGORIES if isinstance(error, kind)), "internal_error")


def faults_of(errors: Iterable[Any], place: str | None = None) -> list[Fault]:
    """Pydantic's findings as faults. What was sent is never repeated, only where it stood and what is wrong.

    `place`: pointer to the part of the body that was validated by itself; None for a request that FastAPI validated.
    """
    return [
        Fault(
            pointer=_parameter_or_pointer(error["loc"]) if place is None else place + pointer_of(error["loc"]),
            code=_CODES.get(error["type"], str(error["type"])),
            message=_SAYS.get(error["type"], _plain(error)),
            zh=chinese_of(error["type"], _plain(error), error.get("ctx", {})),
        )
        for error in errors
    ]


def _plain(error: Any) -> str:
    return str(error["msg"]).removeprefix("Value error, ")


def log_failure(error: BaseException, request_id: str | None) -> None:
    """Where it failed, without the exception's text: it may hold what a caller sent."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("failed", request_id=request_id, error=type(error).__name__, frames=frames)


def _parameter_or_pointer(location: Sequence[int | str]) -> str:
    """A pointer into the body; the bare name of a path or query parameter or a header."""
    place, *path = location
    return pointer_of(path) if place == "body" else ".".join(str(step) for step in path)


def pointer_of(path: Sequence[int | str]) -> str:
    """The JSON pointer (RFC 6901) of a place in a document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this one
    if isinstance(error, ProblemError):
        return problem_response(request, error.code, error.explained, error.faults, error.headers, error.zh)
    code = _BY_STATUS.get(error.status_code, "internal_error")
    return problem_response(request, code, headers=error.headers)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this one
    if any(found["type"] == "json_invalid" for found in error.errors()):
        return problem_response(request, "malformed_request", "The body is not JSON.", zh=NOT_JSON)
    return problem_response(request, "invalid_content", None, faults_of(error.errors()))


async def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - registered for this one
    return problem_response(request, code_of(error), error.message, error.faults, zh=error.zh)


async def _database(request: Request, error: Exception) -> Response:
    log_failure(error, request_id_of(request))
    if isinstance(error, DBAPIError) and waited_in_vain(error):
        return problem_response(request, "unavailable", _OTHERS_WRITE, (), {"Retry-After": "5"}, _OTHERS_WRITE_ZH)
    soon = {"Retry-After": "1"}
    return problem_response(request, "unavailable", "The database does not answer.", (), soon, "数据库没有响应。")


async def _integrity(request: Request, error: Exception) -> Response:
    assert isinstance(error, IntegrityError)  # noqa: S101 - registered for this one
    if not is_duplicate(error):
        raise error
    log_failure(error, request_id_of(request))
    message = "Some of this is there already; read what is there, and send what is still missing."
    return problem_response(request, "conflict", message, zh="其中部分内容已存在，请重新读取后再提交尚缺的内容。")

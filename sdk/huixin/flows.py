"""The protocol, written once and without input or output: a flow says what to do, a shell does it.

A flow is a generator. It yields a step and is sent the result: `Send` gives the answer (or has the failure of the
connection thrown in), `Sleep` gives nothing, `NeedToken` gives an access token. What it returns is what was asked for.
The shells `Client` and `AsyncClient` drive the same flows.
"""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from random import random
from time import monotonic
from typing import IO, Any, TypeAlias, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from huixin.config import USER_AGENT, Settings
from huixin.errors import (
    ConnectionFailed,
    ConnectionLost,
    HuixinError,
    TimedOut,
    Unauthenticated,
    UnexpectedAnswer,
    WrongAddress,
    for_problem,
)
from huixin.retries import RetryPolicy, retry_after
from huixin.types.problem import Problem
from huixin.types.token import TokenReply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """One request. `repeatable`: sending it twice does no more than sending it once."""

    method: str
    path: str
    params: Mapping[str, str] | None = None
    content: bytes | None = field(default=None, repr=False)
    data: Mapping[str, str] | None = field(default=None, repr=False)
    file: tuple[str, IO[bytes]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float | None = None
    """Seconds, where this request may take longer than others."""
    repeatable: bool = True
    packed: bool = False
    """The answer is wanted as it is packed (zstd), a piece at a time."""


@dataclass(frozen=True, slots=True)
class Sleep:
    seconds: float


@dataclass(frozen=True, slots=True)
class NeedToken:
    """`refused` is the token that the service did not accept, so that the same one does not come back."""

    refused: str | None


Step: TypeAlias = Send | Sleep | NeedToken
Flow: TypeAlias = Generator[Step, Any, T]


@dataclass(slots=True)
class Session:
    """What the flows of one client share: settings, policy, clock, and the token while it is good."""

    settings: Settings
    retries: RetryPolicy
    timeout_given: bool = False
    """The caller has set a timeout, which then holds for every request."""
    clock: Callable[[], float] = monotonic
    chance: Callable[[], float] = random
    token: str | None = None
    renew_at: float = 0.0

    def usable_token(self, refused: str | None) -> str | None:
        """The token, unless it is the one refused or about to run out."""
        return self.token if self.token != refused and self.clock() < self.renew_at else None


def build(http: httpx.Client | httpx.AsyncClient, session: Session, step: Send) -> httpx.Request:
    """The step as a request of that client, whose own timeout and headers hold where the step has none."""
    return http.build_request(
        step.method,
        session.settings.url + step.path,
        params=step.params,
        content=step.content,
        data=dict(step.data) if step.data else None,
        files={"file": step.file} if step.file else None,
        headers=step.headers,
        timeout=httpx.USE_CLIENT_DEFAULT if session.timeout_given or step.timeout is None else step.timeout,
    )


def as_packed(response: httpx.Response) -> httpx.Response:
    """Of an answer that is still to be read: nothing unpacks a piece."""
    if response.headers.get("content-encoding") == "zstd":
        del response.headers["content-encoding"]
    return response


def json_text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def ask(session: Session, request: Send, shape: type[T]) -> Flow[T]:
    """Send with a token, which is renewed once if the service does not accept it; read the answer into its shape."""
    return _read((yield from _answered(session, request)), shape)


def ask_content(session: Session, request: Send) -> Flow[bytes]:
    """The same for what is no JSON: the bytes as they come."""
    response = yield from _answered(session, request)
    if not response.is_success:
        raise _refusal(response)
    return response.content


def ask_tagged(session: Session, request: Send) -> Flow[tuple[bytes, str]]:
    """The bytes with the ETag under which they came."""
    response = yield from _answered(session, request)
    if not response.is_success:
        raise _refusal(response)
    if "etag" not in response.headers:
        raise _unexpected(response, "has no ETag")
    return response.content, response.headers["etag"]


def ask_unless(session: Session, request: Send, shape: type[T]) -> Flow[tuple[T, str] | None]:
    """The answer in its shape with its ETag; None where it is still the one that the request names."""
    response = yield from _answered(session, request)
    return None if response.status_code == 304 else (_read(response, shape), response.headers.get("etag", ""))


def _answered(session: Session, request: Send) -> Flow[httpx.Response]:
    token = yield NeedToken(None)
    response = yield from _with_retries(session, _signed(request, token))
    if response.status_code == 401 and isinstance(_refusal(response), Unauthenticated):
        token = yield NeedToken(token)
        response = yield from _with_retries(session, _signed(request, token))
    return response


def renew_token(session: Session) -> Flow[str]:
    """Fetch a token and keep it until shortly before it runs out. The shell lets one flow at a time do this."""
    asked_at = session.clock()
    response = yield from _with_retries(session, _login(session.settings))
    reply = _read(response, TokenReply)
    # a tenth of its life, at most a minute, is kept for requests under way
    session.renew_at = asked_at + reply.expires_in - min(60.0, reply.expires_in / 10)
    session.token = reply.access_token
    return reply.access_token


def _login(given: Settings) -> Send:
    """A merchant's code is used up by it: the service refuses it the second time, and says to ask for a new one."""
    if given.merchant:
        code = json_text({"uscc": given.client_id, "code": given.client_secret}).encode()
        headers = {"Content-Type": "application/json"}
        return Send("POST", "/oauth/merchant", content=code, headers=headers, repeatable=False)
    credential = {"client_id": given.client_id, "client_secret": given.client_secret}
    return Send("POST", "/oauth/token", data={"grant_type": "client_credentials", **credential})


def _signed(request: Send, token: str) -> Send:
    return replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})


def _with_retries(session: Session, request: Send) -> Flow[httpx.Response]:
    """The answer that stands: a good one, one that another try would not mend, or the last one."""
    policy = session.retries
    request = replace(request, headers={"User-Agent": USER_AGENT, "Accept": "application/json", **request.headers})
    for attempt in count(1):
        try:
            response: httpx.Response = yield request
            wait = policy.after_answer(attempt, response, session.chance())
            if wait is None:
                return response
        except httpx.RequestError as error:
            wait = policy.after_failure(attempt, error, request.repeatable, session.chance())
            if wait is None:
                raise _failure(session.settings.url, attempt, error) from error
        yield Sleep(wait)
    raise AssertionError("a count has no end")


def _failure(url: str, attempt: int, error: httpx.RequestError) -> HuixinError:
    tries = f" after {attempt} tries" if attempt > 1 else ""
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            hint = "Is the service running, and is HUIXIN_URL right?"
            return ConnectionFailed(f"Could not connect to {url}{tries}: {error or 'no reply'}. {hint}")
        case httpx.TimeoutException():
            return TimedOut(f"{url} did not answer in time{tries}. It may be busy; a larger timeout= waits longer.")
        case httpx.DecodingError() | httpx.TooManyRedirects():
            return WrongAddress(f"{url} gave an answer that cannot be read: {error}. Is it the address of the service?")
        case _:
            return ConnectionLost(f"The connection to {url} broke before the answer was whole{tries}: {error}.")


def _read(response: httpx.Response, shape: type[T]) -> T:
    """The answer in its shape, or the error that it stands for."""
    if not response.is_success:
        raise _refusal(response)
    try:
        return TypeAdapter(shape).validate_json(response.content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        reason = f"is not what this SDK expects ({place}: {first['msg']})"
    raise _unexpected(response, reason)


def _refusal(response: httpx.Response) -> HuixinError:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return _unexpected(response, "is not an answer of Huixin")
    if problem.request_id is None:
        problem = problem.model_copy(update={"request_id": response.headers.get("x-request-id")})
    return for_problem(problem, retry_after(response))


def _unexpected(response: httpx.Response, reason: str) -> UnexpectedAnswer:
    """Something else than Huixin answers with a page, a redirect, or a 404 of its own."""
    kind = response.headers.get("content-type", "no content type").split(";")[0]
    moved = f" It points to {response.headers['location']}." if "location" in response.headers else ""
    says = f"{response.request.method} {response.request.url} gave {response.status_code} ({kind}), which {reason}."
    if moved or "json" not in kind or response.status_code == 404:
        return WrongAddress(f"{says}{moved} Is HUIXIN_URL the address of the service?")
    return UnexpectedAnswer(f"{says} Service and SDK may be of different versions.")

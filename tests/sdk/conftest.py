"""One stub service for each test, and `ask`, which runs the same test on both clients."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner

from huixin import AsyncClient, Client, RetryPolicy
from huixin.cli import app
from tests.sdk.stub import Stub, serving

QUICK = RetryPolicy(first_delay=0.01, longest_delay=0.02)
CODE = "91330100799655058B"

Run = Callable[..., Any]
"""The command `huixin` with these arguments."""


class Ask(Protocol):
    def __call__(self, question: Callable[[Any], Any], **options: Any) -> Any:
        """The result of `question(client)`; a list where it has many."""


def check(client: Any) -> Any:
    return client.check(CODE, scene="promotion")


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest, stub: Stub) -> Ask:
    return asking(request.param, stub.url, "platform", "s3cret")


def asking(kind: str, url: str, client_id: str, client_secret: str) -> Ask:
    def ask_sync(question: Callable[[Any], Any], **options: Any) -> Any:
        with Client(options.pop("url", url), client_id, client_secret, **{"retries": QUICK, **options}) as client:
            result = question(client)
            return list(result) if inspect.isgenerator(result) else result

    async def await_it(question: Callable[[Any], Any], options: dict[str, Any]) -> Any:
        given = options.pop("url", url)
        async with AsyncClient(given, client_id, client_secret, **{"retries": QUICK, **options}) as client:
            result = question(client)
            return [item async for item in result] if inspect.isasyncgen(result) else await result

    def ask_async(question: Callable[[Any], Any], **options: Any) -> Any:
        return asyncio.run(await_it(question, options))

    return ask_sync if kind == "sync" else ask_async


@pytest.fixture
def run(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name, value in {"URL": stub.url, "CLIENT_ID": "platform", "CLIENT_SECRET": "s3cret"}.items():
        monkeypatch.setenv(f"HUIXIN_{name}", value)
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])

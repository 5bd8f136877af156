"""`huixin-server serve`: the HTTP service in one process."""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Annotated

import typer
import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.cli.opening import opened_context
from api.context import AppContext
from api.demo import BRUSHER, Demo, read_demo
from api.freed import give_back_what_is_freed
from api.hot import hot_path
from api.logs import log_to
from api.settings import Settings
from api.shedding import Shedding
from api.spans import Spans
from api.worker import working

LAST_PORT = 65535
GRACE = 10
"""Seconds that requests under way have to end once the service is asked to stop."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=LAST_PORT, help="Port to listen on.")] = 8000,
    console: Annotated[
        int | None, typer.Option(min=1, max=LAST_PORT, help="Serve the console too, on this port.")
    ] = None,
) -> None:
    """Serve the HTTP API; Ctrl-C stops it once the requests under way are answered."""
    give_back_what_is_freed()
    settings = Settings.read()
    log_to(sys.stderr, settings.log_form, settings.log_level)
    with opened_context(settings) as context, listening(host, port) as taken:
        demo = read_demo(settings.home)
        if demo is not None:
            typer.echo("\n".join(["", *banner(demo, f"http://{host}:{port}"), ""]))
        # done before the database is closed, and started before anybody asks
        with (
            _traced(context),
            working(context) if settings.worker else nullcontext(),
            _console_beside(console, f"http://{host}:{port}") if console else nullcontext(),
            hot_path(create_app(context), context) as app,
        ):
            _answer(Shedding(app, context), taken)


@contextmanager
def _traced(context: AppContext) -> Iterator[None]:
    """Each request as a span too, where OpenTelemetry is configured."""
    try:
        context.metrics.spans = Spans.configured(os.environ)
    except RuntimeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    try:
        yield
    finally:
        if context.metrics.spans is not None:
            context.metrics.spans.close()


@contextmanager
def _console_beside(port: int, url: str) -> Iterator[None]:
    """The console of this service, in a process of its own that ends with it."""
    words = ("console", "--url", url, "--port", str(port))
    beside = subprocess.Popen([sys.executable, "-c", "from api.cli import main; main()", *words])  # noqa: S603 - ours
    try:
        yield
    finally:
        beside.terminate()
        beside.wait(GRACE)


def _answer(app: ASGIApp, taken: socket.socket) -> None:
    """Answer requests until somebody stops it."""
    # Uvicorn's access log is off: addresses are written by callers and may hold what must not be kept.
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        log_config=None,  # it tells what it has to say by the service's log
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[taken])


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything is printed that somebody might copy."""
    try:
        # asyncio sends small answers at once only on sockets whose protocol is named.
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen()
    except OSError as error:
        typer.echo(_why_not(error, host, port), err=True)
        raise typer.Exit(1) from None
    return taken


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"The service cannot listen at {host}:{port}: {error.strerror}. Choose with --host and --port."
    other = port + 1 if port < LAST_PORT else port - 1
    return (
        f"Port {port} is taken: another program listens at {host}:{port}. "
        f"Choose another: `make run PORT={other}` or `huixin-server serve --port {other}`."
    )


def banner(demo: Demo, address: str) -> list[str]:
    """Three lines to copy: get a token, check a merchant of the demo, and where the API is described."""
    body = json.dumps({"subject": {"uscc": BRUSHER}, "scene": "promotion"})
    headers = "-H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
    credential = f"{demo.platform_id}:{demo.platform_secret}"
    token = f"curl -s -u {credential} -d grant_type=client_credentials {address}/oauth/token"
    picked = """python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])'"""
    return [
        f"TOKEN=$({token} | {picked})",
        f"curl -s {address}/v1/check {headers} -d '{body}'",
        f"{address}/docs",
    ]

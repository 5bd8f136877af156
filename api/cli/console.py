"""`huixin-server console`: the pages for people, in a process of their own."""

from contextlib import suppress
from typing import Annotated

import typer
import uvicorn

from api.cli.serve import GRACE, LAST_PORT, listening


def console(
    url: Annotated[str, typer.Option(help="Address of the service.", envvar="HUIXIN_URL")] = "http://127.0.0.1:8000",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=LAST_PORT, help="Port to listen on.")] = 8080,
    idle_minutes: Annotated[
        float, typer.Option(min=0.01, help="After so many minutes in which nothing is done, one has to sign in again.")
    ] = 30,
) -> None:
    """Serve the console; whoever opens it signs in with a member's client id and secret."""
    from api.console.app import create_console

    with listening(host, port) as taken:
        config = uvicorn.Config(
            create_console(url, idle_minutes * 60),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        typer.echo(f"Console: http://{host}:{port}/ (sign in with a client id and secret)")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[taken])

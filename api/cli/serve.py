"""`huixin-server serve`: the HTTP service in one process."""

import json
from contextlib import closing
from typing import Annotated

import typer
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from api.app import create_app
from api.context import AppContext
from api.demo import BRUSHER, Demo, read_demo
from api.settings import Settings
from models.sequence import current_sequence

GRACE = 10
"""Seconds that requests under way have to end once the service is asked to stop."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the HTTP API; Ctrl-C stops it once the requests under way are answered."""
    settings = Settings.read()
    context = AppContext.open(settings)
    with closing(context.database):
        _refuse_unmigrated(context)
        demo = read_demo(settings.home)
        if demo is not None:
            typer.echo("\n".join(["", *banner(demo, f"http://{host}:{port}"), ""]))
        # Uvicorn's access log is off: addresses are written by callers and may hold what must not be kept.
        app = create_app(context)
        uvicorn.run(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
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


def _refuse_unmigrated(context: AppContext) -> None:
    try:
        with context.database.read() as session:
            current_sequence(session)
    except SQLAlchemyError:
        typer.echo("The database is not ready: run `huixin-server migrate` first.", err=True)
        raise typer.Exit(1) from None

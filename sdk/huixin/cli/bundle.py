"""`huixin bundle`: what it takes to answer on this machine."""

import time
from pathlib import Path
from typing import Annotated

import typer

from huixin.cli.options import Lang, Language, asking
from huixin.client import Client
from huixin.errors import TransportError, Unavailable
from huixin.local import LocalChecker
from huixin.local.folder import Folder

app = typer.Typer(help="Keep a bundle on this machine, to check without the network.", no_args_is_help=True)


@app.callback()
def bundle() -> None:
    """A command of its own, though there is one only."""


@app.command()
def follow(
    folder: Annotated[Path, typer.Argument(help="Where it is kept; made where missing.")],
    every: Annotated[float | None, typer.Option(help="Go on, every so many seconds.")] = None,
    lang: Lang = Language.ZH,
) -> None:
    """Fetch what is new, and send the decisions that were made here. What cannot be fetched leaves what is there."""
    with asking(lang) as client:
        while True:
            try:
                _once(folder, client)
            except (TransportError, Unavailable) as error:
                if every is None:
                    raise
                typer.echo(f"huixin: {error}", err=True)
            if every is None:
                return
            time.sleep(every)


def _once(folder: Path, client: Client) -> None:
    first = Folder(folder).state() is None
    with LocalChecker.open(folder, client=client) as local:
        followed = local.follow()
    files = "first bundle" if first else f"{followed.files} new"
    typer.echo(f"{files}, sequence {followed.sequence}, as of {followed.made_at:%Y-%m-%d %H:%M} UTC")

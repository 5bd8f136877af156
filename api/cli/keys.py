"""`huixin-server keys`: what signs and seals, and a new one in front of it."""

from typing import Annotated, Literal

import typer

from api.settings import Settings
from models.keys import KeyRing

app = typer.Typer(no_args_is_help=True, help="Keys by purpose, in HUIXIN_HOME/keys.")
Purpose = Literal["tokens", "receipts", "bundles", "seals"]


@app.command("list")
def list_keys() -> None:
    """The keys that sign, the newest of each purpose first. They are named by their thumbprint (RFC 7638)."""
    keys = KeyRing.open(Settings.read().home)
    for purpose, pairs in keys.pairs.items():
        for place, pair in enumerate(pairs):
            typer.echo(f"{purpose}  {pair.kid}  {'verifies' if place else 'signs'}")


@app.command()
def rotate(purpose: Annotated[Purpose, typer.Argument(help="What the new key is for.")]) -> None:
    """Put a new key in front. The old ones stay: what they signed is verified, what they sealed is opened.

    A process that runs uses the new key from its next start on.
    """
    keys = KeyRing.open(Settings.read().home).rotate(purpose)
    told = "a new key seals" if purpose == "seals" else f"{keys.pairs[purpose][0].kid} signs"
    typer.echo(f"{purpose}: {told}, once every process of the service has been started again. Make a backup.")

"""`huixin-server alliance`: what the centre keeps for the alliance."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened_context
from api.settings import Settings
from models.errors import DomainError
from models.suspects.links import enter_register

app = typer.Typer(no_args_is_help=True, help="The anti-brushing alliance: the register that links firms.")


@app.command()
def register(
    file: Annotated[
        Path, typer.Argument(help="CSV: uscc, representative, representative_number, address.", exists=True)
    ],
) -> None:
    """Take in an extract of the register, by which firms are linked; only keyed digests are kept."""
    with opened_context(Settings.read()) as context:
        try:
            with context.database.write() as session, file.open(encoding="utf-8-sig", newline="") as lines:
                firms = enter_register(session, context.keys, lines)
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error
    typer.echo(f"{firms} firms.")

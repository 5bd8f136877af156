"""`huixin-server audit`: whether the log of decisions is what was signed."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import opened
from api.settings import Settings
from huixin.local.receipts import ReceiptRefused
from models.keys import KeyRing
from models.receipts import current_head
from models.receipts.audit import Expected, audit

app = typer.Typer(no_args_is_help=True, help="The decision log, held against its signed heads.")


@app.command()
def head() -> None:
    """Print the last signed head. Keep it elsewhere: with it, a tail that is cut off later is found."""
    with opened(Settings.read()) as database, database.log_read() as log:
        found = current_head(log)
    if found is None:
        typer.echo("Nothing has been signed yet.", err=True)
        raise typer.Exit(1)
    typer.echo(found.signed)


@app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head that was kept: a file, the text itself, or NUMBER:DIGEST of an answer.")
    ] = None,
) -> None:
    """Find every decision that was altered, removed, put in or moved. Exits 1 where anything is found."""
    settings = Settings.read()
    keys = [{**key.public_jwk, "kid": key.kid} for key in KeyRing.open(settings.home).receipt_keys]
    try:
        expected = None if head is None else Expected.of(_text(head), keys)
    except (ReceiptRefused, ValueError):
        raise typer.BadParameter("--head is no head of this service.") from None
    found = 0
    with opened(settings) as database, database.log_read() as log:
        for finding in audit(log, keys, expected):
            found += 1
            typer.echo(f"head {finding.head}: {finding.kind}: {finding.says}")
        last = current_head(log)
    if found:
        typer.echo(f"The log is NOT what was signed: {found} findings.", err=True)
        raise typer.Exit(1)
    typer.echo(f"The log is what was signed, up to head {0 if last is None else last.number}.")


def _text(head: str) -> str:
    path = Path(head)
    return path.read_text(encoding="ascii") if len(head) < 200 and path.is_file() else head

"""`huixin verify`: whether a receipt proves what was answered. Asks nobody."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from huixin.cli.options import extra
from huixin.types.base import Reply
from huixin.types.receipt import Receipt
from huixin.types.screening import ScreeningReceipt

Existing = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The receipt, as the service gave it.")]


class KeySet(Reply):
    """A JWK set, as `/.well-known/jwks.json` gives it."""

    keys: list[dict[str, Any]]


def verify(
    receipt: Existing,
    keys: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The service's JWKS, saved when you trusted it.")
    ] = None,
    kid: Annotated[str | None, typer.Option(help="Or the name of its key, which is its thumbprint (RFC 7638).")] = None,
    answer: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The answer that you have kept, byte by byte.")
    ] = None,
) -> None:
    """Exits 0 where the receipt holds, and 1, saying why, where it does not. No network is used."""
    with extra("local"):
        from huixin.local.receipts import ReceiptRefused
        from huixin.local.receipts import verify as verified

    found = _read(receipt, Receipt | ScreeningReceipt)
    if isinstance(found, ScreeningReceipt):
        _verify_run(found, _trusted(found, keys, kid))
        return
    kept = None if answer is None else answer.read_text(encoding="utf-8")
    try:
        proved = verified(found, _trusted(found, keys, kid), kept)
    except ReceiptRefused as refused:
        typer.echo(f"NOT PROVED: {refused}", err=True)
        raise typer.Exit(1) from None
    told = proved.decision
    typer.echo(f"PROVED: decision {told['id']} of {told['at']}: {told['outcome']} for {told['scene']} on {told['on']}.")
    typer.echo(f"It stands under head {proved.head.number} of the log, signed at {proved.head.at.isoformat()}.")
    if proved.answer is None:
        typer.echo("The receipt holds no answer; prove the one that you have kept with --answer.")


def _verify_run(receipt: ScreeningReceipt, trusted: list[dict[str, Any]]) -> None:
    from huixin.local.receipts import ReceiptRefused, verify_run

    try:
        head = verify_run(receipt, trusted)
    except ReceiptRefused as refused:
        typer.echo(f"NOT PROVED: {refused}", err=True)
        raise typer.Exit(1) from None
    told = receipt.run
    counts = ", ".join(f"{outcome} {count}" for outcome, count in told["counts"].items())
    typer.echo(f"PROVED: screening {told['id']} of {told['at']}, for {told['scene']} on {told['on']}: {counts}.")
    typer.echo(f"Read {told['input_sha256']}, wrote {told['output_sha256']} (SHA-256).")
    typer.echo(f"It stands under head {head.number} of the log, signed at {head.at.isoformat()}.")


def _trusted(receipt: Receipt | ScreeningReceipt, keys: Path | None, kid: str | None) -> list[dict[str, Any]]:
    from huixin.local.signatures import thumbprint

    if (keys is None) == (kid is None):
        raise typer.BadParameter(
            "Say whose signature you trust: --keys JWKS.json or --kid THUMBPRINT. The keys in a receipt prove nothing."
        )
    if keys is not None:
        found: list[dict[str, Any]] = _read(keys, KeySet).keys
        return found
    return [
        {**key, "kid": kid} for key in receipt.keys if {"crv", "kty", "x", "y"} <= key.keys() and thumbprint(key) == kid
    ]


def _read(path: Path, kind: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_json(path.read_bytes())
    except ValidationError:
        raise typer.BadParameter(f"{path.name} is not what it should be.") from None

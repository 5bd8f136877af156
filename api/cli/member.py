"""`huixin-server member`: who may ask."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlmodel import Session

from api.cli.opening import opened
from api.clock import Clock
from api.settings import Settings
from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.commitments.keys import register_key, revoke_key
from models.errors import DomainError, Invalid
from models.members import (
    Member,
    NewCredential,
    add_credential,
    add_member,
    disable_member,
    find_member,
    members,
    place_of_authority,
)
from models.scopes import default_scopes
from rules.ruleset import default_ruleset

app = typer.Typer(no_args_is_help=True, help="Members and their credentials.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the member, as it will be shown.")],
    kind: Annotated[MemberKind, typer.Option(help="What the member is.")],
    scope: Annotated[list[str] | None, typer.Option(help="Instead of the scopes of its kind; may be repeated.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="Code of the place: of a unit, or of the unit of a department.")
    ] = None,
    department: Annotated[str | None, typer.Option(help="Code of the department, together with --unit.")] = None,
    no_clauses: Annotated[bool, typer.Option("--no-clauses", help="Without the standard clauses of its kind.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add a member and print its client id and secret; the secret is never shown again."""
    settings = Settings.read()
    with _writing(settings) as session:
        now = Clock.of(settings).now()
        granted = scope or default_scopes(kind)
        place_of_authority(kind, unit, department)
        issued = add_member(session, name, kind, granted, now, unit=unit, department=department)
        if not no_clauses:
            enter_standard_clauses(session, default_ruleset().catalogue, issued.member_id)
    _print_credential(issued, as_json=as_json)


@app.command()
def credential(
    member: Annotated[str, typer.Argument(help="Id or exact name of the member.")],
    holder: Annotated[str, typer.Option(help="The person whose it is.")],
    scope: Annotated[list[str] | None, typer.Option(help="Instead of the scopes of its kind; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add a credential for one person of a member; what needs a second person tells them apart by it."""
    settings = Settings.read()
    with _writing(settings) as session:
        found = find_member(session, member)
        issued = add_credential(session, found.id, holder, scope or None, Clock.of(settings).now())
    _print_credential(issued, as_json=as_json)


def _print_credential(credential: NewCredential, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(credential)))
        return
    typer.echo(f"client_id      {credential.client_id}")
    typer.echo(f"client_secret  {credential.client_secret}")
    typer.echo("The secret is not shown again.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the members."""
    settings = Settings.read()
    with opened(settings) as database, database.read() as session:
        found = [_view(member) for member in members(session)]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table()
    for column in ("id", "name", "kind", "unit", "department", "created_at", "disabled_at"):
        table.add_column(column, overflow="fold")
    for member in found:
        table.add_row(*(Text(value or "") for value in member.values()))
    Console().print(table)


def _view(member: Member) -> dict[str, str | None]:
    disabled = None if member.disabled_at is None else member.disabled_at.isoformat()
    return {
        "id": member.id,
        "name": member.name,
        "kind": member.kind,
        "unit": member.unit,
        "department": member.department,
        "created_at": member.created_at.isoformat(),
        "disabled_at": disabled,
    }


@app.command()
def key(
    member: Annotated[str, typer.Argument(help="Id or exact name of the member.")],
    jwk: Annotated[Path, typer.Argument(help="Its public key (EC P-256) as JWK.", exists=True, dir_okay=False)],
    uscc: Annotated[str, typer.Option(help="Unified social credit code of the entity that signs by it.")],
    name: Annotated[str, typer.Option(help="Registered name of that entity.")],
) -> None:
    """Register the key by which a member signs its commitments; you have seen whose it is."""
    settings = Settings.read()
    with _writing(settings) as session:
        now = Clock.of(settings).now()
        kid = register_key(session, find_member(session, member), _read_jwk(jwk), uscc, name, now)
    typer.echo(f"{member} signs by {kid}.")


def _read_jwk(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise Invalid(f"{path} holds no JWK.")
    return read


@app.command("revoke-key")
def revoke(member: Annotated[str, typer.Argument(help="Id or exact name of the member.")]) -> None:
    """Revoke a member's key: it signs nothing more, and what it has signed stays."""
    settings = Settings.read()
    with _writing(settings) as session:
        revoke_key(session, find_member(session, member), Clock.of(settings).now())
    typer.echo(f"The key of {member} is revoked.")


@app.command()
def disable(member: Annotated[str, typer.Argument(help="Id or exact name of the member.")]) -> None:
    """Disable a member: its credentials and tokens open nothing from now on."""
    settings = Settings.read()
    with _writing(settings) as session:
        disabled = disable_member(session, find_member(session, member).id, Clock.of(settings).now())
    typer.echo(f"{disabled.name} is disabled.")


@contextmanager
def _writing(settings: Settings) -> Iterator[Session]:
    with opened(settings) as database:
        try:
            with database.write() as session:
                yield session
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error

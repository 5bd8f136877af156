"""`huixin-server alliance`: what the centre keeps for the alliance."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened_context
from api.settings import Settings
from huixin.types.alliance import AllianceRuling, Exclude, Readmit, SetGroup
from models.alliances.joining import find_alliance
from models.alliances.ruling import rule_on
from models.errors import DomainError
from models.members import find_member
from models.suspects.corroboration import take_in_register

app = typer.Typer(
    no_args_is_help=True,
    help="The anti-brushing alliance: links of firms, rulings on members.",
)


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
                firms = take_in_register(context.work(session, OPERATOR), context.keys, lines)
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error
    typer.echo(f"{firms} firms.")


Alliance = Annotated[str, typer.Argument(help="Id of the alliance.")]
MemberOf = Annotated[str, typer.Argument(help="Id or exact name of the member.", metavar="MEMBER")]
Reason = Annotated[str, typer.Option(help="Why; the member reads it.")]


@app.command()
def group(
    alliance: Alliance,
    member: MemberOf,
    reason: Reason,
    called: Annotated[str | None, typer.Option("--group", help="Of which group it is; none without it.")] = None,
) -> None:
    """Say of which group of companies a member is: those of one group are one voice."""
    _rule(alliance, member, lambda key: SetGroup(member_id=key, group=called, reason=reason))


@app.command()
def exclude(
    alliance: Alliance,
    member: MemberOf,
    reason: Reason,
    until: Annotated[datetime | None, typer.Option(help="It is back on this day.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Shut a member out of an alliance from today on; its checks go on."""
    last = None if until is None else until.date()
    _rule(alliance, member, lambda key: Exclude(member_id=key, until=last, reason=reason))


@app.command()
def readmit(alliance: Alliance, member: MemberOf, reason: Reason) -> None:
    """Let a member in again that was shut out."""
    _rule(alliance, member, lambda key: Readmit(member_id=key, reason=reason))


def _rule(alliance: str, member: str, ruling: Callable[[str], AllianceRuling]) -> None:
    with opened_context(Settings.read()) as context:
        try:
            with context.database.write() as session:
                work, found = context.work(session, OPERATOR), find_member(session, member)
                rule_on(work, find_alliance(work, alliance), ruling(found.id))
                name = found.name
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error
    typer.echo(f"Ruled of {name}.")

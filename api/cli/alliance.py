"""`huixin-server alliance`: what the centre keeps for the alliance."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlmodel import col, select

from api.cli.opening import opened_context
from api.settings import Settings
from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.cases.work import Work
from models.errors import DomainError
from models.suspects.links import enter_register
from models.suspects.tables import Suspect, rests_on_live
from models.suspects.views import suspect_view

app = typer.Typer(no_args_is_help=True, help="The anti-brushing alliance: suspects, and the register that links firms.")


@app.command()
def suspects() -> None:
    """Suspects that wait for the centre, the newest first."""
    table = Table()
    for column in ("id", "merchant", "target", "problems", "kinds of members", "supported"):
        table.add_column(column, overflow="fold")
    with opened_context(Settings.read()) as context, context.database.read() as session:
        caller = Caller("", "huixin-server", MemberKind.CENTRE, frozenset())
        work = Work(session, caller, context.ruleset.catalogue, context.now())
        waiting = select(Suspect).where(Suspect.state == "open", rests_on_live(work.today))
        for row in session.exec(waiting.order_by(col(Suspect.created_at).desc())):
            view = suspect_view(work, row)
            kinds = " ".join(sorted({signal.member_kind for signal in view.signals}))
            target = " ".join(filter(None, (view.target_kind, view.platform, view.target)))
            merchant = " ".join(filter(None, (view.uscc, view.name)))
            problems, supported = " ".join(view.problem_types), "yes" if view.supported else "no"
            table.add_row(*(Text(value) for value in (view.id, merchant, target, problems, kinds, supported)))
    Console().print(table)


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

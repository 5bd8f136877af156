"""`huixin-server plan`: the action plan of joint punishment at the command line, as the centre sees it."""

from datetime import date, datetime
from typing import Annotated

import typer
from sqlmodel import col, select

from api.cli.cases import OPERATOR
from api.cli.opening import opened_context
from api.cli.printing import print_json, print_table
from api.settings import Settings
from huixin.types.plan import PlanView
from models.cases.work import Work
from models.plans.views import plans
from models.punishments.gaps import gap_views
from models.punishments.tables import PunishmentGap

app = typer.Typer(
    no_args_is_help=True, help="The signed action plan: versions, signatories, what nobody is bound to do."
)


@app.command()
def show(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="In force on this day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The version in force, by default today: who signed it, and for which measures."""
    with opened_context(Settings.read()) as context, context.database.read() as session:
        day = context.today() if on is None else on.date()
        work = Work(session, OPERATOR, context.ruleset.catalogue, context.now())
        found = [plan for plan in plans(work, day) if plan.in_force]
    if not found:
        typer.echo(f"No action plan is in force on {day}.", err=True)
        raise typer.Exit(1)
    [plan] = found
    if as_json:
        print_json(plan)
        return
    typer.echo(f"{plan.number}  {plan.title}  {plan.document_number}  {_days(plan)}")
    print_table(("department", "measure", "reach", "signed"), _parts(plan))


@app.command()
def versions() -> None:
    """All versions, the newest first."""
    with opened_context(Settings.read()) as context, context.database.read() as session:
        work = Work(session, OPERATOR, context.ruleset.catalogue, context.now())
        found = plans(work, context.today())
    rows = [(str(one.number), one.document_number, _days(one), "yes" if one.in_force else "") for one in found]
    print_table(("version", "document", "days", "in force"), rows)


@app.command()
def gaps() -> None:
    """What the rules ask of departments that nothing binds to it, the newest first."""
    with opened_context(Settings.read()) as context, context.database.read() as session:
        queue = select(PunishmentGap).order_by(col(PunishmentGap.created_at).desc(), col(PunishmentGap.id).desc())
        found = gap_views(session, context.ruleset.catalogue, session.exec(queue).all())
    rows = [(f"{one.unit or '?'}/{one.department}", one.measure, one.reason, one.subject_name) for one in found]
    print_table(("department", "measure", "reason", "merchant"), rows)


def _days(plan: PlanView) -> str:
    end: date | str = "" if plan.effective_to is None else plan.effective_to
    return f"{plan.effective_from}..{end}"


def _parts(plan: PlanView) -> list[tuple[str, ...]]:
    return [
        (part.department, measure.measure, measure.reach, str(part.signed_on or "-"))
        for part in plan.signatories
        for measure in part.measures
    ]

"""`huixin-server`: the service's command line. State lives in HUIXIN_HOME (default ./var)."""

import typer

from api.cli import alliance, audit, keys, member, plan, rules, submissions, upstream
from api.cli.bulletins import bulletins
from api.cli.campaigns import campaigns
from api.cli.cases import cases
from api.cli.console import console
from api.cli.demo import demo
from api.cli.duties import duties
from api.cli.figures import figures
from api.cli.imports import import_file
from api.cli.inquiries import inquiries
from api.cli.serve import serve
from api.cli.state import backup, migrate, restore
from api.cli.supervisions import supervisions
from api.cli.suspects import suspects
from api.cli.trainings import trainings
from api.cli.warnings import complaints, warnings
from api.cli.worker import worker

app = typer.Typer(
    name="huixin-server",
    help="Huixin 惠信: the service of a city's credit centre. State lives in HUIXIN_HOME (default ./var).",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command()(serve)
app.command()(console)
app.command()(worker)
app.command()(migrate)
app.command()(demo)
app.command("import")(import_file)
app.command()(cases)
app.command()(duties)
app.command()(figures)
app.command()(bulletins)
app.command()(warnings)
app.command()(complaints)
app.command()(supervisions)
app.command()(campaigns)
app.command()(trainings)
app.command()(suspects)
app.command()(inquiries)
app.add_typer(rules.app, name="rules")
app.add_typer(member.app, name="member")
app.add_typer(upstream.app, name="upstream")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(submissions.app, name="submissions")
app.add_typer(alliance.app, name="alliance")
app.add_typer(plan.app, name="plan")
app.command()(backup)
app.command()(restore)


def main() -> None:
    """Entry point of the distribution."""
    app()

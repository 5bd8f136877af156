"""`huixin-server`: the service's command line."""

import typer

from api.cli import member, rules, state
from api.cli.demo import demo
from api.cli.imports import import_file
from api.cli.serve import serve

app = typer.Typer(
    help="Huixin 惠信: the credit centre's service. State lives in HUIXIN_HOME (default ./var).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command()(serve)
app.command()(state.migrate)
app.command()(demo)
app.command("import")(import_file)
app.add_typer(rules.app, name="rules")
app.add_typer(member.app, name="member")
app.command()(state.backup)
app.command()(state.restore)


def main() -> None:
    app()

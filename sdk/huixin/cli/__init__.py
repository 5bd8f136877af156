"""The command `huixin`: check one merchant, or screen a file of them."""

import typer

from huixin.cli.check import check
from huixin.cli.screen import screen

app = typer.Typer(
    help="Ask Huixin 惠信 what a merchant's credit standing is. "
    "Reads HUIXIN_URL, HUIXIN_CLIENT_ID and HUIXIN_CLIENT_SECRET.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(screen)


def main() -> None:
    app()

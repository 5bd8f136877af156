"""The command `huixin`: check one merchant, screen a file of them, or verify the receipt of a check."""

import typer

from huixin.cli.check import check
from huixin.cli.screen import screen
from huixin.cli.verify import verify

app = typer.Typer(
    help="Ask Huixin 惠信 what a merchant's credit standing is. "
    "Reads HUIXIN_URL, HUIXIN_CLIENT_ID and HUIXIN_CLIENT_SECRET.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(screen)
app.command()(verify)


def main() -> None:
    app()

"""The command `huixin`: check one merchant, screen a file of them, verify the receipt of a check, or keep a bundle."""

from importlib.util import find_spec

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
if find_spec("zstandard") is not None:
    # with the extra `local` alone there is something to keep
    from huixin.cli import bundle

    app.add_typer(bundle.app, name="bundle")


def main() -> None:
    app()

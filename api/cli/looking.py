"""What commands that only look have in common: whose eyes they look with, and how they name the one to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.cases import OPERATOR
from api.cli.opening import opened_context
from api.settings import Settings
from models.cases.work import Work
from models.errors import DomainError

Key = Annotated[str | None, typer.Argument(help="Show this one in full.", metavar="[ID]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def looking() -> Iterator[Work]:
    """As the centre. Exits with 1 and says why where a domain operation refuses."""
    with opened_context(Settings.read()) as context, context.database.read() as session:
        try:
            yield Work(session, OPERATOR, context.ruleset.catalogue, context.now())
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error

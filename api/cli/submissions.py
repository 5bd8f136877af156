"""`huixin-server submissions`: platforms to which the city reports, what was submitted, what is compared.

What is entered here goes out by the worker.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlmodel import col, select

from api.cli.cases import OPERATOR
from api.cli.opening import opened_context
from api.context import AppContext
from api.settings import Settings
from models.cases.work import Work
from models.errors import DomainError
from models.submissions import reconciling
from models.submissions.submitting import add_platform, submit
from models.submissions.tables import Reconciliation, Submission

app = typer.Typer(help="Submissions to the provincial and the national platform: enter, compare, see how they stand.")
TOKEN = "HUIXIN_SUBMISSION_TOKEN"  # noqa: S105 - the name of a variable
PlatformCode = Annotated[str, typer.Argument(help="Code of the platform.")]


@contextmanager
def _writing() -> Iterator[tuple[AppContext, Work]]:
    """One transaction as the centre; what is refused is told, with exit code 1."""
    with opened_context(Settings.read()) as context:
        try:
            with context.database.write() as session:
                yield context, Work(session, OPERATOR, context.ruleset.catalogue, context.now())
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from None


@app.command()
def add(
    code: PlatformCode,
    name: Annotated[str, typer.Option(help="As documents call it.")],
    url: Annotated[str | None, typer.Option(help="Of its interface; without one it takes files.")] = None,
) -> None:
    """Enter a platform. HUIXIN_SUBMISSION_TOKEN is sent with what goes to it, and kept sealed."""
    with _writing() as (context, work):
        add_platform(work.session, context.keys, code, name, url, os.environ.get(TOKEN) or None, work.now)
    typer.echo(f"{code}: entered")


@app.command("submit")
def submit_to(code: PlatformCode) -> None:
    """Submit what differs from what the platform last accepted."""
    with _writing() as (_, work):
        row = submit(work, code)
        typer.echo(f"{row.id}: {row.records:,} records")


@app.command()
def reconcile(code: PlatformCode) -> None:
    """Have what the platform holds compared with what it should hold."""
    with _writing() as (_, work):
        typer.echo(reconciling.begin(work, code).id)


@app.command()
def status() -> None:
    """Show the last submissions and comparisons."""
    with opened_context(Settings.read()) as context, context.database.read() as session:
        for row in session.exec(select(Submission).order_by(col(Submission.created_at).desc()).limit(20)):
            typer.echo(f"{row.id}  {row.platform}  {row.state}  {row.records} records  {row.error or ''}".rstrip())
        for one in session.exec(select(Reconciliation).order_by(col(Reconciliation.created_at).desc()).limit(20)):
            told = f"{len(one.differences)} differences"
            typer.echo(f"{one.id}  {one.platform}  {one.state}  {told}  {one.error or ''}".rstrip())

"""The state that a command works on: opened where it has the form that this version needs, else refused in one line."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.clock import Clock
from api.context import AppContext
from api.settings import Settings
from models.database import Database
from models.migrations import is_newest


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The databases alone. Exits with 1 where they are not ready."""
    with closing(Database.open(settings.home, Clock.of(settings).today, settings.database_url)) as database:
        refuse_unmigrated(database)
        yield database


@contextmanager
def opened_context(settings: Settings) -> Iterator[AppContext]:
    """With keys and rules. Exits with 1 where the databases are not ready."""
    context = AppContext.open(settings)
    with closing(context.database):
        refuse_unmigrated(context.database)
        yield context


def refuse_unmigrated(database: Database) -> None:
    """Exits with 1 where the databases have not the form that this version needs, or do not answer."""
    try:
        if is_newest(database):
            return
        message = "The database is not ready: run `huixin-server migrate` first."
    except SQLAlchemyError:
        message = "The database does not answer: look at HUIXIN_DATABASE_URL, or at the files in HUIXIN_HOME."
    typer.echo(message, err=True)
    raise typer.Exit(1)

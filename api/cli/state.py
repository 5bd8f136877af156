"""`huixin-server migrate`, `backup` and `restore`: the state under HUIXIN_HOME."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from api.clock import Clock
from api.settings import Settings
from models.attachment_store import FOLDER as ATTACHMENTS
from models.backup import Backup, back_up
from models.backup import restore as restore_state
from models.database import Database
from models.errors import DomainError
from models.keys import KeyRing
from models.migrations import migrate as migrate_state
from models.reference import sync_reference
from models.rulesets.deciding import publish_shipped
from rules.ruleset import default_ruleset

ON_POSTGRESQL = (
    "The databases are on PostgreSQL and are not in this file: copy them with pg_dump, restore them with pg_restore.\n"
    "What this file holds are the keys; without them nothing that is sealed can be read."
)


def migrate() -> None:
    """Bring both databases up to date: their tables, and the lists and units of the rule packs."""
    settings = Settings.read()
    with closing(Database.open(settings.home, Clock.of(settings).today, settings.database_url)) as database:
        migrate_state(database)
        with database.write() as session:
            sync_reference(session, default_ruleset().catalogue)
            publish_shipped(session, default_ruleset(), Clock.of(settings).now())
    KeyRing.open(settings.home)
    typer.echo("Both databases are up to date.")


def backup(file: Annotated[Path, typer.Argument(help="The archive to write (tar.gz); it must not exist yet.")]) -> None:
    """Copy both databases, as they are at one instant, and the keys into one file. The service may go on."""
    settings = Settings.read()
    with closing(Database.open(settings.home, Clock.of(settings).today, settings.database_url)) as database:
        try:
            written = back_up(database, settings.home, file, Clock.of(settings).now())
        except OSError as error:
            raise _failed(f"The backup was not written: {error}") from error
    _say("written to", file, written)
    typer.echo("Keep it as secret as the keys that are in it.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An archive that `backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the state that is there.")] = False,
) -> None:
    """Put the state of a backup in place. Stop the service first."""
    try:
        _say("restored from", file, restore_state(file, Settings.read().home, force=force))
    except DomainError as error:
        raise _failed(error.message) from error


def _say(what: str, file: Path, found: Backup) -> None:
    files = [name for name in found.contents if not name.startswith(f"{ATTACHMENTS}/")]
    attached = len(found.contents) - len(files)
    typer.echo(f"{', '.join(files)}{f' and {attached} attachments' if attached else ''}: {what} {file}")
    if not found.has_databases:
        typer.echo(ON_POSTGRESQL)


def _failed(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

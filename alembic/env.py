"""Runs one history (a section of alembic.ini) on a connection handed in, or on the state that the environment names."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, String
from sqlmodel import AutoString

from alembic import context
from api.settings import Settings
from models.base import Instant
from models.database import Database
from models.migrations import HISTORIES, engine_of, version_table

HISTORY = context.config.config_ini_section


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Both histories may share a database: each leaves the other's tables alone."""
    others = {table for history, tables in HISTORIES.items() if history != HISTORY for table in tables.tables}
    return kind != "table" or name not in {*others, *map(version_table, HISTORIES)}


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Scripts name the types of the database, so that they stand whatever becomes of our own."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.{String(item.length)!r}"
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=HISTORIES[HISTORY],
        version_table=version_table(HISTORY),
        include_name=is_ours,
        render_item=plain_type,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def run_from_environment() -> None:
    settings = Settings.read()
    database = Database.open(settings.home, settings.database_url)
    try:
        with engine_of(database, HISTORY).begin() as connection:
            run(connection)
    finally:
        database.close()


handed_in = context.config.attributes.get("connection")
if handed_in is None:
    run_from_environment()
else:
    run(handed_in)

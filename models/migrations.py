"""Bringing both databases to the form that the tables have now. Two histories, `main` and `log`, each with its own
version table, so that they can share one PostgreSQL database or stand in two files."""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from alembic import command
from models import (
    attachments,
    audits,
    clauses,
    decisions,
    duties,
    evidence,
    feed,
    jobs,
    judgements,
    listings,
    members,
    outbox,
    quotas,
    readings,
    reference,
    replicas,
    roster,
    screenings,
    sequence,
    subjects,
)
from models.alliances import tables as alliances
from models.associations import tables as associations
from models.base import LOG, MAIN
from models.bulletins import tables as bulletins
from models.bundles import issues as bundles
from models.campaigns import tables as campaigns
from models.cases import beside
from models.cases import tables as cases
from models.commitments import tables as commitments
from models.database import Database
from models.exits import tables as exits
from models.imports import tables as imports
from models.inquiries import tables as inquiries
from models.monitoring import supervisions
from models.plans import tables as plans
from models.punishments import tables as punishments
from models.recognitions import tables as recognitions
from models.reports import reports
from models.rights import tables as rights
from models.rulesets import tables as rulesets
from models.signals import tables as signals
from models.submissions import tables as submissions
from models.suspects import tables as suspects
from models.trainings import tables as trainings
from models.upstream import tables as upstream
from models.warnings import complaints
from models.webhooks import tables as webhooks

ROOT = Path(__file__).parents[1]
HISTORIES: dict[str, MetaData] = {"main": MAIN, "log": LOG}
TABLE_MODULES = (
    campaigns,
    alliances,
    associations,
    cases,
    beside,
    attachments,
    audits,
    bulletins,
    bundles,
    reports,
    submissions,
    supervisions,
    clauses,
    commitments,
    complaints,
    decisions,
    duties,
    evidence,
    exits,
    feed,
    imports,
    inquiries,
    jobs,
    judgements,
    listings,
    members,
    outbox,
    plans,
    punishments,
    quotas,
    recognitions,
    readings,
    reference,
    replicas,
    rights,
    roster,
    rulesets,
    screenings,
    sequence,
    signals,
    subjects,
    trainings,
    suspects,
    upstream,
    webhooks,
)
"""Importing them fills the metadata."""


def migrate(database: Database, revision: str = "head") -> None:
    """Brings both databases up to the newest form, or to a revision of both histories."""
    for history in HISTORIES:
        with engine_of(database, history).begin() as connection:
            command.upgrade(configuration(history, connection), revision)


def unmigrate(database: Database) -> None:
    """Takes every table away, and all that is in them."""
    for history in HISTORIES:
        with engine_of(database, history).begin() as connection:
            command.downgrade(configuration(history, connection), "base")


def is_newest(database: Database) -> bool:
    """Whether both databases have the form that the tables have now. A file that is not there is not made by asking."""
    return all(_has_newest(engine_of(database, history), history) for history in HISTORIES)


def _has_newest(engine: Engine, history: str) -> bool:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file is not None and not Path(file).exists():
        return False
    with engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"version_table": version_table(history)})
        newest = ScriptDirectory.from_config(configuration(history, connection)).get_heads()
        return set(found.get_current_heads()) == set(newest)


def engine_of(database: Database, history: str) -> Engine:
    return database.main if history == "main" else database.log


def configuration(history: str, connection: Connection) -> Config:
    """Alembic's configuration of one history, to run on an open connection; whoever opened it commits."""
    config = Config(ROOT / "alembic.ini", ini_section=history)
    config.attributes["connection"] = connection
    return config


def version_table(history: str) -> str:
    return f"alembic_version_{history}"

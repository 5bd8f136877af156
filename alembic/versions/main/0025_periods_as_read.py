"""Periods in working days are reckoned when they are read: stored, a provisional day had never been corrected."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from alembic import op

revision = "0025"
down_revision = "0028"
branch_labels = None
depends_on = None

DUE = {"objection": ("check_due", "due"), "repair": ("due",), "appeal": ("due",), "exit_notice": ("due",)}
FLAGS = {**dict.fromkeys(("objection", "repair", "appeal"), "provisional"), "recognition": "statement_provisional"}
BEGINS = {"objection": "raised_on", "repair": "applied_on", "appeal": "created_at", "exit_notice": "created_at"}
LATER = timedelta(days=7)
NEVER = date(2000, 1, 1)


def upgrade() -> None:
    # In words of the database: Alembic would copy the table on SQLite, which rows that point at it forbid.
    for table, column in _columns():
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def downgrade() -> None:
    """The days are about right, and say so: earlier versions never corrected them."""
    for table, column in FLAGS.items():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} BOOLEAN NOT NULL DEFAULT TRUE")
    for table, columns in DUE.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} DATE NOT NULL DEFAULT '{NEVER}'")
        _fill(table, columns)


def _columns() -> Iterator[tuple[str, str]]:
    yield from ((table, column) for table, columns in DUE.items() for column in columns)
    yield from FLAGS.items()


def _fill(table: str, columns: tuple[str, ...]) -> None:
    begins = BEGINS[table]
    kind = sa.Date() if begins.endswith("_on") else sa.DateTime()
    days = (sa.column(name, sa.Date()) for name in columns)
    rows = sa.table(table, sa.column("id"), sa.column(begins, kind), *days)
    connection = op.get_bind()
    for key, begun in connection.execute(sa.select(rows.c.id, rows.c[begins])).all():
        due = date(begun.year, begun.month, begun.day) + LATER
        connection.execute(sa.update(rows).where(rows.c.id == key).values(dict.fromkeys(columns, due)))

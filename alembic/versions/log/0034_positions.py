"""Decisions have a position, by which they are read though one comes late on record."""

import sqlalchemy as sa

from alembic import op

revision = "0034"
down_revision = "0005"
branch_labels = None
depends_on = None

WITHOUT, POSITION = "ix_decision_without_position", "ix_decision_position"


def upgrade() -> None:
    op.add_column("decision", sa.Column("position", sa.BigInteger(), nullable=True))
    op.create_index(op.f(POSITION), "decision", ["position"], unique=True)
    empty = sa.text("position IS NULL")
    op.create_index(WITHOUT, "decision", ["at"], sqlite_where=empty, postgresql_where=empty)


def downgrade() -> None:
    op.drop_index(WITHOUT, table_name="decision")
    op.drop_index(op.f(POSITION), table_name="decision")
    op.drop_column("decision", "position")

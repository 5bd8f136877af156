"""Decisions in the order of time, so that who received what can be read from where it was left."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEX = "ix_decision_at"


def upgrade() -> None:
    op.create_index(INDEX, "decision", ["at"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name="decision")

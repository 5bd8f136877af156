"""Which rules to come an answer knew: a version may be published at the very moment."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("rules_read", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("decision", "rules_read")

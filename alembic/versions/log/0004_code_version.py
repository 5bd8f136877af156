"""Which version of the service worded an answer."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("code_version", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("decision", "code_version")

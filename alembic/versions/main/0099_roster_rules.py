"""By which rules all entries of an uploaded roster were looked at last."""

import sqlalchemy as sa

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roster", sa.Column("rules", sa.String(length=80), nullable=True))


def downgrade() -> None:
    op.drop_column("roster", "rules")

"""From when a clause is vouched for: its notice counted from the day on which its member has entered it."""

import sqlalchemy as sa

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clause", sa.Column("binds_from", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("clause", "binds_from")

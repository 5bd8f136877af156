"""That the feed has told that an order fell overdue."""

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing_version", sa.Column("overdue_told", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("listing_version", "overdue_told")

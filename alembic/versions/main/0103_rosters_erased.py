"""What the rosters of a campaign had come to, once they are erased."""

import sqlalchemy as sa

from alembic import op

revision = "0103"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("counts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.drop_column("counts")

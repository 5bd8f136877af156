"""What of a member's day has been reserved is shared by all processes."""

import sqlalchemy as sa

from alembic import op

revision = "0046"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota_use",
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_quota_use")),
    )


def downgrade() -> None:
    op.drop_table("quota_use")

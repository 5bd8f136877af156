"""Complaints of the hotlines, as counts by day."""

import sqlalchemy as sa

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_count",
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("source = '12315' OR source = '12345'", name=op.f("ck_complaint_count_source")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_complaint_count_count")),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_complaint_count")),
    )


def downgrade() -> None:
    op.drop_table("complaint_count")

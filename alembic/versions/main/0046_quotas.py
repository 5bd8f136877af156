"""A member may have a quota of its own."""

import sqlalchemy as sa

from alembic import op

revision = "0046"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota",
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("per_second", sa.Integer(), nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("daily", sa.Integer(), nullable=False),
        sa.CheckConstraint("per_second > 0 AND burst > 0 AND daily >= 0", name=op.f("ck_quota_numbers")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_quota_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_quota")),
    )


def downgrade() -> None:
    op.drop_table("quota")

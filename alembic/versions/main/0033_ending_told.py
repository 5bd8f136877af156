"""Which member was told, at 90, 30 or 7 days, that something on which the rules rest comes to an end."""

import sqlalchemy as sa

from alembic import op

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ending_told",
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ending_told_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", "kind", "code", "last_day", "mark", name=op.f("pk_ending_told")),
    )


def downgrade() -> None:
    op.drop_table("ending_told")

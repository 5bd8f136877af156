"""What the centre rules of an alliance's members: their group, and who is shut out."""

import sqlalchemy as sa

from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alliance_ruling",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_name", sa.String(length=300), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind = 'group' OR kind = 'exclusion' OR kind = 'readmission'", name=op.f("ck_alliance_ruling_kind")
        ),
        sa.CheckConstraint("group_name IS NULL OR kind = 'group'", name=op.f("ck_alliance_ruling_group_of_group")),
        sa.CheckConstraint(
            "ends_on IS NULL OR (kind = 'exclusion' AND ends_on >= begins_on)", name=op.f("ck_alliance_ruling_window")
        ),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_alliance_ruling_alliance_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_alliance_ruling_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alliance_ruling")),
    )
    op.create_index("ix_alliance_ruling_member", "alliance_ruling", ["alliance_id", "member_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_alliance_ruling_member", table_name="alliance_ruling")
    op.drop_table("alliance_ruling")

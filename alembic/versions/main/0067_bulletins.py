"""Bulletins, and which records each may name."""

import sqlalchemy as sa

from alembic import op

revision = "0067"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("publish_on", sa.Date(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=True),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("corrects", sa.String(length=40), nullable=True),
        sa.Column("drafted_by", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint('"last" >= "first"', name=op.f("ck_bulletin_days")),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_bulletin_approved")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name=op.f("ck_bulletin_second_person")),
        sa.CheckConstraint("approved_by IS NULL OR discarded_at IS NULL", name=op.f("ck_bulletin_discarded")),
        sa.CheckConstraint("withdrawn_at IS NULL OR approved_by IS NOT NULL", name=op.f("ck_bulletin_withdrawn")),
        sa.ForeignKeyConstraint(["corrects"], ["bulletin.id"], name=op.f("fk_bulletin_corrects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
    )
    op.create_table(
        "bulletin_name",
        sa.Column("bulletin_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_name_bulletin_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_bulletin_name_listing_id")),
        sa.PrimaryKeyConstraint("bulletin_id", "number", name=op.f("pk_bulletin_name")),
        sa.UniqueConstraint("bulletin_id", "listing_id", name=op.f("uq_bulletin_name_bulletin_id_listing_id")),
    )
    op.create_index(op.f("ix_bulletin_name_listing_id"), "bulletin_name", ["listing_id"])


def downgrade() -> None:
    op.drop_table("bulletin_name")
    op.drop_table("bulletin")

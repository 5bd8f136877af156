"""Uploaded rosters."""

import sqlalchemy as sa

from alembic import op

revision = "0084"
down_revision = "0065"
branch_labels = None
depends_on = None

ENTRY = "roster_entry"
OUTCOMES = ("refuse", "restrict", "review", "watch", "clear", "favour")


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("rescreened_on", sa.Date(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_roster_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_roster")),
    )
    op.create_table(
        ENTRY,
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("organisation_code", sa.String(length=9), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            " OR ".join(f"outcome = '{outcome}'" for outcome in OUTCOMES), name=op.f("ck_roster_entry_outcome")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_roster_entry_member_id")),
        sa.PrimaryKeyConstraint("member_id", "uscc", name=op.f("pk_roster_entry")),
    )
    op.create_index("ix_roster_entry_uscc", ENTRY, ["uscc"])
    op.create_index("ix_roster_entry_organisation", ENTRY, ["organisation_code"])
    op.create_index("ix_roster_entry_turn", ENTRY, ["member_id", "turn"])


def downgrade() -> None:
    op.drop_table(ENTRY)
    op.drop_table("roster")

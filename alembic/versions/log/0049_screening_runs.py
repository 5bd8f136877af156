"""Runs of screenings, under the signed heads."""

import sqlalchemy as sa

from alembic import op

revision = "0049"
down_revision = "0069"
branch_labels = None
depends_on = None

TABLE = "screening_run"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("clauses_at", sa.BigInteger(), nullable=False),
        sa.Column("ruleset", sa.String(length=80), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("output_sha256", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("code_version", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_run")),
    )
    op.create_index(op.f("ix_screening_run_member_id"), TABLE, ["member_id"])
    op.create_index("ix_screening_run_batch_leaf", TABLE, ["batch", "leaf"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_screening_run_batch_leaf", table_name=TABLE)
    op.drop_index(op.f("ix_screening_run_member_id"), table_name=TABLE)
    op.drop_table(TABLE)

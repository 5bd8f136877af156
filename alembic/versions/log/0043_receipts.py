"""Signed heads over the decisions of each commit, and the place of a decision under its head."""

import sqlalchemy as sa

from alembic import op

revision = "0043"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_head",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_head")),
    )
    for column in (
        sa.Column("batch", sa.BigInteger(), nullable=True),
        sa.Column("leaf", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("erased", sa.String(length=128), nullable=True),
    ):
        op.add_column("decision", column)
    op.create_index("ix_decision_batch_leaf", "decision", ["batch", "leaf"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_decision_batch_leaf", table_name="decision")
    for name in ("erased", "salt", "leaf", "batch"):
        op.drop_column("decision", name)
    op.drop_table("log_head")

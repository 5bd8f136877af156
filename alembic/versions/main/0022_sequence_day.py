"""Which numbers of the change sequence were taken on a day: it says when a version of a record was replaced, so that
the record need not say so itself."""

import sqlalchemy as sa

from alembic import op

revision = "0022"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sequence_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_sequence_day_numbers")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sequence_day")),
        sa.UniqueConstraint("last", name=op.f("uq_sequence_day_last")),
    )
    op.drop_column("listing_version", "closed_on")


def downgrade() -> None:
    op.add_column("listing_version", sa.Column("closed_on", sa.Date(), nullable=True))
    op.drop_table("sequence_day")

"""Monthly and quarterly reports, kept as they were drawn up."""

import sqlalchemy as sa

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("every", sa.String(length=16), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("drawn_up_by", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("every = 'month' OR every = 'quarter'", name=op.f("ck_report_every")),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'approved' OR state = 'published' OR state = 'discarded'",
            name=op.f("ck_report_state"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'discarded' OR approved_by IS NOT NULL", name=op.f("ck_report_approved")
        ),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drawn_up_by", name=op.f("ck_report_second_person")),
        sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_report_published")),
        sa.CheckConstraint('"last" >= "first"', name=op.f("ck_report_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )


def downgrade() -> None:
    op.drop_table("report")

"""What bodies report about the tasks that the plan gives them."""

import sqlalchemy as sa

from alembic import op

revision = "0060"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_report",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=130), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint('"on" >= period_from', name=op.f("ck_duty_report_inside_period")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= created_at", name=op.f("ck_duty_report_withdrawn_after")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_duty_report_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_report")),
    )
    op.create_index("ix_duty_report_duty_body", "duty_report", ["duty", "body", "period_from"])


def downgrade() -> None:
    op.drop_index("ix_duty_report_duty_body", table_name="duty_report")
    op.drop_table("duty_report")

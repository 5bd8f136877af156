"""What the centre asks members of an alliance, and what they answer."""

import sqlalchemy as sa

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("authority", sa.String(length=16), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("merchants", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("authority = 'public_security' OR authority = 'postal'", name=op.f("ck_inquiry_authority")),
        sa.CheckConstraint(
            "(authority IS NULL) = (document_number IS NULL) AND (authority IS NULL) = (document_on IS NULL)",
            name=op.f("ck_inquiry_document_complete"),
        ),
        sa.CheckConstraint("period_to >= period_from", name=op.f("ck_inquiry_period")),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_inquiry_alliance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_table(
        "inquiry_answer",
        sa.Column("inquiry_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "answer = 'count' OR answer = 'deliver' OR answer = 'refuse'", name=op.f("ck_inquiry_answer_answer")
        ),
        sa.CheckConstraint(
            "count IS NULL OR (answer IS NOT NULL AND answer = 'count' AND count >= 0)",
            name=op.f("ck_inquiry_answer_count"),
        ),
        sa.CheckConstraint(
            "reason IS NOT NULL OR answer IS NULL OR answer <> 'refuse'",
            name=op.f("ck_inquiry_answer_refusal_reasoned"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (by IS NULL)",
            name=op.f("ck_inquiry_answer_given"),
        ),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_answer_inquiry_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_inquiry_answer_member_id")),
        sa.PrimaryKeyConstraint("inquiry_id", "member_id", name=op.f("pk_inquiry_answer")),
    )
    op.create_index(op.f("ix_inquiry_answer_member_id"), "inquiry_answer", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_inquiry_answer_member_id"), table_name="inquiry_answer")
    op.drop_table("inquiry_answer")
    op.drop_table("inquiry")

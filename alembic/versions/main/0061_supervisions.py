"""What the centre opens where figures stay below their thresholds."""

import sqlalchemy as sa

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

KINDS = ("inspection", "circular", "interview_official")
FIGURES = ("verification", "rectification_on_time", "removal", "recurrence")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = '{value}'" for value in values)


def upgrade() -> None:
    op.create_table(
        "supervision",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=130), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("figure", sa.String(length=32), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_supervision_kind")),
        sa.CheckConstraint(_one_of("figure", FIGURES), name=op.f("ck_supervision_figure")),
        sa.CheckConstraint(
            '(figure IS NULL) = (counted IS NULL) AND (figure IS NULL) = ("of" IS NULL)',
            name=op.f("ck_supervision_counted"),
        ),
        sa.CheckConstraint(
            'counted IS NULL OR (counted >= 0 AND counted <= "of")', name=op.f("ck_supervision_counted_of")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_supervision_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index("ix_supervision_body", "supervision", ["body"])


def downgrade() -> None:
    op.drop_index("ix_supervision_body", table_name="supervision")
    op.drop_table("supervision")

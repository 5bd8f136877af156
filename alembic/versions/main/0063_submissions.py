"""What is submitted to the provincial and the national platform, and how far both agree."""

import sqlalchemy as sa

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def _one_of(column: str, *values: str) -> str:
    return " OR ".join(f"{column} = '{value}'" for value in values)


def upgrade() -> None:
    op.create_table(
        "submission_platform",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_submission_platform")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(_one_of("state", "pending", "acknowledged", "refused"), name=op.f("ck_submission_state")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_submission_member_id_member")),
        sa.ForeignKeyConstraint(
            ["platform"], ["submission_platform.code"], name=op.f("fk_submission_platform_submission_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_platform"), "submission", ["platform"])
    op.create_table(
        "submission_item",
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.CheckConstraint(_one_of("state", "pending", "accepted", "refused"), name=op.f("ck_submission_item_state")),
        sa.CheckConstraint(_one_of("kind", "list", "penalty", "withdrawal"), name=op.f("ck_submission_item_kind")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_item_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "thing_id", name=op.f("pk_submission_item")),
    )
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=True),
        sa.Column("theirs", sa.Integer(), nullable=True),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("compared_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(_one_of("state", "pending", "done", "resolved"), name=op.f("ck_reconciliation_state")),
        sa.ForeignKeyConstraint(
            ["platform"], ["submission_platform.code"], name=op.f("fk_reconciliation_platform_submission_platform")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_reconciliation_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
    )
    op.create_index(op.f("ix_reconciliation_platform"), "reconciliation", ["platform"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reconciliation_platform"), table_name="reconciliation")
    op.drop_table("reconciliation")
    op.drop_table("submission_item")
    op.drop_index(op.f("ix_submission_platform"), table_name="submission")
    op.drop_table("submission")
    op.drop_table("submission_platform")

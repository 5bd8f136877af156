"""Which bundle each member fetched last."""

import sqlalchemy as sa

from alembic import op

revision = "0042"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle_issue",
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("inside", sa.String(40), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_bundle_issue_member_id")),
        sa.ForeignKeyConstraint(["inside"], ["member.id"], name=op.f("fk_bundle_issue_inside")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_bundle_issue")),
    )


def downgrade() -> None:
    op.drop_table("bundle_issue")

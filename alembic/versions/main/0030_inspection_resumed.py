"""The day on which an inspection was taken up again: what was looked at before does not count any more."""

from alembic import op

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE rectification_order ADD COLUMN resumed_on DATE"
        " CONSTRAINT ck_rectification_order_resumed_after_report"
        " CHECK (resumed_on IS NULL OR resumed_on >= reported_on)"
    )


def downgrade() -> None:
    op.drop_column("rectification_order", "resumed_on")

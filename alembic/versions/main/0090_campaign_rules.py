"""By which rules all enrolments of a campaign were looked at last."""

import sqlalchemy as sa

from alembic import op

revision = "0090"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("rules", sa.String(length=80), nullable=True))


def downgrade() -> None:
    op.drop_column("campaign", "rules")

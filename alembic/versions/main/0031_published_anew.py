"""What a wrong publication that was withdrawn said, and as which record the same decision counts since."""

import sqlalchemy as sa

from alembic import op

revision = "0031"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recognition", sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("recognition", "corrections")

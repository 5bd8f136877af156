"""At which change an import began, and by which mapping its file is read.

Of imports of before neither was kept: none of those that have not come to their end goes on, their files begin anew.
"""

import sqlalchemy as sa

from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import", sa.Column("seq_begun", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("import", sa.Column("mapping", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("import", "mapping")
    op.drop_column("import", "seq_begun")

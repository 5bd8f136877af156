"""By whose hand members are added and disabled, credentials issued and revoked."""

import sqlalchemy as sa

from alembic import op

revision = "0095"
down_revision = "0090"
branch_labels = None
depends_on = None

COLUMNS = (("member", "added_by"), ("member", "disabled_by"), ("credential", "issued_by"), ("credential", "revoked_by"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.String(length=40), nullable=True))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)

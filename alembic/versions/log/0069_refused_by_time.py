"""Refused decisions are counted by time."""

import sqlalchemy as sa

from alembic import op

revision = "0069"
down_revision = "0046"
branch_labels = None
depends_on = None

REFUSED = "ix_decision_refused"


def upgrade() -> None:
    those = sa.text("outcome = 'refuse'")
    op.create_index(REFUSED, "decision", ["at"], sqlite_where=those, postgresql_where=those)


def downgrade() -> None:
    op.drop_index(REFUSED, table_name="decision")

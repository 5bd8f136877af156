"""When a wrong code last came for a merchant; one open objection to a record from each side."""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0020"
branch_labels = None
depends_on = None
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("identity_code", sa.Column("last_tried_at", sa.DateTime(), nullable=True))
    _close_further_ones()
    op.create_index(
        "ix_objection_open",
        "objection",
        ["listing_id", "raised_by"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_objection_open", table_name="objection")
    op.drop_column("identity_code", "last_tried_at")


def _close_further_ones() -> None:
    """The first of each side goes on; a later one is set aside with the reason, so that nobody waits for it."""
    op.execute(
        "UPDATE objection SET state = 'rejected', decided_on = raised_on, decided_by = '系统',"
        " reasons = '同一记录已有在办异议，并入在先异议一并处理'"
        " WHERE state = 'open' AND EXISTS (SELECT 1 FROM objection AS earlier WHERE earlier.state = 'open'"
        " AND earlier.listing_id = objection.listing_id AND earlier.raised_by = objection.raised_by"
        " AND (earlier.created_at < objection.created_at"
        " OR (earlier.created_at = objection.created_at AND earlier.id < objection.id)))"
    )

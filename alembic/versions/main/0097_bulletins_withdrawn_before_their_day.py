"""The day on which a bulletin was withdrawn: before its first day it was never published."""

from datetime import timedelta

import sqlalchemy as sa

from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

SHANGHAI = timedelta(hours=8)
"""Instants are kept as UTC, days are those of Shanghai."""


def upgrade() -> None:
    op.add_column("bulletin", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    bulletin = sa.table(
        "bulletin",
        sa.column("id", sa.String()),
        sa.column("withdrawn_at", sa.DateTime()),
        sa.column("withdrawn_on", sa.Date()),
    )
    connection = op.get_bind()
    gone = sa.select(bulletin.c.id, bulletin.c.withdrawn_at).where(bulletin.c.withdrawn_at.is_not(None))
    for key, at in connection.execute(gone).all():
        day = (at + SHANGHAI).date()
        connection.execute(sa.update(bulletin).where(bulletin.c.id == key).values(withdrawn_on=day))
    with op.batch_alter_table("bulletin") as batch:
        batch.create_check_constraint(
            op.f("ck_bulletin_withdrawn_on"), "(withdrawn_at IS NULL) = (withdrawn_on IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("bulletin") as batch:
        batch.drop_constraint(op.f("ck_bulletin_withdrawn_on"), type_="check")
        batch.drop_column("withdrawn_on")

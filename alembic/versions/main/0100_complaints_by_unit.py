"""In which county or zone a hotline had its complaints, where it says so."""

import sqlalchemy as sa

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

TABLE, KEY = "complaint_count", "pk_complaint_count"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("unit", sa.String(length=64), nullable=False, server_default=""))
        batch.drop_constraint(op.f(KEY), type_="primary")
        batch.create_primary_key(op.f(KEY), ["source", "day", "unit"])
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("unit", existing_type=sa.String(length=64), existing_nullable=False, server_default=None)


def downgrade() -> None:
    known = sa.column("source"), sa.column("day", sa.Date()), sa.column("count"), sa.column("entered_at", sa.DateTime())
    counts = sa.table(TABLE, *known)
    connection = op.get_bind()
    columns = counts.c.source, counts.c.day, sa.func.sum(counts.c.count), sa.func.max(counts.c.entered_at)
    days = connection.execute(sa.select(*columns).group_by(counts.c.source, counts.c.day)).all()
    connection.execute(sa.delete(counts))
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(KEY), type_="primary")
        batch.drop_column("unit")
        batch.create_primary_key(op.f(KEY), ["source", "day"])
    names = "source", "day", "count", "entered_at"
    kept = sa.table(
        TABLE, sa.column("source"), sa.column("day", sa.Date()), sa.column("count"), sa.column("entered_at")
    )
    for row in days:
        connection.execute(sa.insert(kept).values(dict(zip(names, row, strict=True))))

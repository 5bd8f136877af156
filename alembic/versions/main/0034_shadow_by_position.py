"""Shadow runs read the log by position. Those not yet counted to their end are counted anew, for what had come late on
record was missed; the others stay as they are."""

from datetime import timedelta

import sqlalchemy as sa

from alembic import op

revision = "0034"
down_revision = "0036"
branch_labels = None
depends_on = None

LATEST = timedelta(days=1)
NEVER = "1970-01-01 00:00:00"
INSTANTS = ("began_at", "ends_at", "stopped_at", "counted_to", "read_until")
RUN = sa.table(
    "shadow_run",
    sa.column("id"),
    *(sa.column(name, sa.DateTime()) for name in INSTANTS),
    *(sa.column(name) for name in ("checks", "differing", "lost")),
)
COUNT = sa.table("shadow_count", sa.column("run_id"))
END = sa.func.coalesce(RUN.c.stopped_at, RUN.c.ends_at)


def upgrade() -> None:
    # with a value for old rows the table need not be made anew, which SQLite refuses while counts refer to it
    op.add_column("shadow_run", sa.Column("read_until", sa.DateTime(), nullable=False, server_default=NEVER))
    op.add_column("shadow_run", sa.Column("read_to", sa.BigInteger(), nullable=False, server_default="0"))
    bound = op.get_bind()
    op.execute(sa.update(RUN).where(RUN.c.counted_to >= END).values(read_until=RUN.c.counted_to))
    for run, end in bound.execute(sa.select(RUN.c.id, END).where(RUN.c.counted_to < END)).all():
        op.execute(sa.delete(COUNT).where(COUNT.c.run_id == run))
        anew = {"counted_to": RUN.c.began_at, "checks": 0, "differing": 0, "lost": 0, "read_until": end + LATEST}
        op.execute(sa.update(RUN).where(RUN.c.id == run).values(anew))


def downgrade() -> None:
    """What is counted then, is counted by its time; nothing of it twice."""
    op.execute(sa.update(RUN).where(RUN.c.counted_to > END).values(counted_to=END))
    op.drop_column("shadow_run", "read_to")
    op.drop_column("shadow_run", "read_until")

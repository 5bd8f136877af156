"""A version of the rules that is withdrawn is taken away by a row of its own: the row that stood in its place had put
older rules in force again, also over a version that was published since."""

from datetime import UTC, datetime

import sqlalchemy as sa

from alembic import op

revision = "0028"
down_revision = "0017"
branch_labels = None
depends_on = None

ROWS = sa.table(
    "rules_in_force",
    *(sa.column(name) for name in ("id", "digest", "ruleset_id")),
    *(sa.column(name, sa.DateTime()) for name in ("at", "entered_at")),
    sa.column("withdrawn", sa.Boolean()),
)
VERSIONS = sa.table(
    "ruleset", *(sa.column(name) for name in ("id", "digest", "state")), sa.column("effective_from", sa.DateTime())
)


def upgrade() -> None:
    op.add_column("rules_in_force", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rules_in_force") as changed:
        changed.alter_column("withdrawn", server_default=None)
    connection = op.get_bind()
    for row in connection.execute(_stood_in(datetime.now(UTC).replace(tzinfo=None))).all():
        taken = {"ruleset_id": row.version, "digest": row.version_digest, "withdrawn": True}
        connection.execute(sa.update(ROWS).where(ROWS.c.id == row.id).values(taken))


def _stood_in(now: datetime) -> sa.Select[tuple[int, str, str]]:
    """Rows to come of a version whose own instant is another, each with the withdrawn version in whose place it stands;
    what has come has been in force, and stays."""
    own = VERSIONS.alias("own")
    return (
        sa.select(ROWS.c.id, VERSIONS.c.id.label("version"), VERSIONS.c.digest.label("version_digest"))
        .join(own, own.c.id == ROWS.c.ruleset_id)
        .join(VERSIONS, VERSIONS.c.effective_from == ROWS.c.at)
        .where(ROWS.c.at > now, ROWS.c.at > ROWS.c.entered_at, own.c.effective_from != ROWS.c.at)
        .where(VERSIONS.c.state == "withdrawn")
    )


def downgrade() -> None:
    """In the place of what was withdrawn stands again what was in force before it."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(ROWS).order_by(ROWS.c.at, ROWS.c.id)).all()
    gone = {row.ruleset_id for row in rows if row.withdrawn}
    for row in rows:
        before = [one for one in rows if one.at <= row.at and one.ruleset_id not in gone]
        if row.withdrawn and before:
            stands = {"ruleset_id": before[-1].ruleset_id, "digest": before[-1].digest}
            connection.execute(sa.update(ROWS).where(ROWS.c.id == row.id).values(stands))
    op.drop_column("rules_in_force", "withdrawn")

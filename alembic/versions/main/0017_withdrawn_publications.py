"""A publication that is withdrawn: an end that is no decision of the recogniser, and of which it is told."""

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ENDS = ("removed", "display_ended", "measures_lifted", "annulled")
NOTICES = ("ended", "corrected")
COLUMNS = (("listing_version", "end_kind", ENDS), ("listing_end", "kind", ENDS), ("exit_notice", "kind", NOTICES))
WITHDRAWN = "withdrawn"


def upgrade() -> None:
    for table, column, words in COLUMNS:
        _hold(table, column, (*words, WITHDRAWN))


def downgrade() -> None:
    """What was withdrawn counts as annulled again, as it did before."""
    op.execute("DELETE FROM exit_notice WHERE kind = 'withdrawn'")
    for table, column, words in COLUMNS:
        kind = sa.column(column)
        op.execute(sa.update(sa.table(table, kind)).where(kind == WITHDRAWN).values({column: "annulled"}))
        _hold(table, column, words)


def _hold(table: str, column: str, words: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, " OR ".join(f"{column} = '{word}'" for word in words))

"""A person who lets a record in again speaks of one end: another one, be it of the same day, is asked about anew."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision = "0036"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "upstream_reappearance"
KEY = ("listing_id", "natural_key")
FIRST_OF_THE_DAY = """
UPDATE upstream_reappearance SET ended_seq = COALESCE((
    SELECT MIN(seq_from) FROM listing_version
    WHERE listing_version.listing_id = upstream_reappearance.listing_id
    AND COALESCE(listing_version.ended_on, listing_version.valid_to) = upstream_reappearance.ended_on
), 0)
"""
ASKED_AGAIN = """
DELETE FROM upstream_reappearance WHERE EXISTS (
    SELECT 1 FROM upstream_reappearance AS later
    WHERE later.listing_id = upstream_reappearance.listing_id
    AND later.natural_key = upstream_reappearance.natural_key
    AND later.ended_on = upstream_reappearance.ended_on AND later.ended_seq > upstream_reappearance.ended_seq
)
"""


def upgrade() -> None:
    """What has been asked was asked about the first end of its day."""
    op.add_column(TABLE, sa.Column("ended_seq", sa.Integer(), nullable=False, server_default="0"))
    op.execute(FIRST_OF_THE_DAY)
    _hold((*KEY, "ended_on"), (*KEY, "ended_seq"))


def downgrade() -> None:
    """One question a day again: the last."""
    op.execute(ASKED_AGAIN)
    _hold((*KEY, "ended_seq"), (*KEY, "ended_on"))
    op.drop_column(TABLE, "ended_seq")


def _hold(old: Sequence[str], new: Sequence[str]) -> None:
    with op.batch_alter_table(TABLE) as changed:
        if "ended_seq" in new:
            changed.alter_column("ended_seq", server_default=None)
        changed.drop_constraint(_name(old), type_="unique")
        changed.create_unique_constraint(_name(new), list(new))


def _name(columns: Sequence[str]) -> str:
    return op.f(f"uq_{TABLE}_{'_'.join(columns)}")

"""Recognitions, the four ends and their notices, objections, repairs, appeals, and the identity of merchants."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DAYS_OF_LISTING = ("takes_effect_on", "display_ended_on", "measures_lifted_on")


def upgrade() -> None:
    for name in DAYS_OF_LISTING:
        op.execute(f"ALTER TABLE listing_version ADD COLUMN {name} DATE")


def downgrade() -> None:
    for name in DAYS_OF_LISTING:
        op.execute(f"ALTER TABLE listing_version DROP COLUMN {name}")

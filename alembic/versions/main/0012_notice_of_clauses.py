"""When users were heard about a clause, whether it touches major interests, and what holds for those before it."""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = ("consulted_from", "consulted_to")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("clause", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("clause", sa.Column("major", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("clause", sa.Column("transition", sa.String(), nullable=True))


def downgrade() -> None:
    for name in ("transition", "major", *COLUMNS):
        op.drop_column("clause", name)

"""Sanctions rest on an entry kept inside, and are lifted on a day, with a reason."""

import sqlalchemy as sa

from alembic import op

revision = "0065"
down_revision = "0068"
branch_labels = None
depends_on = None

# In words of the database: Alembic would copy the table on SQLite for a constraint that comes with a column.
RESTS = """
ALTER TABLE sanction ADD COLUMN nomination_id VARCHAR(40)
CONSTRAINT fk_sanction_nomination_id_nomination REFERENCES nomination (id)
"""
LIFTED = """
ALTER TABLE sanction ADD COLUMN lifted_on DATE
CONSTRAINT ck_sanction_lifting_complete CHECK ((lifted_on IS NULL) = (lifted_reason IS NULL))
CONSTRAINT ck_sanction_lifted_after CHECK (lifted_on IS NULL OR lifted_on >= effective_on)
"""


def upgrade() -> None:
    op.execute(RESTS)
    op.add_column("sanction", sa.Column("grade_before", sa.String(length=64), nullable=True))
    op.add_column("sanction", sa.Column("lifted_reason", sa.String(), nullable=True))
    op.execute(LIFTED)


def downgrade() -> None:
    for name in ("lifted_on", "lifted_reason", "grade_before", "nomination_id"):
        op.execute(f"ALTER TABLE sanction DROP COLUMN {name}")

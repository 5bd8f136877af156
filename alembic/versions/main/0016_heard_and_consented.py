"""Whether a statement was the merchant's last word, who consented to a recognition, and what replaced a measure."""

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None

# In words of the database: Alembic would copy the table on SQLite, which rows that point at it forbid.
COMPLETE = """
ALTER TABLE recognition ADD COLUMN statement_complete BOOLEAN NOT NULL DEFAULT TRUE
CONSTRAINT ck_recognition_waited_for_statement
CHECK (statement_complete OR decided_on IS NULL OR decided_on > statement_until)
"""
CONSENT = """
ALTER TABLE recognition ADD COLUMN consent_on DATE
CONSTRAINT ck_recognition_consent_complete
CHECK ((consent_on IS NULL) = (consent_by IS NULL) AND (consent_on IS NULL) = (consent_number IS NULL))
CONSTRAINT ck_recognition_consent_before_decision CHECK (consent_on IS NULL OR consent_on <= decided_on)
"""
REPLACED = """
ALTER TABLE {table} ADD COLUMN replaced_by VARCHAR(64)
CONSTRAINT ck_{table}_ended_where_replaced CHECK (replaced_by IS NULL OR ended_at IS NOT NULL)
"""


def upgrade() -> None:
    op.execute(COMPLETE)
    # what is not decided yet waits for the end of its period, unless the merchant says so anew
    op.execute("UPDATE recognition SET statement_complete = FALSE WHERE decided_on IS NULL OR stated_on IS NULL")
    for name in ("consent_by", "consent_number"):
        op.add_column("recognition", sa.Column(name, sa.String(length=300), nullable=True))
    op.execute(CONSENT)
    for table in ("punishment_task", "prompt"):
        op.execute(REPLACED.format(table=table))


def downgrade() -> None:
    for table in ("prompt", "punishment_task"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN replaced_by")
    for name in ("consent_on", "consent_number", "consent_by", "statement_complete"):
        op.execute(f"ALTER TABLE recognition DROP COLUMN {name}")

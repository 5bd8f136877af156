"""A name that came with a lead or a proposal alone is marked, so that no member hears of it later either."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MARK = """
UPDATE subject_name SET unlisted = true
WHERE former AND EXISTS (
    SELECT 1 FROM subject_name AS borne
    WHERE borne.subject_id = subject_name.subject_id AND borne.name = subject_name.name AND NOT borne.former
) AND NOT EXISTS (
    SELECT 1 FROM subject_name AS borne
    JOIN listing ON listing.subject_id = borne.subject_id
    JOIN listing_version AS version ON version.listing_id = listing.id
    WHERE borne.subject_id = subject_name.subject_id AND borne.name = subject_name.name AND NOT borne.former
    AND version.standing = 'effective'
    AND (borne.seq_to IS NULL OR version.seq_from < borne.seq_to)
    AND (version.seq_to IS NULL OR version.seq_to > borne.seq_from)
)
"""
"""Former names that were current only while their subject stood on no list."""


def upgrade() -> None:
    op.add_column("subject_name", sa.Column("unlisted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(MARK)


def downgrade() -> None:
    op.drop_column("subject_name", "unlisted")

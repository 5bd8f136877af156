"""At most one judgement of a member on a candidate is in force; the earlier ones end where the next begins."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEX = "ix_judgement_current"
CLOSE = """
UPDATE judgement SET seq_to = (
    SELECT min(later.seq_from) FROM judgement AS later
    WHERE later.member_id = judgement.member_id AND later.query_key = judgement.query_key
    AND later.subject_id = judgement.subject_id AND later.seq_from > judgement.seq_from
) WHERE seq_to IS NULL
"""


def upgrade() -> None:
    op.execute(CLOSE)
    op.create_index(
        INDEX,
        "judgement",
        ["member_id", "query_key", "subject_id"],
        unique=True,
        sqlite_where=sa.text("seq_to IS NULL"),
        postgresql_where=sa.text("seq_to IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="judgement")

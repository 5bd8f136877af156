"""What a wrong publication that was withdrawn said, and as which record the same decision counts since; and of
which unit the police are to whom a referral went, whoever has the case later."""

import sqlalchemy as sa

from alembic import op

revision = "0031"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recognition", sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("case_referral", sa.Column("unit", sa.String(length=64), nullable=True))
    op.execute('UPDATE case_referral SET unit = (SELECT unit FROM "case" WHERE "case".id = case_referral.case_id)')


def downgrade() -> None:
    op.drop_column("case_referral", "unit")
    op.drop_column("recognition", "corrections")

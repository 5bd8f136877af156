"""What pushes recognise, exit requests that an accepted rectification opens, and how often feeds are pulled."""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# One statement that both databases take: SQLite adds no constraint to a table by itself.
REFERENCE = (
    'ALTER TABLE "{table}" ADD COLUMN {column} VARCHAR(40) CONSTRAINT fk_{table}_{column} REFERENCES "{to}" (id)'
)
FEED = 'ALTER TABLE "import" ADD COLUMN feed VARCHAR(64) CONSTRAINT fk_import_feed REFERENCES upstream_feed (code)'
ANNOUNCED = (
    "ALTER TABLE listing_end ADD COLUMN announced_on DATE"
    " CONSTRAINT ck_listing_end_announced_somewhere CHECK (announced_on IS NULL OR channel IS NOT NULL)"
)
PULL_MINUTES = (
    "ALTER TABLE upstream_feed ADD COLUMN pull_minutes INTEGER"
    " CONSTRAINT ck_upstream_feed_pull_minutes CHECK (pull_minutes > 0)"
)


def upgrade() -> None:
    op.add_column("import", sa.Column("recognised", sa.Integer(), nullable=False, server_default="0"))
    op.execute(FEED)
    op.execute(REFERENCE.format(table="case", column="recognised_as", to="listing"))
    op.create_index("ix_case_recognised_as", "case", ["recognised_as"])
    op.execute(PULL_MINUTES)
    op.execute(ANNOUNCED)
    op.execute(REFERENCE.format(table="removal_request", column="case_id", to="case"))
    with op.batch_alter_table("removal_request") as table:
        table.alter_column("requested_by", existing_type=sa.String(length=40), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM removal_request WHERE requested_by IS NULL")
    with op.batch_alter_table("removal_request") as table:
        table.alter_column("requested_by", existing_type=sa.String(length=40), nullable=False)
        table.drop_column("case_id")
    with op.batch_alter_table("listing_end") as table:
        table.drop_constraint(op.f("ck_listing_end_announced_somewhere"), type_="check")
        table.drop_column("announced_on")
    op.drop_column("upstream_feed", "pull_minutes")
    op.drop_index("ix_case_recognised_as", table_name="case")
    op.drop_column("case", "recognised_as")
    op.drop_column("import", "feed")
    op.drop_column("import", "recognised")

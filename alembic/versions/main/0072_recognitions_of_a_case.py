"""A name may have been recognised as several listings."""

import sqlalchemy as sa

from alembic import op

revision = "0072"
down_revision = "0052"
branch_labels = None
depends_on = None

CARRY = """
    INSERT INTO case_recognition (case_id, listing_id, since)
    SELECT id, recognised_as, COALESCE(
        (SELECT MAX(at) FROM case_event WHERE case_id = "case".id AND action = 'recognised'), opened_at
    ) FROM "case" WHERE recognised_as IS NOT NULL
"""
REFERENCE = (
    'ALTER TABLE "case" ADD COLUMN recognised_as VARCHAR(40) CONSTRAINT fk_case_recognised_as REFERENCES listing (id)'
)
NEWEST = """
    UPDATE "case" SET recognised_as = (
        SELECT listing_id FROM case_recognition WHERE case_id = "case".id ORDER BY since DESC, listing_id DESC LIMIT 1
    )
"""


def upgrade() -> None:
    op.create_table(
        "case_recognition",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_recognition_case_id_case")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_case_recognition_listing_id_listing")),
        sa.PrimaryKeyConstraint("case_id", "listing_id", name=op.f("pk_case_recognition")),
    )
    op.create_index(op.f("ix_case_recognition_listing_id"), "case_recognition", ["listing_id"])
    op.execute(CARRY)
    op.drop_index("ix_case_recognised_as", table_name="case")
    op.drop_column("case", "recognised_as")


def downgrade() -> None:
    op.execute(REFERENCE)
    op.create_index("ix_case_recognised_as", "case", ["recognised_as"])
    op.execute(NEWEST)
    op.drop_table("case_recognition")

"""Rule sets as versions, suspensions of measures, and credentials that are one person's."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_suspension",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= begins_on", name=op.f("ck_measure_suspension_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_suspension")),
    )
    op.create_table(
        "ruleset_entries",
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ruleset_entries")),
    )
    op.create_table(
        "ruleset",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("based_on", sa.String(length=80), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("effective_from", sa.DateTime(), nullable=True),
        sa.Column("implements", sa.String(length=64), nullable=True),
        sa.Column("new_standard", sa.Boolean(), nullable=False),
        sa.Column("consulted_from", sa.Date(), nullable=True),
        sa.Column("consulted_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "shipped OR (state <> 'approved' AND state <> 'published')"
            " OR (approved_by IS NOT NULL AND approved_by <> author)",
            name=op.f("ck_ruleset_second_person"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR effective_from IS NOT NULL", name=op.f("ck_ruleset_published_from")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'submitted' OR state = 'approved' OR state = 'published'"
            " OR state = 'withdrawn'",
            name=op.f("ck_ruleset_state"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR digest IS NOT NULL", name=op.f("ck_ruleset_named_once_submitted")
        ),
        sa.CheckConstraint(
            "consulted_from IS NULL OR (consulted_to IS NOT NULL AND consulted_to >= consulted_from)",
            name=op.f("ck_ruleset_consultation"),
        ),
        sa.ForeignKeyConstraint(["based_on"], ["ruleset_entries.digest"], name=op.f("fk_ruleset_based_on")),
        sa.ForeignKeyConstraint(["digest"], ["ruleset_entries.digest"], name=op.f("fk_ruleset_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleset")),
    )
    op.create_index(op.f("ix_ruleset_digest"), "ruleset", ["digest"], unique=False)
    op.create_table(
        "rules_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("ruleset_id", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["ruleset_entries.digest"], name=op.f("fk_rules_in_force_digest")),
        sa.ForeignKeyConstraint(["ruleset_id"], ["ruleset.id"], name=op.f("fk_rules_in_force_ruleset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_in_force")),
    )
    op.create_index("ix_rules_in_force_at", "rules_in_force", ["at", "id"], unique=False)
    op.create_table(
        "ruleset_document",
        sa.Column("ruleset_id", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ruleset_id"], ["ruleset.id"], name=op.f("fk_ruleset_document_ruleset_id")),
        sa.PrimaryKeyConstraint("ruleset_id", "path", name=op.f("pk_ruleset_document")),
    )
    op.create_table(
        "ruleset_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruleset_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ruleset_id"], ["ruleset.id"], name=op.f("fk_ruleset_event_ruleset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleset_event")),
    )
    op.create_index(op.f("ix_ruleset_event_ruleset_id"), "ruleset_event", ["ruleset_id"], unique=False)
    op.add_column("credential", sa.Column("holder", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("credential", "holder")
    op.drop_index(op.f("ix_ruleset_event_ruleset_id"), table_name="ruleset_event")
    op.drop_table("ruleset_event")
    op.drop_table("ruleset_document")
    op.drop_index("ix_rules_in_force_at", table_name="rules_in_force")
    op.drop_table("rules_in_force")
    op.drop_index(op.f("ix_ruleset_digest"), table_name="ruleset")
    op.drop_table("ruleset")
    op.drop_table("ruleset_entries")
    op.drop_table("measure_suspension")

"""Mandates of associations and agencies, their members, whom they put forward, and what follows by charter."""

import sqlalchemy as sa

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(revoked_on IS NULL) = (reason IS NULL)", name=op.f("ck_mandate_revocation_complete")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_mandate_window")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_mandate_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_member_id"), "mandate", ["member_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name=op.f("ck_membership_window")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_membership_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "ix_membership_standing",
        "membership",
        ["member_id", "subject_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("mandate_id", sa.String(length=40), nullable=False),
        sa.Column("standard", sa.String(length=64), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.String(length=2000), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("recognition_id", sa.String(length=40), nullable=True),
        sa.Column("listing_id", sa.String(length=40), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(recognition_id IS NULL) = (state <> 'accepted')", name=op.f("ck_nomination_accepted_with_recognition")
        ),
        sa.CheckConstraint(
            "(unit IS NULL) = (state = 'inside' OR state = 'ended')", name=op.f("ck_nomination_proposed_to_somebody")
        ),
        sa.CheckConstraint(
            "state = 'proposed' OR state = 'accepted' OR state = 'declined' OR state = 'inside' OR state = 'ended'",
            name=op.f("ck_nomination_state"),
        ),
        sa.CheckConstraint("(listing_id IS NULL) = (unit IS NOT NULL)", name=op.f("ck_nomination_listed_inside")),
        sa.CheckConstraint("(unit IS NULL) = (department IS NULL)", name=op.f("ck_nomination_recogniser_complete")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_nomination_department")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_nomination_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_nomination_listing_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_nomination_mandate_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_nomination_member_id")),
        sa.ForeignKeyConstraint(["recognition_id"], ["recognition.id"], name=op.f("fk_nomination_recognition_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_nomination_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index("ix_nomination_body", "nomination", ["unit", "department"], unique=False)
    op.create_index(op.f("ix_nomination_member_id"), "nomination", ["member_id"], unique=False)
    op.create_table(
        "sanction",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("membership_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("article", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("defended_on", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("resolution_number", sa.String(length=300), nullable=True),
        sa.Column("resolution_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(length=64), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(grade IS NULL) = (measure <> 'member_downgrade')", name=op.f("ck_sanction_grade_of_downgrade")
        ),
        sa.CheckConstraint(
            "measure <> 'member_expulsion' OR (heard_on IS NOT NULL AND resolution_on IS NOT NULL)",
            name=op.f("ck_sanction_expelled_by_resolution"),
        ),
        sa.CheckConstraint(
            "measure = 'member_warning' OR measure = 'member_censure' OR measure = 'member_downgrade'"
            " OR measure = 'member_expulsion'",
            name=op.f("ck_sanction_measure"),
        ),
        sa.CheckConstraint(
            "(resolution_number IS NULL) = (resolution_on IS NULL)", name=op.f("ck_sanction_resolution_complete")
        ),
        sa.CheckConstraint("effective_on >= defended_on", name=op.f("ck_sanction_heard_before")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sanction_member_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_sanction_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    op.create_index(op.f("ix_sanction_member_id"), "sanction", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sanction_member_id"), table_name="sanction")
    op.drop_table("sanction")
    op.drop_index(op.f("ix_nomination_member_id"), table_name="nomination")
    op.drop_index("ix_nomination_body", table_name="nomination")
    op.drop_table("nomination")
    op.drop_index(
        "ix_membership_standing",
        table_name="membership",
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.drop_table("membership")
    op.drop_index(op.f("ix_mandate_member_id"), table_name="mandate")
    op.drop_table("mandate")

"""Recognitions, the four ends and their notices, objections, repairs, appeals, and the identity of merchants."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DAYS_OF_LISTING = ("takes_effect_on", "display_ended_on", "measures_lifted_on")
TABLES = (
    "recognition",
    "listing_end",
    "removal_request",
    "received",
    "followed",
    "exit_notice",
    "objection",
    "repair",
    "appeal",
    "identity_code",
)
MEMBER_SUBJECT = """
ALTER TABLE member ADD COLUMN subject_id VARCHAR(40)
CONSTRAINT ck_member_subject_of_merchant CHECK (subject_id IS NULL OR kind = 'merchant')
CONSTRAINT fk_member_subject_id REFERENCES subject (id)
"""


def upgrade() -> None:
    for name in DAYS_OF_LISTING:
        op.execute(f"ALTER TABLE listing_version ADD COLUMN {name} DATE")
    # In words of the database: Alembic would copy the table on SQLite, which rows that point at it forbid.
    op.execute(MEMBER_SUBJECT)
    _recognition()
    _listing_end()
    _removal_request()
    _received()
    _followed()
    _exit_notice()
    _objection()
    _repair()
    _appeal()
    _identity_code()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("ALTER TABLE member DROP COLUMN subject_id")
    for name in DAYS_OF_LISTING:
        op.execute(f"ALTER TABLE listing_version DROP COLUMN {name}")


def _recognition() -> None:
    op.create_table(
        "recognition",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("notice_number", sa.String(length=300), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("statement_until", sa.Date(), nullable=False),
        sa.Column("statement_provisional", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("exit_conditions", sa.String(), nullable=True),
        sa.Column("repair_notice_number", sa.String(length=300), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("mode", sa.String(length=16), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("takes_effect_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=300), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "mode = 'direct' OR mode = 'left' OR mode = 'mail' OR mode = 'electronic' OR mode = 'entrusted'"
            " OR mode = 'public_notice'",
            name=op.f("ck_recognition_mode"),
        ),
        sa.CheckConstraint(
            "number IS NOT NULL OR (state <> 'decided' AND state <> 'served')",
            name=op.f("ck_recognition_decided_in_state"),
        ),
        sa.CheckConstraint("served_on IS NOT NULL OR state <> 'served'", name=op.f("ck_recognition_served_in_state")),
        sa.CheckConstraint(
            "severity = 'minor' OR severity = 'general' OR severity = 'serious'", name=op.f("ck_recognition_severity")
        ),
        sa.CheckConstraint(
            "state = 'noticed' OR state = 'decided' OR state = 'served' OR state = 'dropped'",
            name=op.f("ck_recognition_state"),
        ),
        sa.CheckConstraint(
            "(number IS NULL) = (decided_on IS NULL) AND (number IS NULL) = (severity IS NULL)"
            " AND (number IS NULL) = (exit_conditions IS NULL) AND (number IS NULL) = (listing_id IS NULL)",
            name=op.f("ck_recognition_decision_complete"),
        ),
        sa.CheckConstraint(
            "(served_on IS NULL) = (mode IS NULL) AND (served_on IS NULL) = (proof IS NULL)"
            " AND (served_on IS NULL) = (takes_effect_on IS NULL)",
            name=op.f("ck_recognition_service_complete"),
        ),
        sa.CheckConstraint("(statement IS NULL) = (stated_on IS NULL)", name=op.f("ck_recognition_statement_complete")),
        sa.CheckConstraint(
            "published_on IS NULL OR published_on >= takes_effect_on",
            name=op.f("ck_recognition_published_after_effect"),
        ),
        sa.CheckConstraint(
            "served_on IS NULL OR repair_notice_number IS NOT NULL",
            name=op.f("ck_recognition_served_with_repair_notice"),
        ),
        sa.CheckConstraint(
            "served_on IS NULL OR served_on >= decided_on", name=op.f("ck_recognition_served_after_decision")
        ),
        sa.CheckConstraint(
            "stated_on IS NOT NULL OR decided_on IS NULL OR decided_on > statement_until",
            name=op.f("ck_recognition_heard_before_decision"),
        ),
        sa.CheckConstraint(
            "takes_effect_on IS NULL OR takes_effect_on >= served_on", name=op.f("ck_recognition_effect_after_service")
        ),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_recognition_department")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_recognition_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_recognition_listing_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_recognition_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_recognition_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_recognition_listing_id")),
        sa.UniqueConstraint("notice_number", name=op.f("uq_recognition_notice_number")),
        sa.UniqueConstraint("number", name=op.f("uq_recognition_number")),
        sa.UniqueConstraint("repair_notice_number", name=op.f("uq_recognition_repair_notice_number")),
    )
    op.create_index("ix_recognition_body", "recognition", ["unit", "department"])
    op.create_index(op.f("ix_recognition_subject_id"), "recognition", ["subject_id"])


def _listing_end() -> None:
    op.create_table(
        "listing_end",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=300), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind = 'removed' OR kind = 'display_ended' OR kind = 'measures_lifted' OR kind = 'annulled'",
            name=op.f("ck_listing_end_kind"),
        ),
        sa.CheckConstraint(
            "(document_number IS NULL) = (document_on IS NULL)", name=op.f("ck_listing_end_document_complete")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_end_listing_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_listing_end_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_end")),
    )
    op.create_index(op.f("ix_listing_end_listing_id"), "listing_end", ["listing_id"])


def _removal_request() -> None:
    op.create_table(
        "removal_request",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("recogniser", sa.String(length=300), nullable=True),
        sa.Column("recogniser_code", sa.String(length=130), nullable=True),
        sa.Column("requested_by", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("decision_reasons", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (state = 'requested' OR state = 'sent')",
            name=op.f("ck_removal_request_decision_of_state"),
        ),
        sa.CheckConstraint(
            "state <> 'removed' OR document_number IS NOT NULL", name=op.f("ck_removal_request_removed_by_document")
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR decision_reasons IS NOT NULL", name=op.f("ck_removal_request_returned_with_reasons")
        ),
        sa.CheckConstraint(
            "state = 'requested' OR sent_on IS NOT NULL", name=op.f("ck_removal_request_sent_before_decision")
        ),
        sa.CheckConstraint(
            "state = 'requested' OR state = 'sent' OR state = 'removed' OR state = 'returned'",
            name=op.f("ck_removal_request_state"),
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_by IS NULL)", name=op.f("ck_removal_request_decision_complete")
        ),
        sa.CheckConstraint("sent_on IS NULL OR opinion IS NOT NULL", name=op.f("ck_removal_request_sent_with_opinion")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_removal_request_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_removal_request_listing_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["member.id"], name=op.f("fk_removal_request_requested_by")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_removal_request_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_removal_request_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_request")),
    )
    op.create_index(
        "ix_removal_request_open",
        "removal_request",
        ["listing_id"],
        unique=True,
        sqlite_where=sa.text("decided_on IS NULL"),
        postgresql_where=sa.text("decided_on IS NULL"),
    )


def _received() -> None:
    op.create_table(
        "received",
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_received_member_id")),
        sa.PrimaryKeyConstraint("member_id", "listing_id", name=op.f("pk_received")),
    )
    op.create_index("ix_received_listing", "received", ["listing_id"])


def _followed() -> None:
    op.create_table(
        "followed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decisions_at", sa.DateTime(), nullable=True),
        sa.Column("events_at", sa.DateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_followed_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed")),
    )


def _exit_notice() -> None:
    op.create_table(
        "exit_notice",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint("kind = 'ended' OR kind = 'corrected'", name=op.f("ck_exit_notice_kind")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_exit_notice_acknowledgement_complete"),
        ),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_exit_notice_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_exit_notice_listing_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_exit_notice_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_notice")),
    )
    op.create_index(op.f("ix_exit_notice_listing_id"), "exit_notice", ["listing_id"])
    op.create_index("ix_exit_notice_member", "exit_notice", ["member_id", "created_at"])


def _objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("recogniser_code", sa.String(length=130), nullable=True),
        sa.Column("raised_by", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("check_due", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("spread_at", sa.DateTime(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(decided_on IS NULL) = (state = 'open')", name=op.f("ck_objection_decision_of_state")),
        sa.CheckConstraint(
            "raised_by = 'merchant' OR raised_by = 'centre' OR raised_by = 'unit'", name=op.f("ck_objection_raised_by")
        ),
        sa.CheckConstraint("state = 'open' OR state = 'upheld' OR state = 'rejected'", name=op.f("ck_objection_state")),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_by IS NULL) AND (decided_on IS NULL) = (reasons IS NULL)",
            name=op.f("ck_objection_decision_complete"),
        ),
        sa.CheckConstraint("(told_on IS NULL) = (told_how IS NULL)", name=op.f("ck_objection_told_complete")),
        sa.CheckConstraint("told_on IS NULL OR decided_on IS NOT NULL", name=op.f("ck_objection_told_after_decision")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_objection_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_objection_listing_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_objection_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_objection_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_objection_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index("ix_objection_listing", "objection", ["listing_id", "state"])
    op.create_index(op.f("ix_objection_subject_id"), "objection", ["subject_id"])


def _repair() -> None:
    op.create_table(
        "repair",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("recogniser_code", sa.String(length=130), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("route", sa.String(length=32), nullable=False),
        sa.Column("application_number", sa.String(length=300), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("commitment", sa.Boolean(), nullable=False),
        sa.Column("performed", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("check_unit", sa.String(length=64), nullable=True),
        sa.Column("report", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("found_performed", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (state <> 'granted' AND state <> 'refused')",
            name=op.f("ck_repair_decision_of_state"),
        ),
        sa.CheckConstraint("route <> 'internal' OR commitment", name=op.f("ck_repair_commitment_here")),
        sa.CheckConstraint(
            "route = 'credit_china' OR route = 'market_supervision' OR route = 'court' OR route = 'internal'",
            name=op.f("ck_repair_route"),
        ),
        sa.CheckConstraint(
            "route = 'internal' OR application_number IS NOT NULL", name=op.f("ck_repair_number_elsewhere")
        ),
        sa.CheckConstraint("state <> 'checking' OR check_unit IS NOT NULL", name=op.f("ck_repair_unit_that_checks")),
        sa.CheckConstraint(
            "state = 'applied' OR state = 'checking' OR state = 'reported' OR state = 'granted' OR state = 'refused'",
            name=op.f("ck_repair_state"),
        ),
        sa.CheckConstraint("(decided_on IS NULL) = (decided_by IS NULL)", name=op.f("ck_repair_decision_complete")),
        sa.CheckConstraint(
            "(report IS NULL) = (reported_on IS NULL) AND (report IS NULL) = (found_performed IS NULL)",
            name=op.f("ck_repair_report_complete"),
        ),
        sa.ForeignKeyConstraint(["check_unit"], ["unit.code"], name=op.f("fk_repair_check_unit")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_repair_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_repair_listing_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_repair_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_repair_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
    )
    op.create_index(op.f("ix_repair_listing_id"), "repair", ["listing_id"])
    op.create_index(op.f("ix_repair_subject_id"), "repair", ["subject_id"])


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("decision_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("raised_by", sa.String(length=16), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'open')", name=op.f("ck_appeal_result_of_state")),
        sa.CheckConstraint("raised_by = 'merchant' OR raised_by = 'member'", name=op.f("ck_appeal_raised_by")),
        sa.CheckConstraint("state = 'open' OR state = 'upheld' OR state = 'rejected'", name=op.f("ck_appeal_state")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (by IS NULL) AND (decided_at IS NULL) = (reasons IS NULL)",
            name=op.f("ck_appeal_result_complete"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_appeal_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_appeal_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_decision_id"), "appeal", ["decision_id"])
    op.create_index(op.f("ix_appeal_member_id"), "appeal", ["member_id"])
    op.create_index(op.f("ix_appeal_subject_id"), "appeal", ["subject_id"])


def _identity_code() -> None:
    op.create_table(
        "identity_code",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("licence_number", sa.String(length=300), nullable=True),
        sa.Column("authorisation", sa.String(length=300), nullable=True),
        sa.Column("issued_by", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "channel <> 'counter' OR licence_number IS NOT NULL", name=op.f("ck_identity_code_licence_seen")
        ),
        sa.CheckConstraint("channel <> 'post' OR address IS NOT NULL", name=op.f("ck_identity_code_posted_somewhere")),
        sa.CheckConstraint("channel = 'post' OR channel = 'counter'", name=op.f("ck_identity_code_channel")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_identity_code_tries")),
        sa.ForeignKeyConstraint(["issued_by"], ["member.id"], name=op.f("fk_identity_code_issued_by")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_identity_code_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_code")),
    )
    op.create_index(op.f("ix_identity_code_subject_id"), "identity_code", ["subject_id"])

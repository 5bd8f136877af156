"""Cases with their tasks, orders, inspections, penalties and referrals; whose member is which unit or department."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "department",
    "liaison",
    "case",
    "case_addressee",
    "case_event",
    "case_penalty",
    "case_referral",
    "case_task",
    "rectification_order",
    "case_inspection",
    "case_task_type",
)
"""In the order in which they point at each other."""
STATES = (
    "unassigned",
    "verifying",
    "confirmed",
    "not_established",
    "untraceable",
    "deregistered",
    "outside_jurisdiction",
    "wrong_identity",
    "duplicate",
    "not_ecommerce",
    "already_corrected",
    "awaiting_trace",
    "transferred",
    "ordered",
    "rectifying",
    "reported",
    "incomplete",
    "rectified",
    "removal_proposed",
    "closed",
)
MEMBER_UNIT = """
ALTER TABLE member ADD COLUMN unit VARCHAR(64)
CONSTRAINT ck_member_unit_of_authority CHECK (unit IS NULL OR kind = 'unit' OR kind = 'department')
CONSTRAINT fk_member_unit REFERENCES unit (code)
"""
MEMBER_DEPARTMENT = """
ALTER TABLE member ADD COLUMN department VARCHAR(64)
CONSTRAINT ck_member_department_of_unit CHECK (department IS NULL OR (kind = 'department' AND unit IS NOT NULL))
CONSTRAINT fk_member_department REFERENCES department (code)
"""


def _one_of(column: str, *words: str) -> str:
    return " OR ".join(f"{column} = '{word}'" for word in words)


def upgrade() -> None:
    _department()
    _liaison()
    _case()
    _case_addressee()
    _case_event()
    _case_penalty()
    _case_referral()
    _case_task()
    _rectification_order()
    _case_inspection()
    _case_task_type()
    # In words of the database: Alembic would copy the table on SQLite, which rows that point at it forbid.
    op.execute(MEMBER_UNIT)
    op.execute(MEMBER_DEPARTMENT)


def downgrade() -> None:
    op.execute("ALTER TABLE member DROP COLUMN department")
    op.execute("ALTER TABLE member DROP COLUMN unit")
    for table in reversed(TABLES):
        op.drop_table(table)


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_department")),
    )


def _liaison() -> None:
    op.create_table(
        "liaison",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=130), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("position", sa.String(length=300), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name=op.f("ck_liaison_window")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_liaison_department")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_liaison_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison")),
    )
    op.create_index("ix_liaison_body", "liaison", ["body"])


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("routed_by", sa.String(length=16), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("duplicate_of", sa.String(length=40), nullable=True),
        sa.Column("entered_state_on", sa.Date(), nullable=False),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("suspended_by", sa.String(length=16), nullable=True),
        sa.Column("disputed_on", sa.Date(), nullable=True),
        sa.Column("relief_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "problem_types <> '' OR result IS NULL OR result <> 'confirmed'", name=op.f("ck_case_confirmed_with_types")
        ),
        sa.CheckConstraint(_one_of("result", *STATES), name=op.f("ck_case_result")),
        sa.CheckConstraint(
            _one_of("routed_by", "jurisdiction", "address", "division", "person"), name=op.f("ck_case_routed_by")
        ),
        sa.CheckConstraint(_one_of("state", *STATES), name=op.f("ck_case_state")),
        sa.CheckConstraint(_one_of("suspended_by", "court", "review"), name=op.f("ck_case_suspended_by")),
        sa.CheckConstraint(
            "unit IS NOT NULL OR state IN ('unassigned', 'transferred', 'closed')",
            name=op.f("ck_case_unit_where_handled"),
        ),
        sa.CheckConstraint("(suspended_on IS NULL) = (suspended_by IS NULL)", name=op.f("ck_case_suspension_complete")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_case_version")),
        sa.ForeignKeyConstraint(["duplicate_of"], ["case.id"], name=op.f("fk_case_duplicate_of")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_case_listing_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_case_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_case_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_case_listing_id")),
    )
    op.create_index("ix_case_unit_state", "case", ["unit", "state"])
    op.create_index(op.f("ix_case_subject_id"), "case", ["subject_id"])


def _case_addressee() -> None:
    op.create_table(
        "case_addressee",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=130), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("received_by", sa.String(length=64), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("feedback_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(_one_of("role", "handling", "copy"), name=op.f("ck_case_addressee_role")),
        sa.CheckConstraint(
            "(feedback_at IS NULL) = (feedback IS NULL)", name=op.f("ck_case_addressee_feedback_complete")
        ),
        sa.CheckConstraint(
            "(received_at IS NULL) = (received_by IS NULL)", name=op.f("ck_case_addressee_receipt_complete")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_addressee_case_id")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_case_addressee_department")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_case_addressee_unit")),
        sa.PrimaryKeyConstraint("case_id", "body", name=op.f("pk_case_addressee")),
    )
    op.create_index("ix_case_addressee_unit_department", "case_addressee", ["unit", "department"])


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(_one_of("to_state", *STATES), name=op.f("ck_case_event_to_state")),
        sa.CheckConstraint("(number = 1) = (from_state IS NULL)", name=op.f("ck_case_event_begins_with_opening")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_case_event_number")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_case_event_member_id")),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_event")),
    )


def _case_penalty() -> None:
    op.create_table(
        "case_penalty",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("violation", sa.String(length=300), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=True),
        sa.Column("confiscated_fen", sa.BigInteger(), nullable=True),
        sa.Column("licence", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("display_to", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=300), nullable=False),
        sa.Column("authority_code", sa.String(length=64), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "annulled_on IS NULL OR annulled_on >= decided_on", name=op.f("ck_case_penalty_annulled_after_decision")
        ),
        sa.CheckConstraint("confiscated_fen IS NULL OR confiscated_fen >= 0", name=op.f("ck_case_penalty_confiscated")),
        sa.CheckConstraint("fine_fen IS NULL OR fine_fen >= 0", name=op.f("ck_case_penalty_fine")),
        sa.CheckConstraint(
            "published_on IS NULL OR published_on >= decided_on", name=op.f("ck_case_penalty_published_after_decision")
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR annulled_on IS NOT NULL", name=op.f("ck_case_penalty_withdrawn_if_annulled")
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= annulled_on",
            name=op.f("ck_case_penalty_withdrawn_after_annulment"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_penalty_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_penalty")),
        sa.UniqueConstraint("number", name=op.f("uq_case_penalty_number")),
    )
    op.create_index(op.f("ix_case_penalty_case_id"), "case_penalty", ["case_id"])


def _case_referral() -> None:
    op.create_table(
        "case_referral",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("referred_to", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.String(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL)", name=op.f("ck_case_referral_decision_complete")
        ),
        sa.CheckConstraint(
            "accepted_on IS NULL OR accepted_on >= referred_on", name=op.f("ck_case_referral_accepted_after_referral")
        ),
        sa.CheckConstraint(
            "returned_on IS NULL OR returned_on >= referred_on", name=op.f("ck_case_referral_returned_after_referral")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_referral_case_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["member.id"], name=op.f("fk_case_referral_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_referral")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_referral_case_id_number")),
    )


def _case_task() -> None:
    op.create_table(
        "case_task",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("named", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("urged_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_task_case_id")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_case_task_department")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_case_task_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_task")),
    )
    op.create_index(op.f("ix_case_task_case_id"), "case_task", ["case_id"])
    op.create_index("ix_case_task_place", "case_task", ["unit", "department"])
    op.create_index(
        "ix_case_task_standing",
        "case_task",
        ["case_id", "department"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def _rectification_order() -> None:
    op.create_table(
        "rectification_order",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=False),
        sa.Column("requirements", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            _one_of("mode", "direct", "left", "mail", "electronic", "entrusted", "public_notice"),
            name=op.f("ck_rectification_order_mode"),
        ),
        sa.CheckConstraint(
            "(served_on IS NULL) = (mode IS NULL) AND (served_on IS NULL) = (proof IS NULL)"
            " AND (served_on IS NULL) = (starts_on IS NULL) AND (served_on IS NULL) = (due IS NULL)",
            name=op.f("ck_rectification_order_service_complete"),
        ),
        sa.CheckConstraint("due IS NULL OR due >= starts_on", name=op.f("ck_rectification_order_due_after_start")),
        sa.CheckConstraint(
            "reported_on IS NULL OR served_on IS NOT NULL", name=op.f("ck_rectification_order_reported_after_service")
        ),
        sa.CheckConstraint(
            "served_on IS NULL OR served_on >= issued_on", name=op.f("ck_rectification_order_served_after_issue")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on >= served_on", name=op.f("ck_rectification_order_starts_after_service")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_rectification_order_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_order")),
        sa.UniqueConstraint("number", name=op.f("uq_rectification_order_number")),
    )
    op.create_index(
        "ix_rectification_order_standing",
        "rectification_order",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def _case_inspection() -> None:
    op.create_table(
        "case_inspection",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("first_officer", sa.String(length=64), nullable=False),
        sa.Column("second_officer", sa.String(length=64), nullable=False),
        sa.Column("further_officers", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "first_officer <> '' AND second_officer <> ''", name=op.f("ck_case_inspection_officers_named")
        ),
        sa.CheckConstraint("first_officer <> second_officer", name=op.f("ck_case_inspection_two_officers")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_inspection_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["case_task.id"], name=op.f("fk_case_inspection_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_inspection")),
    )
    op.create_index(op.f("ix_case_inspection_case_id"), "case_inspection", ["case_id"])


def _case_task_type() -> None:
    op.create_table(
        "case_task_type",
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("problem_type", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(accepted IS NULL) = (inspected_on IS NULL)", name=op.f("ck_case_task_type_inspected")),
        sa.ForeignKeyConstraint(["task_id"], ["case_task.id"], name=op.f("fk_case_task_type_task_id")),
        sa.PrimaryKeyConstraint("task_id", "problem_type", name=op.f("pk_case_task_type")),
    )

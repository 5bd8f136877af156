"""The action plan, who signed it, and what of joint punishment it leaves nobody to do."""

import sqlalchemy as sa

from alembic import op

revision = "0064"
down_revision = "0072"
branch_labels = None
depends_on = None

REASONS = ("no_plan", "not_a_signatory", "not_signed", "not_its_measure")
PLAN_OF_TASK = """\
ALTER TABLE punishment_task ADD COLUMN plan_id VARCHAR(40)
CONSTRAINT fk_punishment_task_plan_id_plan REFERENCES plan (id)
"""
"""Written out: SQLite would build the table anew for a constraint that is added with a column."""


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=False),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_plan_number_positive")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_plan_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_number")),
    )
    op.create_table(
        "plan_signatory",
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signed_by IS NULL)", name=op.f("ck_plan_signatory_signature_complete")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_signatory_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_plan_signatory_department_department")
        ),
        sa.PrimaryKeyConstraint("plan_id", "department", name=op.f("pk_plan_signatory")),
    )
    op.create_table(
        "punishment_gap",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            " OR ".join(f"reason = '{reason}'" for reason in REASONS), name=op.f("ck_punishment_gap_reason")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_punishment_gap_listing_id_listing")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_punishment_gap_subject_id_subject")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_punishment_gap_unit_unit")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_punishment_gap_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punishment_gap")),
        sa.UniqueConstraint("listing_id", "measure", "body", name=op.f("uq_punishment_gap_listing_id_measure_body")),
    )
    op.create_index(op.f("ix_punishment_gap_subject_id"), "punishment_gap", ["subject_id"])
    op.create_index("ix_punishment_gap_page", "punishment_gap", ["created_at", "id"])
    op.execute(PLAN_OF_TASK)
    op.add_column("punishment_task", sa.Column("law", sa.String(length=300), nullable=True))
    # what stands open is looked at anew, by the plan
    op.execute("UPDATE punishment_cursor SET swept_on = NULL, sweeping_on = NULL, swept_to = ''")


def downgrade() -> None:
    for column in ("law", "plan_id"):
        op.drop_column("punishment_task", column)
    op.drop_index("ix_punishment_gap_page", table_name="punishment_gap")
    op.drop_index(op.f("ix_punishment_gap_subject_id"), table_name="punishment_gap")
    op.drop_table("punishment_gap")
    op.drop_table("plan_signatory")
    op.drop_table("plan")

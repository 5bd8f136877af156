"""Alliances, the signals that their members share, and the suspects that come of them."""

import sqlalchemy as sa

from alembic import op

revision = "0050"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_mark",
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind = 'representative' OR kind = 'address'", name=op.f("ck_register_mark_kind")),
        sa.PrimaryKeyConstraint("uscc", "kind", name=op.f("pk_register_mark")),
    )
    op.create_index("ix_register_mark_digest", "register_mark", ["kind", "digest"], unique=False)
    op.create_table(
        "alliance",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("lead_id", sa.String(length=40), nullable=False),
        sa.Column("charter", sa.String(length=300), nullable=False),
        sa.Column("charter_sha256", sa.String(length=64), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["member.id"], name=op.f("fk_alliance_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alliance")),
        sa.UniqueConstraint("name", name=op.f("uq_alliance_name")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("personal_kinds", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreement_number")),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_agreement_alliance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("alliance_id", "effective_from", name=op.f("uq_agreement_alliance_id_effective_from")),
        sa.UniqueConstraint("alliance_id", "number", name=op.f("uq_agreement_alliance_id_number")),
    )
    op.create_table(
        "suspect",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("target_key", sa.String(length=64), nullable=True),
        sa.Column("target_kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=True),
        sa.Column("platform", sa.String(length=300), nullable=True),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint("(case_id IS NULL) = (state <> 'case_opened')", name=op.f("ck_suspect_case_of_opened")),
        sa.CheckConstraint("(decided_on IS NULL) = (state = 'open')", name=op.f("ck_suspect_decided")),
        sa.CheckConstraint(
            "state = 'open' OR state = 'case_opened' OR state = 'dismissed'", name=op.f("ck_suspect_state")
        ),
        sa.CheckConstraint("(case_id IS NULL) = (subject_id IS NULL)", name=op.f("ck_suspect_subject_of_case")),
        sa.CheckConstraint("(decided_on IS NULL) = (reason IS NULL)", name=op.f("ck_suspect_reasoned")),
        sa.CheckConstraint("uscc IS NOT NULL OR target_key IS NOT NULL", name=op.f("ck_suspect_about_something")),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_suspect_alliance_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_suspect_case_id")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_suspect_list")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_suspect_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_suspect_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspect")),
    )
    op.create_index("ix_suspect_target", "suspect", ["alliance_id", "target_key"], unique=False)
    op.create_index("ix_suspect_uscc", "suspect", ["alliance_id", "uscc"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("agreement_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("target_kind", sa.String(length=16), nullable=False),
        sa.Column("target_key", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=True),
        sa.Column("platform", sa.String(length=300), nullable=True),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("identifier_digest", sa.String(length=64), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(length=64), nullable=True),
        sa.Column("retention_until", sa.Date(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("retracted_on", sa.Date(), nullable=True),
        sa.Column("retraction_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "target IS NULL OR (target_kind <> 'account' AND target_kind <> 'recruiter')",
            name=op.f("ck_signal_persons_digested"),
        ),
        sa.CheckConstraint(
            "target_kind = 'shop' OR target_kind = 'account' OR target_kind = 'website' OR target_kind = 'app'"
            " OR target_kind = 'recruiter' OR target_kind = 'courier'",
            name=op.f("ck_signal_target_kind"),
        ),
        sa.CheckConstraint(
            "(retracted_on IS NULL) = (retraction_reason IS NULL)", name=op.f("ck_signal_retraction_complete")
        ),
        sa.CheckConstraint("confidence >= 1 AND confidence <= 100", name=op.f("ck_signal_confidence")),
        sa.CheckConstraint(
            "identifier_digest IS NULL OR assessment_id IS NOT NULL", name=op.f("ck_signal_identifier_assessed")
        ),
        sa.CheckConstraint("period_to >= period_from", name=op.f("ck_signal_period")),
        sa.CheckConstraint("retention_until >= shared_on", name=op.f("ck_signal_retention")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_signal_agreement_id")),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_signal_alliance_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_signal_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    op.create_index(op.f("ix_signal_identifier_digest"), "signal", ["identifier_digest"], unique=False)
    op.create_index("ix_signal_member", "signal", ["member_id", "shared_on"], unique=False)
    op.create_index("ix_signal_target", "signal", ["alliance_id", "target_key"], unique=False)
    op.create_index("ix_signal_uscc", "signal", ["alliance_id", "uscc"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("alliance_id", sa.String(length=40), nullable=False),
        sa.Column("agreement_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("group_name", sa.String(length=300), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("leaving_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("left_on IS NULL OR left_on >= signed_on", name=op.f("ck_signature_window")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id")),
        sa.ForeignKeyConstraint(["alliance_id"], ["alliance.id"], name=op.f("fk_signature_alliance_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_signature_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(op.f("ix_signature_alliance_id"), "signature", ["alliance_id"], unique=False)
    op.create_index(op.f("ix_signature_member_id"), "signature", ["member_id"], unique=False)
    op.create_index(
        "ix_signature_standing",
        "signature",
        ["agreement_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.create_table(
        "suspect_signal",
        sa.Column("suspect_id", sa.String(length=40), nullable=False),
        sa.Column("signal_id", sa.String(length=40), nullable=False),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_suspect_signal_signal_id")),
        sa.ForeignKeyConstraint(["suspect_id"], ["suspect.id"], name=op.f("fk_suspect_signal_suspect_id")),
        sa.PrimaryKeyConstraint("suspect_id", "signal_id", name=op.f("pk_suspect_signal")),
    )
    op.create_index(op.f("ix_suspect_signal_signal_id"), "suspect_signal", ["signal_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_suspect_signal_signal_id"), table_name="suspect_signal")
    op.drop_table("suspect_signal")
    op.drop_index(
        "ix_signature_standing",
        table_name="signature",
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.drop_index(op.f("ix_signature_member_id"), table_name="signature")
    op.drop_index(op.f("ix_signature_alliance_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index("ix_signal_uscc", table_name="signal")
    op.drop_index("ix_signal_target", table_name="signal")
    op.drop_index("ix_signal_member", table_name="signal")
    op.drop_index(op.f("ix_signal_identifier_digest"), table_name="signal")
    op.drop_table("signal")
    op.drop_index("ix_suspect_uscc", table_name="suspect")
    op.drop_index("ix_suspect_target", table_name="suspect")
    op.drop_table("suspect")
    op.drop_table("agreement")
    op.drop_table("alliance")
    op.drop_index("ix_register_mark_digest", table_name="register_mark")
    op.drop_table("register_mark")

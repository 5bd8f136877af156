"""Commitments to honest trade: templates, promises, what became of them, and the keys by which members sign."""

import sqlalchemy as sa
from alembic.operations import BatchOperations

from alembic import op

revision = "0055"
down_revision = "0044"
branch_labels = None
depends_on = None

THINGS = ("case_id", "referral_id", "recognition_id", "objection_id", "removal_request_id")


def upgrade() -> None:
    op.create_table(
        "commitment_template",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_commitment_template_months")),
        sa.CheckConstraint("version > 0", name=op.f("ck_commitment_template_version")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_commitment_template")),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(how = 'signature') = (signature IS NOT NULL)", name=op.f("ck_commitment_signed")),
        sa.CheckConstraint("how = 'signature' OR how = 'document'", name=op.f("ck_commitment_how")),
        sa.CheckConstraint(
            "kind = 'company' OR kind = 'organisation' OR kind = 'individual_business'", name=op.f("ck_commitment_kind")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_commitment_member_id")),
        sa.ForeignKeyConstraint(
            ["template", "template_version"],
            ["commitment_template.code", "commitment_template.version"],
            name=op.f("fk_commitment_template_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_key"), "commitment", ["key"])
    op.create_index(op.f("ix_commitment_member_id"), "commitment", ["member_id"])
    op.create_table(
        "member_key",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("jwk", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_key_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_key")),
    )
    op.create_index(op.f("ix_member_key_member_id"), "member_key", ["member_id"])
    op.create_table(
        "commitment_event",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "action = 'report' OR action = 'withdraw' OR action = 'breach' OR action = 'retract'",
            name=op.f("ck_commitment_event_action"),
        ),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_event_commitment_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_commitment_event_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_event")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_commitment_event_commitment_id_number")),
    )
    op.create_table(
        "commitment_version",
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("breached_on", sa.Date(), nullable=True),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_commitment_version_window")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_commitment_version_days")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_version_commitment_id")),
        sa.PrimaryKeyConstraint("commitment_id", "seq_from", name=op.f("pk_commitment_version")),
    )
    op.create_index(
        "ix_commitment_version_current",
        "commitment_version",
        ["commitment_id"],
        unique=True,
        sqlite_where=sa.text("seq_to IS NULL"),
        postgresql_where=sa.text("seq_to IS NULL"),
    )
    with op.batch_alter_table("evidence_file") as changed:
        changed.add_column(sa.Column("commitment_id", sa.String(length=40), nullable=True))
        changed.create_foreign_key(op.f("fk_evidence_file_commitment_id"), "commitment", ["commitment_id"], ["id"])
        changed.create_unique_constraint(
            op.f("uq_evidence_file_upload_id_commitment_id"), ["upload_id", "commitment_id"]
        )
        _rests_on_one(changed, (*THINGS, "commitment_id"))
    op.create_index(op.f("ix_evidence_file_commitment_id"), "evidence_file", ["commitment_id"])


def downgrade() -> None:
    op.execute("DELETE FROM evidence_file WHERE commitment_id IS NOT NULL")
    op.drop_index(op.f("ix_evidence_file_commitment_id"), "evidence_file")
    with op.batch_alter_table("evidence_file") as changed:
        _rests_on_one(changed, THINGS)
        changed.drop_constraint(op.f("uq_evidence_file_upload_id_commitment_id"), type_="unique")
        changed.drop_constraint(op.f("fk_evidence_file_commitment_id"), type_="foreignkey")
        changed.drop_column("commitment_id")
    op.drop_table("commitment_version")
    op.drop_table("commitment_event")
    op.drop_table("member_key")
    op.drop_table("commitment")
    op.drop_table("commitment_template")


def _rests_on_one(changed: BatchOperations, things: tuple[str, ...]) -> None:
    """Each file is of one thing, whichever kinds of things there are."""
    one_thing = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in things) + " = 1"
    changed.drop_constraint(op.f("ck_evidence_file_one_thing"), type_="check")
    changed.create_check_constraint(op.f("ck_evidence_file_one_thing"), one_thing)

"""Evidence bound to the files that it names."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None

THINGS = {
    "case_id": "case",
    "referral_id": "case_referral",
    "recognition_id": "recognition",
    "objection_id": "objection",
    "removal_request_id": "removal_request",
}


def upgrade() -> None:
    op.add_column("case_referral", sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"))
    _evidence_file()


def downgrade() -> None:
    op.drop_table("evidence_file")
    op.drop_column("case_referral", "evidence")


def _evidence_file() -> None:
    one_thing = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in THINGS) + " = 1"
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("upload_id", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.String(length=40), nullable=True) for name in THINGS),
        sa.CheckConstraint(one_thing, name=op.f("ck_evidence_file_one_thing")),
        sa.ForeignKeyConstraint(["upload_id"], ["attachment_upload.id"], name=op.f("fk_evidence_file_upload_id")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_evidence_file_{name}"))
            for name, table in THINGS.items()
        ),
        *(sa.UniqueConstraint("upload_id", name, name=op.f(f"uq_evidence_file_upload_id_{name}")) for name in THINGS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    for name in THINGS:
        op.create_index(op.f(f"ix_evidence_file_{name}"), "evidence_file", [name])

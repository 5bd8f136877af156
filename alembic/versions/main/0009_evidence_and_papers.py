"""Evidence bound to the files that it names; what a case, its order, its addressees and its penalties say besides."""

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

THINGS = {
    "case_id": "case",
    "referral_id": "case_referral",
    "recognition_id": "recognition",
    "objection_id": "objection",
    "removal_request_id": "removal_request",
}


COLUMNS = (
    (
        "rectification_order",
        "ordered_due DATE",
        "ordered_due_after_issue",
        "ordered_due IS NULL OR ordered_due > issued_on",
    ),
    (
        "case_addressee",
        "received_on DATE",
        "received_on_with_receipt",
        "received_on IS NULL OR received_at IS NOT NULL",
    ),
    (
        "case_addressee",
        "feedback_on DATE",
        "feedback_on_with_feedback",
        "feedback_on IS NULL OR feedback_at IS NOT NULL",
    ),
)
"""Table, column, name of its constraint, constraint: in words of the database, because Alembic would copy the table."""
DAY_OF = {
    "postgresql": "UPDATE case_addressee SET {0}_on = date({0}_at + interval '8 hours') WHERE {0}_at IS NOT NULL",
    "sqlite": "UPDATE case_addressee SET {0}_on = date({0}_at, '+8 hours') WHERE {0}_at IS NOT NULL",
}
OF_PENALTIES = (
    sa.Column("source_unit", sa.String(length=300), nullable=True),
    sa.Column("source_unit_code", sa.String(length=64), nullable=True),
    sa.Column("remark", sa.String(), nullable=True),
)


def upgrade() -> None:
    op.add_column("case_referral", sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("case", sa.Column("not_copied", sa.String(length=300), nullable=False, server_default=""))
    for table, column, name, condition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} CONSTRAINT ck_{table}_{name} CHECK ({condition})")
    for column in OF_PENALTIES:
        op.add_column("case_penalty", column)
    _days_of_addressees()
    _evidence_file()


def downgrade() -> None:
    op.drop_table("evidence_file")
    for column in reversed(OF_PENALTIES):
        op.drop_column("case_penalty", column.name)
    for table, column, name, _ in reversed(COLUMNS):
        if op.get_bind().dialect.name == "postgresql":
            op.drop_constraint(f"ck_{table}_{name}", table)
        op.drop_column(table, column.split()[0])
    op.drop_column("case", "not_copied")
    op.drop_column("case_referral", "evidence")


def _days_of_addressees() -> None:
    """The days in Shanghai of what was entered before."""
    statement = DAY_OF[op.get_bind().dialect.name]
    for what in ("received", "feedback"):
        op.execute(statement.format(what))


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

"""Appeals rest on files, too: what the merchant shows a person who looks at the decision again."""

import sqlalchemy as sa
from alembic.operations import BatchOperations

from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

TABLE, NAME = "evidence_file", "appeal_id"
THINGS = ("case_id", "referral_id", "recognition_id", "objection_id", "removal_request_id", "commitment_id")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as changed:
        changed.add_column(sa.Column(NAME, sa.String(length=40), nullable=True))
        changed.create_foreign_key(op.f("fk_evidence_file_appeal_id"), "appeal", [NAME], ["id"])
        changed.create_unique_constraint(op.f("uq_evidence_file_upload_id_appeal_id"), ["upload_id", NAME])
        _rests_on_one(changed, (*THINGS, NAME))
    op.create_index(op.f("ix_evidence_file_appeal_id"), TABLE, [NAME])


def downgrade() -> None:
    op.execute("DELETE FROM evidence_file WHERE appeal_id IS NOT NULL")
    op.drop_index(op.f("ix_evidence_file_appeal_id"), TABLE)
    with op.batch_alter_table(TABLE) as changed:
        _rests_on_one(changed, THINGS)
        changed.drop_constraint(op.f("uq_evidence_file_upload_id_appeal_id"), type_="unique")
        changed.drop_constraint(op.f("fk_evidence_file_appeal_id"), type_="foreignkey")
        changed.drop_column(NAME)


def _rests_on_one(changed: BatchOperations, things: tuple[str, ...]) -> None:
    """Each file is of one thing, whichever kinds of things there are."""
    one_thing = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in things) + " = 1"
    changed.drop_constraint(op.f("ck_evidence_file_one_thing"), type_="check")
    changed.create_check_constraint(op.f("ck_evidence_file_one_thing"), one_thing)

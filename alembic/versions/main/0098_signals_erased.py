"""What a signal says goes when its retention is over; that there was one stays."""

import sqlalchemy as sa

from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

ALWAYS = ("target_key", "evidence_sha256", "ground")
ERASED = (*ALWAYS, "target", "platform", "uscc", "name", "identifier_digest", "assessment_id", "retraction_reason")
RETRACTED = "(retracted_on IS NULL) = (retraction_reason IS NULL)"
TYPES = {"target_key": sa.String(length=64), "evidence_sha256": sa.String(length=64), "ground": sa.String()}


def upgrade() -> None:
    gone = " AND ".join(f"{name} IS NULL" for name in ERASED)
    there = " AND ".join(f"{name} IS NOT NULL" for name in ALWAYS)
    with op.batch_alter_table("signal") as batch:
        batch.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
        for name, kind in TYPES.items():
            batch.alter_column(name, existing_type=kind, nullable=True)
        batch.drop_constraint(op.f("ck_signal_retraction_complete"), type_="check")
        batch.create_check_constraint(op.f("ck_signal_retraction_complete"), f"erased_on IS NOT NULL OR ({RETRACTED})")
        batch.create_check_constraint(op.f("ck_signal_erased_after"), "erased_on > retention_until")
        batch.create_check_constraint(op.f("ck_signal_erased"), f"erased_on IS NULL OR ({gone})")
        batch.create_check_constraint(op.f("ck_signal_says"), f"erased_on IS NOT NULL OR ({there})")
    unerased = sa.text("erased_on IS NULL")
    op.create_index(
        "ix_signal_to_erase", "signal", ["retention_until"], sqlite_where=unerased, postgresql_where=unerased
    )


def downgrade() -> None:
    op.drop_index("ix_signal_to_erase", "signal")
    op.execute("DELETE FROM signal WHERE erased_on IS NOT NULL")
    with op.batch_alter_table("signal") as batch:
        for name in ("says", "erased", "erased_after", "retraction_complete"):
            batch.drop_constraint(op.f(f"ck_signal_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_signal_retraction_complete"), RETRACTED)
        for name, kind in TYPES.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.drop_column("erased_on")

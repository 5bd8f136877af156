"""Rounds of training, and who was invited to each."""

import sqlalchemy as sa

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

STATES = ("invited", "scheduled", "attended", "passed", "failed", "absent", "excused")


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("contents", sa.String(), nullable=False),
        sa.Column("lists", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_training_days")),
        sa.CheckConstraint(
            "pass_mark IS NULL OR (pass_mark > 0 AND pass_mark <= 100)", name=op.f("ck_training_pass_mark")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_training_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_table(
        "training_seat",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("training_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("person_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("scheduled_on", sa.Date(), nullable=True),
        sa.Column("attended_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("examined_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("(person_key = '') = (sealed IS NULL)", name=op.f("ck_training_seat_sealed")),
        sa.CheckConstraint("(role = 'merchant') = (person_key = '')", name=op.f("ck_training_seat_persons")),
        sa.CheckConstraint(
            "role = 'merchant' OR role = 'legal_representative' OR role = 'individual'",
            name=op.f("ck_training_seat_role"),
        ),
        sa.CheckConstraint(
            " OR ".join(f"state = '{state}'" for state in STATES),
            name=op.f("ck_training_seat_state"),
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_training_seat_subject_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_seat_training_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_training_seat_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_seat")),
        sa.UniqueConstraint(
            "training_id",
            "subject_id",
            "role",
            "person_key",
            name=op.f("uq_training_seat_training_id_subject_id_role_person_key"),
        ),
    )
    op.create_index(op.f("ix_training_seat_subject_id"), "training_seat", ["subject_id"])
    op.create_index(op.f("ix_training_seat_training_id"), "training_seat", ["training_id"])


def downgrade() -> None:
    op.drop_table("training_seat")
    op.drop_table("training")

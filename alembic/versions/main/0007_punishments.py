"""Joint punishment: tasks for departments, prompts for members, what was said of them, and how far the job has come."""

from typing import Any

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("punishment_event", "punishment_task", "prompt", "punishment_cursor")
BINDING = "binding = 'statutory' OR binding = 'by_own_clause' OR binding = 'advice'"


def upgrade() -> None:
    _cursor()
    op.execute("INSERT INTO punishment_cursor (id, sequence, within, swept_to) VALUES (1, 0, '', '')")
    _prompt()
    _task()
    _event()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _cursor() -> None:
    op.create_table(
        "punishment_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("within", sa.String(length=40), nullable=False),
        sa.Column("swept_on", sa.Date(), nullable=True),
        sa.Column("sweeping_on", sa.Date(), nullable=True),
        sa.Column("swept_to", sa.String(length=40), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_punishment_cursor_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punishment_cursor")),
    )


def _said(table: str) -> list[Any]:
    """What a task and a prompt have in common."""
    return [
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("scenes", sa.String(length=300), nullable=False),
        sa.Column("binding", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("ruleset", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered", sa.JSON(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(BINDING, name=op.f(f"ck_{table}_binding")),
        sa.CheckConstraint("(answer IS NULL) = (answered IS NULL)", name=op.f(f"ck_{table}_answer_complete")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f(f"fk_{table}_listing_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f(f"fk_{table}_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _prompt() -> None:
    op.create_table(
        "prompt",
        *_said("prompt"),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("appeal", sa.JSON(), nullable=True),
        sa.CheckConstraint("answer = 'applied' OR answer = 'not_applied'", name=op.f("ck_prompt_answer")),
        sa.CheckConstraint("appeal IS NULL OR answer = 'applied'", name=op.f("ck_prompt_appeal_of_what_was_applied")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_prompt_member_id")),
        sa.UniqueConstraint("listing_id", "measure", "member_id", name=op.f("uq_prompt_listing_id_measure_member_id")),
    )
    op.create_index("ix_prompt_member_page", "prompt", ["member_id", "opened_at", "id"])
    op.create_index("ix_prompt_page", "prompt", ["opened_at", "id"])
    op.create_index(op.f("ix_prompt_subject_id"), "prompt", ["subject_id"])


def _task() -> None:
    op.create_table(
        "punishment_task",
        *_said("punishment_task"),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("named", sa.String(length=64), nullable=True),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("urged_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("answer = 'done' OR answer = 'not_applicable'", name=op.f("ck_punishment_task_answer")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_punishment_task_department")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_punishment_task_unit")),
        sa.UniqueConstraint("listing_id", "measure", "body", name=op.f("uq_punishment_task_listing_id_measure_body")),
    )
    op.create_index("ix_punishment_task_page", "punishment_task", ["opened_at", "id"])
    op.create_index("ix_punishment_task_place", "punishment_task", ["unit", "department"])
    op.create_index(op.f("ix_punishment_task_subject_id"), "punishment_task", ["subject_id"])


def _event() -> None:
    op.create_table(
        "punishment_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=40), nullable=True),
        sa.Column("prompt_id", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint("(task_id IS NULL) <> (prompt_id IS NULL)", name=op.f("ck_punishment_event_about_one")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_punishment_event_member_id")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name=op.f("fk_punishment_event_prompt_id")),
        sa.ForeignKeyConstraint(["task_id"], ["punishment_task.id"], name=op.f("fk_punishment_event_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punishment_event")),
    )
    op.create_index("ix_punishment_event_prompt_id", "punishment_event", ["prompt_id"])
    op.create_index("ix_punishment_event_task_id", "punishment_event", ["task_id"])

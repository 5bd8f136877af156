"""Versions of the rules beside the live one, and what they would have said otherwise."""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shadow_run",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("ruleset_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=300), nullable=False),
        sa.Column("counted_to", sa.DateTime(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > began_at", name=op.f("ck_shadow_run_span")),
        sa.CheckConstraint(
            "stopped_at IS NULL OR (stopped_at >= began_at AND stopped_at < ends_at)",
            name=op.f("ck_shadow_run_stopped"),
        ),
        sa.CheckConstraint("counted_to >= began_at", name=op.f("ck_shadow_run_counted")),
        sa.ForeignKeyConstraint(
            ["digest"], ["ruleset_entries.digest"], name=op.f("fk_shadow_run_digest_ruleset_entries")
        ),
        sa.ForeignKeyConstraint(["ruleset_id"], ["ruleset.id"], name=op.f("fk_shadow_run_ruleset_id_ruleset")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_run")),
    )
    op.create_index(op.f("ix_shadow_run_ruleset_id"), "shadow_run", ["ruleset_id"])
    op.create_table(
        "shadow_count",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["shadow_run.id"], name=op.f("fk_shadow_count_run_id_shadow_run")),
        sa.PrimaryKeyConstraint("run_id", "scene", "rule", "before", "after", name=op.f("pk_shadow_count")),
    )


def downgrade() -> None:
    op.drop_table("shadow_count")
    op.drop_index(op.f("ix_shadow_run_ruleset_id"), table_name="shadow_run")
    op.drop_table("shadow_run")

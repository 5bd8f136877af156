"""What a suspect says follows from its signals: none of their words stands in it."""

import sqlalchemy as sa

from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

WORDS = ("uscc", "name", "target_key", "target_kind", "target", "platform", "problem_types", "unit")


def upgrade() -> None:
    op.drop_index("ix_suspect_target", "suspect")
    op.drop_index("ix_suspect_uscc", "suspect")
    with op.batch_alter_table("suspect") as batch:
        batch.drop_constraint(op.f("ck_suspect_about_something"), type_="check")
        batch.drop_constraint(op.f("fk_suspect_unit"), type_="foreignkey")
        for name in WORDS:
            batch.drop_column(name)


def downgrade() -> None:
    """The first of its signals that is kept says again whom it is about; of which problems, the next signal."""
    with op.batch_alter_table("suspect") as batch:
        batch.add_column(sa.Column("uscc", sa.String(length=18), nullable=True))
        batch.add_column(sa.Column("name", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("target_key", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("target_kind", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("target", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("platform", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("problem_types", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("unit", sa.String(length=64), nullable=True))
    for name in ("uscc", "name", "target_key", "target_kind", "target", "platform"):
        op.execute(
            f"UPDATE suspect SET {name} = (SELECT signal.{name} FROM suspect_signal JOIN signal"  # noqa: S608
            " ON signal.id = suspect_signal.signal_id WHERE suspect_signal.suspect_id = suspect.id"
            " AND NOT suspect_signal.linked AND signal.erased_on IS NULL ORDER BY signal.created_at, signal.id LIMIT 1)"
        )
    op.execute("UPDATE suspect SET target_key = NULL WHERE uscc IS NOT NULL")
    with op.batch_alter_table("suspect") as batch:
        batch.alter_column("target_kind", existing_type=sa.String(length=16), nullable=False)
        batch.alter_column(
            "problem_types", existing_type=sa.String(length=300), existing_nullable=False, server_default=None
        )
        batch.create_foreign_key(op.f("fk_suspect_unit"), "unit", ["unit"], ["code"])
        batch.create_check_constraint(op.f("ck_suspect_about_something"), "uscc IS NOT NULL OR target_key IS NOT NULL")
    op.create_index("ix_suspect_target", "suspect", ["alliance_id", "target_key"], unique=False)
    op.create_index("ix_suspect_uscc", "suspect", ["alliance_id", "uscc"], unique=False)

"""Rulings of an alliance are counted, so that of two at one instant the later is the one that holds."""

import sqlalchemy as sa

from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

TABLE, UNIQUE = "alliance_ruling", "uq_alliance_ruling_alliance_id_number"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("number", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE alliance_ruling SET number = ("
        "SELECT count(*) FROM alliance_ruling AS other WHERE other.alliance_id = alliance_ruling.alliance_id AND "
        "(other.created_at < alliance_ruling.created_at"
        " OR other.created_at = alliance_ruling.created_at AND other.id <= alliance_ruling.id))"
    )
    with op.batch_alter_table(TABLE) as changed:
        changed.alter_column("number", existing_type=sa.Integer(), nullable=False)
        changed.create_unique_constraint(op.f(UNIQUE), ["alliance_id", "number"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as changed:
        changed.drop_constraint(op.f(UNIQUE), type_="unique")
        changed.drop_column("number")

"""Names are found by pairs of characters of the trade name, each with a hint at the rest of the name."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import sqlalchemy as sa

from alembic import op
from huixin.core.names import grams, hint_of, split_key

revision = "0044"
down_revision = "0046"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
Grams = Callable[[str, str], Iterable[dict[str, str]]]
"""Of a whole name and its trade name."""


def upgrade() -> None:
    _anew(("place", "industry"), _pairs)


def _pairs(full_key: str, trade: str) -> Iterable[dict[str, str]]:
    hint = hint_of(split_key(full_key))._asdict()
    return ({"gram": gram, **hint} for gram in grams(trade))


def downgrade() -> None:
    _anew((), _characters_and_bigrams)


def _characters_and_bigrams(_: str, trade: str) -> Iterable[dict[str, str]]:
    return ({"gram": gram} for gram in {*trade, *map("".join, pairwise(trade))})


def _anew(hints: tuple[str, ...], grams_of: Grams) -> None:
    """What stands in the index follows from the names, so that it is made again rather than changed."""
    op.drop_table("name_gram")
    table = op.create_table(
        "name_gram",
        sa.Column("gram", sa.String(length=8), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=8), nullable=False) for name in hints),
        sa.ForeignKeyConstraint(["name_id"], ["subject_name.id"], name=op.f("fk_name_gram_name_id")),
        sa.PrimaryKeyConstraint("gram", "name_id", *hints, name=op.f("pk_name_gram")),
        sqlite_with_rowid=False,
    )
    connection, last = op.get_bind(), 0
    some = sa.text("SELECT id, full_key, trade FROM subject_name WHERE id > :last ORDER BY id LIMIT :count")
    while rows := connection.execute(some, {"last": last, "count": AT_ONCE}).all():
        found = [{"name_id": row.id, **gram} for row in rows for gram in grams_of(row.full_key, row.trade)]
        if found:
            connection.execute(table.insert(), found)
        last = rows[-1].id

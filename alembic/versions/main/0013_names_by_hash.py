"""A whole name is found by its hash: an index of whole names is four times as large, and slows each import."""

from hashlib import blake2b

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT_ONCE = 10_000


def upgrade() -> None:
    op.drop_index("ix_subject_name_full_key", table_name="subject_name")
    op.add_column("subject_name", sa.Column("full_hash", sa.BigInteger(), server_default="0", nullable=False))
    _fill(op.get_bind())
    op.create_index("ix_subject_name_full_hash", "subject_name", ["full_hash"])


def _fill(connection: sa.Connection) -> None:
    some = sa.text("SELECT id, full_key FROM subject_name WHERE id > :last ORDER BY id LIMIT :count")
    fill = sa.text("UPDATE subject_name SET full_hash = :hash WHERE id = :id")
    last = 0
    while rows := connection.execute(some, {"last": last, "count": AT_ONCE}).all():
        connection.execute(fill, [{"id": number, "hash": _hash(key)} for number, key in rows])
        last = rows[-1].id


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest())


def downgrade() -> None:
    op.drop_index("ix_subject_name_full_hash", table_name="subject_name")
    op.drop_column("subject_name", "full_hash")
    op.create_index("ix_subject_name_full_key", "subject_name", ["full_key"])

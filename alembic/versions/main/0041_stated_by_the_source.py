"""What the source of a record states of dispute and relief stands beside what is marked here, in one place for stays,
cases and objections."""

import sqlalchemy as sa

from alembic import op

revision = "0041"
down_revision = "0034"
branch_labels = None
depends_on = None

FLAGS = ("disputed", "relief")
VERSION = sa.table(
    "listing_version",
    *(sa.column(name) for name in ("listing_id", "seq_to")),
    *(sa.column(name, sa.Boolean()) for flag in FLAGS for name in (flag, f"stated_{flag}")),
)
STAY = sa.table("stay", *(sa.column(name) for name in ("listing_id", "lifted_on")), sa.column("stated", sa.Boolean()))
OBJECTION = sa.table("objection", *(sa.column(name) for name in ("listing_id", "state")))
CASE = sa.table(
    "case",
    *(sa.column(name) for name in ("id", "listing_id", "recognised_as", "disputed_on", "suspended_on", "relief_on")),
)
EVENT = sa.table("case_event", *(sa.column(name) for name in ("case_id", "number")), sa.column("data", sa.JSON()))
MARKS = {"disputed": (CASE.c.disputed_on,), "relief": (CASE.c.suspended_on, CASE.c.relief_on)}


def upgrade() -> None:
    """What nothing marks its source states; of what is marked, what the stay or the case has kept of it."""
    for flag in FLAGS:
        column = sa.Column(f"stated_{flag}", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("listing_version", column)
        op.execute(sa.update(VERSION).where(VERSION.c[flag]).values({f"stated_{flag}": True}))
        for listing_id, stated in _kept(flag).items():
            current = sa.update(VERSION).where(VERSION.c.listing_id == listing_id, VERSION.c.seq_to.is_(None))
            op.execute(current.values({f"stated_{flag}": stated}))
    op.drop_column("stay", "stated")


def _kept(flag: str) -> dict[str, bool]:
    """By marked listing, whether its source was known to state the same."""
    bound, kept = op.get_bind(), dict[str, bool]()
    if flag == "disputed":
        marked = sa.select(OBJECTION.c.listing_id).where(OBJECTION.c.state == "open")
        kept = dict.fromkeys(bound.execute(marked).scalars(), False)
    else:
        for listing_id, stated in bound.execute(
            sa.select(STAY.c.listing_id, STAY.c.stated).where(STAY.c.lifted_on.is_(None))
        ):
            kept[listing_id] = bool(stated) or kept.get(listing_id, False)
    cases = sa.select(CASE).where(sa.or_(*(day.is_not(None) for day in MARKS[flag])))
    for case in bound.execute(cases).all():
        history = sa.select(EVENT.c.data).where(EVENT.c.case_id == case.id).order_by(EVENT.c.number)
        said: dict[str, bool] = {}
        for data in bound.execute(history).scalars():
            said |= data.get("stated", {}).get(flag, {})
        for listing_id in filter(None, (case.listing_id, case.recognised_as)):
            kept[listing_id] = bool(said.get(listing_id)) or kept.get(listing_id, False)
    return kept


def downgrade() -> None:
    """A stay keeps again what its record's source states; cases keep it from their next mark on."""
    op.add_column("stay", sa.Column("stated", sa.Boolean(), nullable=False, server_default=sa.false()))
    states = sa.select(VERSION.c.listing_id).where(VERSION.c.seq_to.is_(None), VERSION.c.stated_relief)
    op.execute(sa.update(STAY).where(STAY.c.listing_id.in_(states)).values(stated=True))
    for flag in FLAGS:
        op.drop_column("listing_version", f"stated_{flag}")

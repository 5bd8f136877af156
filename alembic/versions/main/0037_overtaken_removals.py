"""A removal asked for before its name ended and came back is overtaken: nobody decides on what rests on it."""

import sqlalchemy as sa

from alembic import op

revision = "0037"
down_revision = "0033"
branch_labels = None
depends_on = None

STATES = ("requested", "sent", "removed", "returned")
UNSENT = ("requested",)
OVERTAKEN = "overtaken"
REQUEST = sa.table("removal_request", *(sa.column(name) for name in ("state", "sent_on", "opinion", "decided_on")))


def upgrade() -> None:
    _hold((*STATES, OVERTAKEN), (*UNSENT, OVERTAKEN))


def downgrade() -> None:
    """What was overtaken counts as returned: it was decided, and it says why."""
    overtaken = REQUEST.c.state == OVERTAKEN
    sent = {
        "opinion": sa.func.coalesce(REQUEST.c.opinion, ""),
        "sent_on": sa.func.coalesce(REQUEST.c.sent_on, REQUEST.c.decided_on),
    }
    op.execute(sa.update(REQUEST).where(overtaken).values(sent))
    op.execute(sa.update(REQUEST).where(overtaken).values(state="returned"))
    _hold(STATES, UNSENT)


def _hold(states: tuple[str, ...], unsent: tuple[str, ...]) -> None:
    said = {
        "state": " OR ".join(f"state = '{word}'" for word in states),
        "sent_before_decision": " OR ".join([*(f"state = '{word}'" for word in unsent), "sent_on IS NOT NULL"]),
    }
    with op.batch_alter_table("removal_request") as changed:
        for name, rule in said.items():
            changed.drop_constraint(op.f(f"ck_removal_request_{name}"), type_="check")
            changed.create_check_constraint(op.f(f"ck_removal_request_{name}"), rule)

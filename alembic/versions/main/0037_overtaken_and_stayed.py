"""A removal asked for before its name ended and came back is overtaken: nobody decides on what rests on it. Stays of
records that have no case."""

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
    _stay()


def downgrade() -> None:
    """What was overtaken counts as returned: it was decided, and it says why."""
    op.drop_table("stay")
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


def _stay() -> None:
    op.create_table(
        "stay",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("recogniser_code", sa.String(length=130), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=300), nullable=False),
        sa.Column("document_number", sa.String(length=300), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifting", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind = 'court' OR kind = 'review' OR kind = 'relief'", name=op.f("ck_stay_kind")),
        sa.CheckConstraint("(lifting IS NULL) = (lifted_on IS NULL)", name=op.f("ck_stay_lifting_complete")),
        sa.CheckConstraint("lifted_on IS NULL OR lifted_on >= since", name=op.f("ck_stay_lifted_after_its_beginning")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_stay_list")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_stay_listing_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_stay_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_stay_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    for column in ("listing_id", "subject_id"):
        op.create_index(op.f(f"ix_stay_{column}"), "stay", [column])
    standing = sa.text("lifted_on IS NULL")
    op.create_index(
        "ix_stay_standing",
        "stay",
        ["listing_id", "kind"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )

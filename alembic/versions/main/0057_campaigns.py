"""Campaigns, what was said in them, and who is enrolled."""

import sqlalchemy as sa

from alembic import op

revision = "0057"
down_revision = "0042"
branch_labels = None
depends_on = None

OUTCOMES = ("refuse", "restrict", "review", "watch", "clear", "favour")


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("appeal", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("rescreened_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_campaign_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_table(
        "campaign_event",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("campaign_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.CheckConstraint("action = 'pledge' OR action = 'guide'", name=op.f("ck_campaign_event_action")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_event_campaign_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_campaign_event_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_event")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_campaign_event_campaign_id_number")),
    )
    op.create_table(
        "enrolment",
        sa.Column("campaign_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("organisation_code", sa.String(length=9), nullable=False),
        sa.Column("name_hash", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("rules", sa.String(length=500), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            " OR ".join(f"outcome = '{outcome}'" for outcome in OUTCOMES),
            name=op.f("ck_enrolment_outcome"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_enrolment_campaign_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_enrolment_member_id")),
        sa.PrimaryKeyConstraint("campaign_id", "member_id", "uscc", name=op.f("pk_enrolment")),
    )
    op.create_index("ix_enrolment_name_hash", "enrolment", ["name_hash"])
    op.create_index("ix_enrolment_organisation", "enrolment", ["organisation_code"])
    op.create_index("ix_enrolment_uscc", "enrolment", ["uscc"])


def downgrade() -> None:
    op.drop_table("enrolment")
    op.drop_table("campaign_event")
    op.drop_table("campaign")

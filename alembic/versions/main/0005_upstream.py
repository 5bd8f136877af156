"""Feeds of upstream platforms: what they confirmed, what each run did, what waits for a person; and attachments."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "attachment_upload",
    "attachment",
    "upstream_reappearance",
    "upstream_push",
    "upstream_run",
    "upstream_refresh",
    "upstream_feed",
)


def upgrade() -> None:
    _feed()
    _refresh()
    _run()
    _push()
    _reappearance()
    _attachment()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _one_of(column: str, *words: str) -> str:
    return " OR ".join(f"{column} = '{word}'" for word in words)


def _feed() -> None:
    op.create_table(
        "upstream_feed",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("shape", sa.String(length=8), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("page_size", sa.Integer(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_one_of("shape", "new", "old"), name=op.f("ck_upstream_feed_shape")),
        sa.CheckConstraint("page_size > 0", name=op.f("ck_upstream_feed_page_size")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_upstream_feed_list")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_upstream_feed")),
        sa.UniqueConstraint("list", "source", name=op.f("uq_upstream_feed_list_source")),
    )


def _refresh() -> None:
    op.create_table(
        "upstream_refresh",
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_upstream_refresh_version_window")),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_upstream_refresh_list")),
        sa.PrimaryKeyConstraint("list", "source", "seq_from", name=op.f("pk_upstream_refresh")),
    )
    current = sa.text("seq_to IS NULL")
    op.create_index(
        "ix_upstream_refresh_current",
        "upstream_refresh",
        ["list", "source"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


def _run() -> None:
    states = _one_of("state", "running", "completed", "incomplete", "failed")
    op.create_table(
        "upstream_run",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("touched_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=300), nullable=True),
        sa.Column("next_page", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(length=40), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.CheckConstraint(_one_of("kind", "pull", "push", "drop"), name=op.f("ck_upstream_run_kind")),
        sa.CheckConstraint(states, name=op.f("ck_upstream_run_state")),
        sa.CheckConstraint("(state = 'running') = (finished_at IS NULL)", name=op.f("ck_upstream_run_finished")),
        sa.ForeignKeyConstraint(["feed"], ["upstream_feed.code"], name=op.f("fk_upstream_run_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upstream_run")),
        sa.UniqueConstraint("feed", "number", name=op.f("uq_upstream_run_feed_number")),
    )


def _push() -> None:
    op.create_table(
        "upstream_push",
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["upstream_feed.code"], name=op.f("fk_upstream_push_feed")),
        sa.ForeignKeyConstraint(["run_id"], ["upstream_run.id"], name=op.f("fk_upstream_push_run_id")),
        sa.PrimaryKeyConstraint("feed", "message_id", name=op.f("pk_upstream_push")),
    )


def _reappearance() -> None:
    answers = _one_of("answer", "reopened", "stays_ended")
    op.create_table(
        "upstream_reappearance",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=False),
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("natural_key", sa.String(length=300), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_by", sa.String(length=300), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("why", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(f"answer IS NULL OR {answers}", name=op.f("ck_upstream_reappearance_answer")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_upstream_reappearance_answered")),
        sa.ForeignKeyConstraint(["feed"], ["upstream_feed.code"], name=op.f("fk_upstream_reappearance_feed")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_upstream_reappearance_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upstream_reappearance")),
        sa.UniqueConstraint(
            "listing_id",
            "natural_key",
            "ended_on",
            name=op.f("uq_upstream_reappearance_listing_id_natural_key_ended_on"),
        ),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_attachment")),
    )
    op.create_table(
        "attachment_upload",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["attachment.digest"], name=op.f("fk_attachment_upload_digest")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_attachment_upload_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_upload")),
    )
    op.create_index(op.f("ix_attachment_upload_digest"), "attachment_upload", ["digest"])

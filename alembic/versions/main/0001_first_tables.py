"""The first tables of what is known, and the counter of changes at nought."""

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "change_sequence",
    "list",
    "member",
    "subject",
    "unit",
    "clause",
    "credential",
    "import",
    "judgement",
    "listing",
    "subject_identifier",
    "subject_name",
    "subject_version",
    "import_issue",
    "listing_version",
    "name_gram",
)
"""In the order in which they point at each other."""


def _one_of(column: str, *words: str) -> str:
    return " OR ".join(f"{column} = '{word}'" for word in words)


def upgrade() -> None:
    _change_sequence()
    _list()
    _member()
    _subject()
    _unit()
    _clause()
    _credential()
    _import()
    _judgement()
    _listing()
    _subject_identifier()
    _subject_name()
    _subject_version()
    _import_issue()
    _listing_version()
    _name_gram()
    op.execute("INSERT INTO change_sequence (id, value) VALUES (1, 0)")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _change_sequence() -> None:
    op.create_table(
        "change_sequence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_sequence_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_sequence")),
    )


def _list() -> None:
    op.create_table(
        "list",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.CheckConstraint(_one_of("nature", "lead", "black", "watch", "red"), name=op.f("ck_list_nature")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_list")),
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            _one_of(
                "kind",
                "centre",
                "unit",
                "department",
                "auditor",
                "platform",
                "logistics",
                "internet",
                "association",
                "agency",
                "merchant",
            ),
            name=op.f("ck_member_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("name", name=op.f("uq_member_name")),
    )


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("organisation_code", sa.String(length=9), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("key", name=op.f("uq_subject_key")),
    )
    op.create_index(op.f("ix_subject_organisation_code"), "subject", ["organisation_code"])


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("gb2260", sa.String(length=6), nullable=True),
        sa.Column("gb2260_parent", sa.String(length=6), nullable=False),
        sa.Column("external_aliases", sa.String(length=128), nullable=False),
        sa.CheckConstraint(_one_of("kind", "city", "district", "county", "zone"), name=op.f("ck_unit_kind")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
        sa.UniqueConstraint("gb2260", name=op.f("uq_unit_gb2260")),
    )


def _clause() -> None:
    op.create_table(
        "clause",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("reference_en", sa.String(length=300), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("standard", sa.Boolean(), nullable=False),
        sa.CheckConstraint(_one_of("kind", "platform_rule", "charter", "contract"), name=op.f("ck_clause_kind")),
        sa.CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name=op.f("ck_clause_window")),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_clause_version_window")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_clause_member_id")),
        sa.PrimaryKeyConstraint("id", "seq_from", name=op.f("pk_clause")),
    )
    op.create_index(
        "ix_clause_current",
        "clause",
        ["id"],
        unique=True,
        sqlite_where=sa.text("seq_to IS NULL"),
        postgresql_where=sa.text("seq_to IS NULL"),
    )
    op.create_index(op.f("ix_clause_member_id"), "clause", ["member_id"])


def _credential() -> None:
    op.create_table(
        "credential",
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("secret_hash", sa.String(length=300), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_credential_member_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_credential")),
    )
    op.create_index(op.f("ix_credential_member_id"), "credential", ["member_id"])


def _import() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("exited", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("unverified", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("proposed_exits", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(_one_of("mode", "increment", "full"), name=op.f("ck_import_mode")),
        sa.CheckConstraint(
            _one_of("state", "applying", "completed", "awaiting_confirmation"), name=op.f("ck_import_state")
        ),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_import_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_index(op.f("ix_import_sha256"), "import", ["sha256"])


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.String(length=40), nullable=False),
        sa.Column("query_key", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("subject_sequence", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.String(length=40), nullable=False),
        sa.Column("judgement", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_one_of("judgement", "same", "not_the_same"), name=op.f("ck_judgement_judgement")),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_judgement_window")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_judgement_member_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_judgement_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_decision_id"), "judgement", ["decision_id"])
    op.create_index(op.f("ix_judgement_member_id"), "judgement", ["member_id"])
    op.create_index(op.f("ix_judgement_query_key"), "judgement", ["query_key"])


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("natural_key", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["list"], ["list.code"], name=op.f("fk_listing_list")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_listing_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("subject_id", "list", "natural_key", name=op.f("uq_listing_subject_id_list_natural_key")),
    )


def _subject_identifier() -> None:
    op.create_table(
        "subject_identifier",
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_subject_identifier_window")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_subject_identifier_subject_id")),
        sa.PrimaryKeyConstraint("scheme", "value", "seq_from", name=op.f("pk_subject_identifier")),
    )
    op.create_index(op.f("ix_subject_identifier_subject_id"), "subject_identifier", ["subject_id"])


def _subject_name() -> None:
    op.create_table(
        "subject_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("full_key", sa.String(length=300), nullable=False),
        sa.Column("trade", sa.String(length=300), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_subject_name_window")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_subject_name_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_name")),
    )
    op.create_index(op.f("ix_subject_name_full_key"), "subject_name", ["full_key"])
    op.create_index(op.f("ix_subject_name_subject_id"), "subject_name", ["subject_id"])


def _subject_version() -> None:
    op.create_table(
        "subject_version",
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'natural_person' OR sealed IS NOT NULL", name=op.f("ck_subject_version_persons_sealed")
        ),
        sa.CheckConstraint(
            _one_of("kind", "company", "organisation", "individual_business", "natural_person", "website", "app"),
            name=op.f("ck_subject_version_kind"),
        ),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_subject_version_window")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_subject_version_subject_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_subject_version_unit")),
        sa.PrimaryKeyConstraint("subject_id", "seq_from", name=op.f("pk_subject_version")),
    )
    op.create_index(
        "ix_subject_version_current",
        "subject_version",
        ["subject_id"],
        unique=True,
        sqlite_where=sa.text("seq_to IS NULL"),
        postgresql_where=sa.text("seq_to IS NULL"),
    )


def _import_issue() -> None:
    op.create_table(
        "import_issue",
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=300), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_issue_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_issue")),
    )


def _listing_version() -> None:
    op.create_table(
        "listing_version",
        sa.Column("listing_id", sa.String(length=40), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("rectification", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("problem_types", sa.String(length=300), nullable=False),
        sa.Column("brushing_form", sa.String(length=16), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.Column("recogniser", sa.String(length=300), nullable=True),
        sa.Column("recogniser_code", sa.String(length=130), nullable=True),
        sa.Column("recogniser_verified", sa.Boolean(), nullable=False),
        sa.Column("inside", sa.String(length=40), nullable=True),
        sa.Column("document_number", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_record_id", sa.String(length=300), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("relief", sa.Boolean(), nullable=False),
        sa.Column("correction_of", sa.String(length=40), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("names_owner", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_kind", sa.String(length=16), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("import_id", sa.String(length=40), nullable=True),
        sa.Column("row_digest", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            _one_of("brushing_form", "none", "empty_parcel", "other"), name=op.f("ck_listing_version_brushing_form")
        ),
        sa.CheckConstraint(
            _one_of("end_kind", "removed", "display_ended", "measures_lifted", "annulled"),
            name=op.f("ck_listing_version_end_kind"),
        ),
        sa.CheckConstraint(
            _one_of("provenance", "authority", "association", "platform"), name=op.f("ck_listing_version_provenance")
        ),
        sa.CheckConstraint(
            _one_of("rectification", "not_required", "ordered", "incomplete", "rectified"),
            name=op.f("ck_listing_version_rectification"),
        ),
        sa.CheckConstraint(
            _one_of("severity", "unknown", "minor", "general", "serious"), name=op.f("ck_listing_version_severity")
        ),
        sa.CheckConstraint(
            _one_of("standing", "lead", "confirmed", "proposed", "effective"), name=op.f("ck_listing_version_standing")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (end_kind IS NULL)", name=op.f("ck_listing_version_end_complete")),
        sa.CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name=op.f("ck_listing_version_version_window")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name=op.f("ck_listing_version_validity")
        ),
        sa.ForeignKeyConstraint(["correction_of"], ["listing.id"], name=op.f("fk_listing_version_correction_of")),
        sa.ForeignKeyConstraint(["inside"], ["member.id"], name=op.f("fk_listing_version_inside")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_version_listing_id")),
        sa.PrimaryKeyConstraint("listing_id", "seq_from", name=op.f("pk_listing_version")),
    )
    op.create_index(
        "ix_listing_version_current",
        "listing_version",
        ["listing_id"],
        unique=True,
        sqlite_where=sa.text("seq_to IS NULL"),
        postgresql_where=sa.text("seq_to IS NULL"),
    )


def _name_gram() -> None:
    op.create_table(
        "name_gram",
        sa.Column("gram", sa.String(length=8), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["subject_name.id"], name=op.f("fk_name_gram_name_id")),
        sa.PrimaryKeyConstraint("gram", "name_id", name=op.f("pk_name_gram")),
        sqlite_with_rowid=False,
    )

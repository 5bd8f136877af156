"""Listings: that a subject stands on a list, with full provenance, versioned by the change sequence."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import MainTable


class Listing(MainTable, table=True):
    """The lasting identity of a record: its list, its subject, and its key within both.

    The key is the source's record id, else document number and date, else a digest of source, reason and date.
    """

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("list", "subject_id", "natural_key"),)
    id: str = Field(primary_key=True, max_length=40)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    natural_key: str = Field(max_length=300)


class ListingVersion(MainTable, table=True):
    """What was known of a record from `seq_from` up to, not including, `seq_to`. Fields as `huixin.core.records.Record`."""

    __tablename__ = "listing_version"
    __table_args__ = (
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="version_window"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("(ended_on IS NULL) = (end_kind IS NULL)", name="end_complete"),
        CheckConstraint("standing IN ('lead', 'confirmed', 'proposed', 'effective')", name="standing"),
        CheckConstraint("severity IN ('unknown', 'minor', 'general', 'serious')", name="severity"),
        CheckConstraint("provenance IN ('authority', 'association', 'platform')", name="provenance"),
        CheckConstraint(
            "rectification IN ('not_required', 'ordered', 'incomplete', 'rectified')", name="rectification"
        ),
        Index("ix_listing_version_current", "listing_id", unique=True, sqlite_where=text("seq_to IS NULL"),
              postgresql_where=text("seq_to IS NULL")),
    )
    listing_id: str = Field(primary_key=True, foreign_key="listing.id", max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    standing: str = Field(max_length=16)
    rectification: str = Field(default="not_required", max_length=16)
    due: date | None = None
    severity: str = Field(default="unknown", max_length=16)
    problem_types: str = Field(default="", max_length=300)
    """Codes in alphabetical order, separated by blanks."""
    brushing_form: str = Field(default="none", max_length=16)
    provenance: str = Field(max_length=16)
    recogniser: str | None = Field(default=None, max_length=300)
    recogniser_code: str | None = Field(default=None, max_length=130)
    recogniser_verified: bool = False
    inside: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    document_number: str | None = Field(default=None, max_length=300)
    decided_on: date | None = None
    grounds: str | None = None
    reason: str | None = None
    source: str = Field(max_length=300)
    source_record_id: str | None = Field(default=None, max_length=300)
    disputed: bool = False
    relief: bool = False
    correction_of: str | None = Field(default=None, foreign_key="listing.id", max_length=40)
    confirmed_on: date | None = None
    names_owner: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    """First day outside."""
    ended_on: date | None = None
    """First day on which it no longer counts."""
    end_kind: str | None = Field(default=None, max_length=16)
    end_reason: str | None = None
    import_id: str | None = Field(default=None, max_length=40)
    row_digest: str | None = Field(default=None, max_length=32)
    """Digest of the row as its source last sent it; changes made by hand carry it along, so that the same row sent
    again changes nothing."""

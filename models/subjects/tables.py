"""Subjects, their versions, names and identifiers."""

from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from huixin.core.identifiers import Scheme
from huixin.core.vocabulary import SubjectKind
from models.base import MainTable, one_of

SCHEMES: dict[str, Scheme] = {"uscc": "uscc", "org": "organisation_code", "reg": "registration_number"}
"""By the beginning of a subject's key, of which scheme the code is that follows."""


class Subject(MainTable, table=True):
    """The lasting identity. `key` is `uscc:…`, `reg:…`, `org:…`, `rid:<keyed digest>`, `web:<owner's code>|<name>` for
    a website or an app, or `name:<normalised name>` for a listing without a code."""

    __tablename__ = "subject"
    id: str = Field(primary_key=True, max_length=40)
    key: str = Field(max_length=300, unique=True)
    organisation_code: str | None = Field(default=None, max_length=9, index=True)
    """Derived from the USCC's places 9 to 17 where there is one."""


class SubjectVersion(MainTable, table=True):
    """What was known of a subject from `seq_from` up to, not including, `seq_to`."""

    __tablename__ = "subject_version"
    __table_args__ = (
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),
        CheckConstraint(one_of("kind", SubjectKind), name="kind"),
        CheckConstraint("kind <> 'natural_person' OR sealed IS NOT NULL", name="persons_sealed"),
        Index(
            "ix_subject_version_current",
            "subject_id",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    subject_id: str = Field(primary_key=True, foreign_key="subject.id", max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    kind: str = Field(max_length=24)
    name: str = Field(max_length=300)
    """As written; masked (surname and stars) for a natural person."""
    uscc: str | None = Field(default=None, max_length=18)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Name and number of a natural person, encrypted."""


class SubjectIdentifier(MainTable, table=True):
    """A further code of a subject, versioned: registration number, organisation code, or a person's keyed digest."""

    __tablename__ = "subject_identifier"
    __table_args__ = (CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),)
    scheme: str = Field(primary_key=True, max_length=24)
    value: str = Field(primary_key=True, max_length=80)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)


def hash_of(full_key: str) -> int:
    """48 bits that stand for a whole normalised name, the same wherever they are made."""
    return int.from_bytes(blake2b(full_key.encode("utf-8", "surrogatepass"), digest_size=6).digest())


def _hash_of_key(context: Any) -> int:
    return hash_of(context.get_current_parameters()["full_key"])


class SubjectName(MainTable, table=True):
    """A current or former name, normalised for comparison. Natural persons have none here."""

    __tablename__ = "subject_name"
    __table_args__ = (CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="window"),)
    id: int | None = Field(default=None, primary_key=True)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    name: str = Field(max_length=300)
    full_key: str = Field(max_length=300)
    """The whole name, normalised."""
    full_hash: int | None = Field(
        default=None,
        nullable=False,
        index=True,
        sa_type=BigInteger,
        sa_column_kwargs={"default": _hash_of_key, "server_default": "0"},
    )
    """By what the whole name is found: an index of whole names is four times as large, and has no order that fits the
    order of entry."""
    trade: str = Field(max_length=300)
    """The trade name (字号) within it, normalised."""
    former: bool = False
    unlisted: bool = False
    """It came with a lead or a proposal alone, and the subject was never listed under it: no member hears of it."""
    seq_from: int
    seq_to: int | None = None


class NameGram(MainTable, table=True):
    """Pairs of characters of trade names, the index of the name search, each with a hint at the rest of the name."""

    __tablename__ = "name_gram"
    __table_args__ = ({"sqlite_with_rowid": False},)
    gram: str = Field(primary_key=True, max_length=8)
    name_id: int = Field(primary_key=True, foreign_key="subject_name.id")
    place: str = Field(primary_key=True, max_length=8)
    industry: str = Field(primary_key=True, max_length=8)
    """Both stand in the key so that PostgreSQL, too, finds all that it needs in the index."""

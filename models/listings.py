"""Listings: that a subject stands on a list, with full provenance, versioned by the change sequence."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, text
from sqlmodel import Field, Session, col, select

from huixin.core.records import Record
from huixin.core.vocabulary import (
    BrushingForm,
    EndKind,
    Provenance,
    Rectification,
    Severity,
    Standing,
)
from huixin.core.windows import Window, day_of
from models.base import MainTable, new_id, one_of
from models.errors import Conflict, Invalid, NotFound
from models.imports.tables import Import
from models.sequence import take_sequence
from models.upstream.tables import UpstreamRefresh
from models.versions import in_force


class Listing(MainTable, table=True):
    """The lasting identity of a record: its list, its subject, and its key within both.

    The key is the source's record id, else document number and date, else a digest of source, reason and date.
    """

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("subject_id", "list", "natural_key"),)
    id: str = Field(primary_key=True, max_length=40)
    list: str = Field(foreign_key="list.code", max_length=64)
    subject_id: str = Field(foreign_key="subject.id", max_length=40)
    natural_key: str = Field(max_length=300)


_STORED_RECTIFICATION = tuple(state for state in Rectification if state is not Rectification.OVERDUE)
"""That an order is overdue is what the date says."""


class ListingVersion(MainTable, table=True):
    """What was known of a record from `seq_from` up to, not including, `seq_to`; fields as of `core.records.Record`."""

    __tablename__ = "listing_version"
    __table_args__ = (
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="version_window"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("(ended_on IS NULL) = (end_kind IS NULL)", name="end_complete"),
        CheckConstraint(one_of("standing", Standing), name="standing"),
        CheckConstraint(one_of("severity", Severity), name="severity"),
        CheckConstraint(one_of("provenance", Provenance), name="provenance"),
        CheckConstraint(one_of("rectification", _STORED_RECTIFICATION), name="rectification"),
        CheckConstraint(one_of("brushing_form", BrushingForm), name="brushing_form"),
        CheckConstraint(one_of("end_kind", EndKind), name="end_kind"),
        Index(
            "ix_listing_version_current",
            "listing_id",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    listing_id: str = Field(primary_key=True, foreign_key="listing.id", max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    overdue_told: date | None = None
    """Due day of the order that the feed has told to be overdue."""
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
    stated_disputed: bool = False
    """Whether its source says so itself, whatever is marked here beside."""
    stated_relief: bool = False
    correction_of: str | None = Field(default=None, foreign_key="listing.id", max_length=40)
    confirmed_on: date | None = None
    names_owner: bool = False
    takes_effect_on: date | None = None
    display_ended_on: date | None = None
    measures_lifted_on: date | None = None
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


_CARRIED = ("overdue_told", "source_record_id", "import_id", "row_digest", "stated_disputed", "stated_relief")
"""Columns beside those of a record; a change by hand carries them along."""
_PLAIN = (
    "due",
    "recogniser",
    "recogniser_code",
    "recogniser_verified",
    "inside",
    "document_number",
    "decided_on",
    "grounds",
    "reason",
    "source",
    "disputed",
    "relief",
    "correction_of",
    "confirmed_on",
    "names_owner",
    "takes_effect_on",
    "display_ended_on",
    "measures_lifted_on",
    "ended_on",
    "end_reason",
)
"""Columns that stand in a record as they are."""
_WORDS = ("standing", "rectification", "severity", "brushing_form", "provenance")


def record_from_row(listing: Listing, version: ListingVersion, refreshed_on: date | None = None) -> Record:
    """One version of a listing as the core knows it. `refreshed_on`: day on which its feed last stated its whole list,
    or sent the record itself; it confirms what bears no day of its own."""
    record = Record(
        id=listing.id,
        list=listing.list,
        window=Window(version.valid_from, version.valid_to),
        standing=Standing(version.standing),
        rectification=Rectification(version.rectification),
        severity=Severity(version.severity),
        problem_types=frozenset(version.problem_types.split()),
        brushing_form=BrushingForm(version.brushing_form),
        provenance=Provenance(version.provenance),
        end_kind=None if version.end_kind is None else EndKind(version.end_kind),
        **{name: getattr(version, name) for name in _PLAIN},
    )
    return _confirmed(record, refreshed_on)


def _confirmed(record: Record, refreshed_on: date | None) -> Record:
    return record if refreshed_on is None or record.confirmed_on else replace(record, confirmed_on=refreshed_on)


def columns_of(record: Record) -> dict[str, Any]:
    """The columns of a version that says what the record says."""
    return {
        **{name: getattr(record, name) for name in _PLAIN},
        **{name: getattr(record, name).value for name in _WORDS},
        "problem_types": " ".join(sorted(record.problem_types)),
        "valid_from": record.window.start,
        "valid_to": record.window.end,
        "end_kind": None if record.end_kind is None else record.end_kind.value,
    }


def records_of(session: Session, subject_id: str, at_sequence: int | None = None) -> list[Record]:
    """The records of a subject, ended ones too, by list and id, as they stand or as they stood at that sequence."""
    return records_of_many(session, [subject_id], at_sequence).get(subject_id, [])


def records_of_many(
    session: Session, subject_ids: Iterable[str], at_sequence: int | None = None
) -> dict[str, list[Record]]:
    """The same for several subjects, by subject id; a subject without records has no entry."""
    found: dict[str, list[Record]] = {}
    wanted = list(subject_ids)
    for row in _versions(session, col(Listing.subject_id).in_(wanted), at_sequence) if wanted else ():
        found.setdefault(row[0].subject_id, []).append(record_from_row(*row))
    return found


def records_by_id(session: Session, listing_ids: Iterable[str], at_sequence: int | None = None) -> dict[str, Record]:
    """Records by their own ids; unknown ones have no entry."""
    wanted = list(listing_ids)
    rows = _versions(session, col(Listing.id).in_(wanted), at_sequence) if wanted else ()
    return {row[0].id: record_from_row(*row) for row in rows}


def _versions(
    session: Session, which: ColumnElement[bool], at_sequence: int | None
) -> Iterable[tuple[Listing, ListingVersion, date | None]]:
    """Also the day on which each record's feed last stated its whole list, or sent the record, as of that sequence."""
    refresh = (
        (col(UpstreamRefresh.list) == col(Listing.list))
        & (col(UpstreamRefresh.source) == col(ListingVersion.source))
        & in_force(UpstreamRefresh, at_sequence)
    )
    sent = (col(Import.id) == col(ListingVersion.import_id)) & col(Import.feed).is_not(None)
    rows = session.exec(
        select(Listing, ListingVersion, col(UpstreamRefresh.confirmed_on), col(Import.started_at))
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .outerjoin(UpstreamRefresh, refresh)
        .outerjoin(Import, sent)
        .where(which, in_force(ListingVersion, at_sequence))
        .order_by(col(Listing.list), col(Listing.id))
    ).all()
    return [(listing, version, _later(stated_on, sent_at)) for listing, version, stated_on, sent_at in rows]


def _later(stated_on: date | None, sent_at: datetime | None) -> date | None:
    days = (stated_on, None if sent_at is None else day_of(sent_at))
    return max((day for day in days if day is not None), default=None)


def enter_listing(
    session: Session,
    subject_id: str,
    record: Record,
    natural_key: str,
    *,
    source_record_id: str | None = None,
    import_id: str | None = None,
) -> Record:
    """A new record under an id of its own, which the returned record carries; `record.id` is not looked at.

    Conflict where this list has a record of this subject under the same natural key.
    """
    taken = select(Listing.id).where(
        Listing.list == record.list, Listing.subject_id == subject_id, Listing.natural_key == natural_key
    )
    if session.exec(taken).first() is not None:
        raise Conflict("This record is already entered; change it instead.")
    entered = replace(record, id=new_id("lst"))
    session.add(Listing(id=entered.id, list=record.list, subject_id=subject_id, natural_key=natural_key))
    session.flush()
    stated = {"stated_disputed": record.disputed, "stated_relief": record.relief}
    _enter_version(session, entered, stated | {"source_record_id": source_record_id, "import_id": import_id})
    return entered


def change_listing(session: Session, listing_id: str, **changes: Any) -> Record:
    """What these fields of the record say from now on; the others say what they say now, whatever the caller has read.
    Without a change nothing is written.

    Raises NotFound; Invalid where the record is moved to another list.
    """
    listing, version, refreshed_on = _current(session, listing_id)
    # The day that the feed confirms is not the record's own: written into it, it would grow stale.
    stored = record_from_row(listing, version)
    record = replace(stored, **changes)
    if (record.id, record.list) != (stored.id, stored.list):
        raise Invalid("A record stays on its list; end this one and enter another.")
    if record != stored:
        _enter_version(session, record, _carried(version), closing=version)
    return _confirmed(record, refreshed_on)


def confirm_listing(session: Session, listing_id: str, confirmed_on: date | None) -> None:
    """The record's own day of confirmation; None: whenever its feed states its whole list. Raises NotFound."""
    change_listing(session, listing_id, confirmed_on=confirmed_on)


def enter_anew(session: Session, listing: Listing, version: ListingVersion, **beside: Any) -> None:
    """What the current version says of the record, in a new one; `beside`: columns beside those of a record."""
    record = record_from_row(listing, version)
    _enter_version(session, record, _carried(version) | beside, closing=version)


def _carried(version: ListingVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in _CARRIED}


def end_listing(session: Session, listing_id: str, on: date, kind: EndKind, reason: str | None = None) -> Record:
    """From the day `on` the record has come to that one of its ends, beside the others. Raises NotFound."""
    if kind is EndKind.DISPLAY_ENDED:
        return change_listing(session, listing_id, display_ended_on=on)
    if kind is EndKind.MEASURES_LIFTED:
        return change_listing(session, listing_id, measures_lifted_on=on)
    return change_listing(session, listing_id, ended_on=on, end_kind=kind, end_reason=reason)


def _current(session: Session, listing_id: str) -> tuple[Listing, ListingVersion, date | None]:
    for found in _versions(session, col(Listing.id) == listing_id, None):
        return found
    raise NotFound(f"There is no record {listing_id}.")


def _enter_version(
    session: Session, record: Record, carried: Mapping[str, Any], closing: ListingVersion | None = None
) -> None:
    sequence = take_sequence(session).start
    if closing is not None:
        closing.seq_to = sequence
        session.flush()
    session.add(ListingVersion(listing_id=record.id, seq_from=sequence, **columns_of(record), **carried))
    session.flush()

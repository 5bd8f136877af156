"""Records of many subjects, read column by column: a base reads all that there are."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.vocabulary import BrushingForm, EndKind, Provenance, Rectification, Severity, Standing
from huixin.core.windows import Window, day_of
from models.imports.tables import Import
from models.listings import Listing, ListingVersion
from models.upstream.tables import UpstreamRefresh
from models.versions import in_force

_WORDS: Mapping[str, type[StrEnum]] = {
    "standing": Standing,
    "rectification": Rectification,
    "severity": Severity,
    "brushing_form": BrushingForm,
    "provenance": Provenance,
    "end_kind": EndKind,
}
_OWN = ("id", "list", "window", "problem_types")
_PLAIN = tuple(field.name for field in fields(Record) if field.name not in (*_OWN, *_WORDS))
_KNOWN = {name: {str(word): word for word in words} for name, words in _WORDS.items()}
_HEAD = (Listing.subject_id, Listing.id, Listing.list, ListingVersion.valid_from, ListingVersion.valid_to)
_REST = ("problem_types", *_WORDS, *_PLAIN)
_CONFIRMED = _PLAIN.index("confirmed_on")


def records_by_subject(session: Session, subject_ids: Sequence[str]) -> dict[str, list[Record]]:
    """As `models.listings.records_of_many`, which a test compares."""
    columns = [*_HEAD, *(getattr(ListingVersion, name) for name in _REST)]
    refresh = (
        (col(UpstreamRefresh.list) == col(Listing.list))
        & (col(UpstreamRefresh.source) == col(ListingVersion.source))
        & in_force(UpstreamRefresh, None)
    )
    sent = (col(Import.id) == col(ListingVersion.import_id)) & col(Import.feed).is_not(None)
    statement = (
        select(*columns, UpstreamRefresh.confirmed_on, Import.started_at)  # type: ignore[call-overload]
        .select_from(Listing)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .outerjoin(UpstreamRefresh, refresh)
        .outerjoin(Import, sent)
        .where(col(Listing.subject_id).in_(subject_ids), in_force(ListingVersion, None))
        .order_by(col(Listing.list), col(Listing.id))
    )
    found: dict[str, list[Record]] = {}
    for row in session.execute(statement):
        found.setdefault(row[0], []).append(_record(row))
    return found


def _record(row: Any) -> Record:
    _, key, list_code, first, end, problems, *rest = row
    words = dict(zip(_WORDS, rest, strict=False))
    said: dict[str, Any] = {name: _KNOWN[name][word] for name, word in words.items() if word is not None}
    plain = rest[len(_WORDS) : -2]
    if plain[_CONFIRMED] is None:
        plain[_CONFIRMED] = _confirmed(rest[-2], rest[-1])
    types = frozenset(problems.split()) if problems else _NONE
    said |= zip(_PLAIN, plain, strict=True)
    return Record(key, list_code, Window(first, end), problem_types=types, **said)


_NONE = frozenset[str]()


def _confirmed(stated_on: date | None, sent_at: datetime | None) -> date | None:
    """By its feed: the day on which that stated its whole list, or sent the record, whichever is later."""
    days = (stated_on, None if sent_at is None else day_of(sent_at))
    return max((day for day in days if day is not None), default=None)

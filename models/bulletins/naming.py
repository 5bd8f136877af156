"""Which records may be named to everybody at a moment, and what is then told of each. Whatever stands in doubt is not.

Asked at every reading, so that what has ended, is disputed or was not confirmed in time is in no bulletin, however old.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from huixin.core.display import severity_of
from huixin.core.records import Record
from huixin.core.visibility import has_left_members, standing_on
from huixin.core.vocabulary import Provenance, Severity, Standing, SubjectKind
from huixin.core.windows import day_of, start_of
from huixin.types.base import Label
from huixin.types.bulletin import BulletinName as NameView
from models.imports.tables import Import
from models.listings import Listing, ListingVersion, record_from_row
from models.public_names import public_name
from models.subjects.tables import SubjectVersion
from models.upstream.confirmation import confirmed_by, last_refresh
from models.upstream.tables import UpstreamFeed, UpstreamRun
from rules.catalogue import Catalogue
from rules.entries import split_ground

FRESH_HOURS, HOURS = "source_fresh_hours", 24
NAMED_KINDS = (SubjectKind.COMPANY, SubjectKind.ORGANISATION, SubjectKind.INDIVIDUAL_BUSINESS)
_GRAVE = (Severity.GENERAL, Severity.SERIOUS)


class Unfit(StrEnum):
    """Why a record is not named."""

    NOT_PUBLIC = "not_public"
    NOT_RECOGNISED = "not_recognised"
    ENDED = "ended"
    MINOR = "minor"
    DISPUTED = "disputed"
    RELIEF = "relief"
    NO_CODE = "no_code"
    NATURAL_PERSON = "natural_person"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it stands. `own_day`: that it was confirmed by itself, not with its feed; `sent_at`: when its feed
    last sent it."""

    subject: SubjectVersion
    record: Record
    own_day: datetime | None
    sent_at: datetime | None


Rows: TypeAlias = Select[Listing, ListingVersion, SubjectVersion, datetime | None]


def current_rows() -> Rows:
    """Every record as it stands, with whom it is about."""
    sent = (col(Import.id) == col(ListingVersion.import_id)) & col(Import.feed).is_not(None)
    return (
        sql_select(Listing, ListingVersion, SubjectVersion, col(Import.started_at))
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .outerjoin(Import, sent)
        .where(col(ListingVersion.seq_to).is_(None), col(SubjectVersion.seq_to).is_(None))
    )


def likely(today: date) -> tuple[ColumnElement[bool], ...]:
    """What the database can rule out beforehand; `Namer.unfit` has the last word."""
    version = ListingVersion
    return (
        *(or_(col(end).is_(None), col(end) > today) for end in (version.ended_on, version.display_ended_on)),
        ~col(version.disputed),
        ~col(version.relief),
        col(version.severity) != Severity.MINOR.value,
        col(version.provenance) == Provenance.AUTHORITY.value,
        col(SubjectVersion.uscc).is_not(None),
        col(SubjectVersion.kind).in_([kind.value for kind in NAMED_KINDS]),
    )


class Namer:
    """At one moment, by the rules of its day."""

    def __init__(self, session: Session, catalogue: Catalogue, now: datetime) -> None:
        self.session, self.catalogue = session, catalogue
        self.today = day_of(now)
        self.now = now
        self._since = now - timedelta(hours=catalogue.number(FRESH_HOURS, self.today, HOURS))
        self._stated = _statements(session, catalogue)

    def lists(self) -> list[str]:
        """Codes of those that may be displayed today and say where they are kept."""
        return [code for code in self.catalogue.lists if self._displayed(code) and self.source(code)]

    def source(self, list_code: str) -> str | None:
        """Where the list is kept that counts; None where the rules do not say."""
        repair = self.catalogue.lists[list_code].repair
        link = self.catalogue.parameter_or(f"source_link.{repair}", self.today, False)
        return link if isinstance(link, str) else None

    def read(self, rows: Rows) -> Iterator[Found]:
        for listing, version, subject, sent_at in self.session.execute(rows.execution_options(yield_per=500)):
            own = None if version.confirmed_on is None else start_of(version.confirmed_on)
            yield Found(subject, record_from_row(listing, version), own, sent_at)

    def unfit(self, found: Found) -> Unfit | None:
        """None: it may be named now."""
        record = found.record
        return self._by_its_record(record) or _by_its_subject(found.subject) or self._by_its_source(found)

    def _by_its_record(self, record: Record) -> Unfit | None:
        if has_left_members(self.catalogue.terms, record, self.today):
            return Unfit.ENDED
        if record.list not in self.catalogue.lists or not self._displayed(record.list) or not self.source(record.list):
            return Unfit.NOT_PUBLIC
        if not self._is_recognised(record):
            return Unfit.NOT_RECOGNISED
        if severity_of(self.catalogue.terms, record, record.began_on or self.today) not in _GRAVE:
            return Unfit.MINOR
        if record.disputed:
            return Unfit.DISPUTED
        return Unfit.RELIEF if record.relief else None

    def _displayed(self, list_code: str) -> bool:
        displayed = self.catalogue.terms.lists[list_code].displayed
        return displayed is not None and self.today in displayed

    def _is_recognised(self, record: Record) -> bool:
        by_authority = record.provenance is Provenance.AUTHORITY and record.inside is None
        begun = record.window.start is None or record.window.start <= self.today
        effective = standing_on(record, self.today) is Standing.EFFECTIVE
        return by_authority and begun and effective and record.correction_of is None

    def _by_its_source(self, found: Found) -> Unfit | None:
        at = self.confirmed_at(found)
        return None if at is not None and self._since <= at <= self.now else Unfit.NOT_CONFIRMED

    def confirmed_at(self, found: Found) -> datetime | None:
        """When its source last named it. A day without an hour counts from its beginning; one of its own counts only
        where the whole list was not stated since, because then that no longer named it."""
        stated = self._stated.get((found.record.list, found.record.source or ""))
        if found.own_day is not None:
            return found.own_day if stated is None or stated < found.own_day else None
        return max((at for at in (stated, found.sent_at) if at is not None), default=None)

    def told(self, found: Found) -> NameView:
        """Of a record that may be named."""
        record, entry = found.record, self.catalogue.lists[found.record.list]
        confirmed_at, source = self.confirmed_at(found), self.source(record.list)
        assert confirmed_at is not None  # noqa: S101 (else it is not fit)
        assert source is not None  # noqa: S101 (else it is not fit)
        return NameView(
            list=record.list,
            title=entry.title,
            ground=self._ground(record.list),
            name=public_name(SubjectKind(found.subject.kind), found.subject.name),
            uscc=str(found.subject.uscc),
            decided_by=record.recogniser,
            document_number=record.document_number,
            decided_on=record.decided_on,
            problem_types=tuple(self.catalogue.title_of("problem_type", one) for one in sorted(record.problem_types)),
            confirmed_at=confirmed_at,
            source=source,
        )

    def _ground(self, list_code: str) -> Label:
        ground = self.catalogue.lists[list_code].public_ground
        assert ground is not None  # noqa: S101 (it is displayed)
        return self.catalogue.instruments[split_ground(ground)[0]].title


def _by_its_subject(subject: SubjectVersion) -> Unfit | None:
    if subject.kind == SubjectKind.NATURAL_PERSON:
        return Unfit.NATURAL_PERSON
    return None if subject.uscc and subject.kind in NAMED_KINDS else Unfit.NO_CODE


def _statements(session: Session, catalogue: Catalogue) -> dict[tuple[str, str], datetime]:
    """By list and source when that was last stated whole: the instant of its pull, else the beginning of its day."""
    found: dict[tuple[str, str], datetime] = {}
    for feed in session.exec(select(UpstreamFeed)).all():
        entry = catalogue.lists.get(feed.list)
        pulled = _last_pull(session, feed)
        for stated in [] if entry is None else confirmed_by(session, feed, entry):
            refresh = last_refresh(session, stated)
            if refresh is None:
                continue
            same_day = pulled is not None and day_of(pulled) == refresh.confirmed_on
            at = pulled if pulled is not None and same_day else start_of(refresh.confirmed_on)
            key = (stated.list, stated.source)
            found[key] = max(at, found.get(key, at))
    return found


def _last_pull(session: Session, feed: UpstreamFeed) -> datetime | None:
    own = (UpstreamRun.feed == feed.code, UpstreamRun.kind == "pull", UpstreamRun.state == "completed")
    statement = select(UpstreamRun.started_at).where(*own).order_by(col(UpstreamRun.number).desc())
    return session.exec(statement).first()


def count_by_list(names: Sequence[Found]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for found in names:
        counts[found.record.list] = counts.get(found.record.list, 0) + 1
    return dict(sorted(counts.items()))

"""Records as impact reads them: only what facts and visibility read, so that many of them are soon read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from huixin.core.records import Record
from huixin.core.vocabulary import BrushingForm, Provenance, Rectification, Severity, Standing
from huixin.core.windows import Window, day_of
from models.bulk import among
from models.imports.tables import Import
from models.listings import Listing, ListingVersion
from models.subjects.tables import Subject, SubjectVersion
from models.upstream.tables import UpstreamRefresh

Stored: TypeAlias = Sequence[Any]
"""A row of `READ`."""
_WORDS = ("standing", "rectification", "severity", "problem_types", "brushing_form", "provenance", "inside")
_TRUTHS = ("disputed", "relief", "names_owner")
_DAYS = (
    "due", "takes_effect_on", "display_ended_on", "measures_lifted_on", "valid_from", "valid_to", "ended_on",
    "decided_on", "confirmed_on",
)  # fmt: skip
READ: tuple[Any, ...] = (
    col(Listing.list),
    *(getattr(ListingVersion, name) for name in _WORDS),
    *(sa.cast(getattr(ListingVersion, name), sa.Integer) for name in _TRUTHS),
    col(ListingVersion.correction_of),
    *(sa.cast(getattr(ListingVersion, name), sa.Text) for name in _DAYS),
    col(ListingVersion.source),
    col(ListingVersion.import_id),
)
"""Days as text, which compares as they do: of a million rows most are never needed as days."""
(LIST, STANDING, RECTIFICATION, SEVERITY, PROBLEMS, FORM, PROVENANCE, INSIDE, DISPUTED, RELIEF, OWNER, CORRECTS, DUE,
 EFFECT, DISPLAY, LIFTED, FROM, TO, ENDED, DECIDED, CONFIRMED, SOURCE, IMPORT) = range(len(READ))  # fmt: skip
"""Places in a row; those before `CORRECTS` are words and truths, which count as they are."""


OWN = len(READ)
"""Columns of a row that are its record's; what else is read comes after them."""


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Days on which upstreams confirmed what bears no day of its own: by list and source, and by import."""

    refreshes: dict[tuple[str, str], list[tuple[int, int | None, str]]]
    imports: dict[str | None, str]

    @classmethod
    def read(cls, session: Session) -> "Confirmations":
        refreshes: dict[tuple[str, str], list[tuple[int, int | None, str]]] = {}
        for row in session.exec(select(UpstreamRefresh)):
            refreshes.setdefault((row.list, row.source), []).append((row.seq_from, row.seq_to, str(row.confirmed_on)))
        sent = session.exec(select(Import.id, Import.started_at).where(col(Import.feed).is_not(None)))
        return cls(refreshes, {key: str(day_of(at)) for key, at in sent})

    def of(self, row: Sequence[Any], sequence: int | None = None) -> str | None:
        """As known at that sequence; None: now."""
        if row[CONFIRMED] is not None:
            return row[CONFIRMED]  # type: ignore[no-any-return]
        stated_by, sent = self.refreshes.get((row[LIST], row[SOURCE])), self.imports.get(row[IMPORT])
        if stated_by is None:
            return sent
        stated = (
            day
            for first, end, day in stated_by
            if (end is None if sequence is None else first <= sequence and (end is None or end > sequence))
        )
        days = (next(stated, None), sent)
        return max((day for day in days if day is not None), default=None)


@lru_cache(maxsize=65_536)
def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def record_of(row: Sequence[Any], confirmed_on: str | None, key: str = "") -> Record:
    """With all that facts and visibility read, and nothing else."""
    return Record(
        id=key,
        list=row[LIST],
        window=Window(_day(row[FROM]), _day(row[TO])),
        standing=Standing(row[STANDING]),
        rectification=Rectification(row[RECTIFICATION]),
        due=_day(row[DUE]),
        severity=Severity(row[SEVERITY]),
        problem_types=frozenset(row[PROBLEMS].split()),
        brushing_form=BrushingForm(row[FORM]),
        provenance=Provenance(row[PROVENANCE]),
        inside=row[INSIDE],
        decided_on=_day(row[DECIDED]),
        disputed=bool(row[DISPUTED]),
        relief=bool(row[RELIEF]),
        names_owner=bool(row[OWNER]),
        correction_of=row[CORRECTS],
        confirmed_on=_day(confirmed_on),
        takes_effect_on=_day(row[EFFECT]),
        display_ended_on=_day(row[DISPLAY]),
        measures_lifted_on=_day(row[LIFTED]),
        ended_on=_day(row[ENDED]),
    )


def plain(code: str, severity: str, decided_on: str | None, display_ended_on: str | None) -> tuple[Any, ...]:
    """A row of an ordinary record, of which no more is known."""
    row: list[Any] = [None] * len(READ)
    row[:CORRECTS] = (code, "effective", "not_required", severity, "", "none", "authority", None, False, False, False)
    row[DECIDED], row[DISPLAY] = decided_on, display_ended_on
    return tuple(row)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Merchants by their ids: from the first up to, not including, the last; None is open."""

    first: str | None = None
    last: str | None = None


EVERYONE = Stretch()


def halves(session: Session) -> tuple[Stretch, Stretch]:
    """All merchants in two parts of about one size."""
    middle = session.exec(select(func.count()).select_from(Subject)).one() // 2
    between = session.exec(select(Subject.id).order_by(col(Subject.id)).offset(middle).limit(1)).first()
    return Stretch(None, between), Stretch(between, None)


def listed_rows(session: Session, stretch: Stretch) -> Iterator[Stored]:
    """Every record of theirs as it stands, with its subject's id, kind and unit after it, subject by subject."""
    key = col(Listing.subject_id)
    bounds = [] if stretch.first is None else [key >= stretch.first]
    bounds += [] if stretch.last is None else [key < stretch.last]
    statement = (
        sa.select(*READ, col(Listing.subject_id), col(SubjectVersion.kind), col(SubjectVersion.unit))
        .select_from(Listing)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(col(ListingVersion.seq_to).is_(None), col(SubjectVersion.seq_to).is_(None), *bounds)
        .order_by(key)
    )
    return iter(session.execute(statement, execution_options={"yield_per": 10_000}))


def versions_of(session: Session, listing_ids: Iterable[str]) -> Iterator[Stored]:
    """Every version of these records, with its id and owner after it, and the sequences from and to which it held."""
    statement = (
        sa.select(
            *READ, col(Listing.id), col(Listing.subject_id), col(ListingVersion.seq_from), col(ListingVersion.seq_to)
        )
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(col(Listing.id).in_(among(session.connection(), listing_ids)))
    )
    return iter(session.execute(statement))


def kinds_of(session: Session, subject_ids: Iterable[str]) -> dict[str, str]:
    """Kind by id of the subjects that are still stored."""
    statement = (
        select(SubjectVersion.subject_id, SubjectVersion.kind)
        .where(col(SubjectVersion.subject_id).in_(among(session.connection(), subject_ids)))
        .order_by(col(SubjectVersion.seq_from))
    )
    return dict(session.exec(statement).all())

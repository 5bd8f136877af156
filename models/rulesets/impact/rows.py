"""Records as impact reads them: only what facts and visibility read, so that many of them are soon read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.vocabulary import BrushingForm, Provenance, Rectification, Severity, Standing
from huixin.core.windows import Window, day_of
from models.bulk import among
from models.imports.tables import Import
from models.listings import Listing, ListingVersion
from models.subjects.tables import SubjectVersion
from models.upstream.tables import UpstreamRefresh

Stored = Row[Any]
"""A row of `READ`."""
READ = (
    col(Listing.list),
    col(ListingVersion.standing),
    col(ListingVersion.rectification),
    col(ListingVersion.severity),
    col(ListingVersion.problem_types),
    col(ListingVersion.brushing_form),
    col(ListingVersion.provenance),
    col(ListingVersion.inside),
    col(ListingVersion.disputed),
    col(ListingVersion.relief),
    col(ListingVersion.names_owner),
    col(ListingVersion.correction_of),
    col(ListingVersion.due),
    col(ListingVersion.takes_effect_on),
    col(ListingVersion.display_ended_on),
    col(ListingVersion.measures_lifted_on),
    col(ListingVersion.valid_from),
    col(ListingVersion.valid_to),
    col(ListingVersion.ended_on),
    col(ListingVersion.decided_on),
    col(ListingVersion.confirmed_on),
    col(ListingVersion.source),
    col(ListingVersion.import_id),
)
(LIST, STANDING, RECTIFICATION, SEVERITY, PROBLEMS, FORM, PROVENANCE, INSIDE, DISPUTED, RELIEF, OWNER, CORRECTS, DUE,
 EFFECT, DISPLAY, LIFTED, FROM, TO, ENDED, DECIDED, CONFIRMED, SOURCE, IMPORT) = range(len(READ))  # fmt: skip
"""Places in a row; those before `CORRECTS` are words and truths, which count as they are."""


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Days on which upstreams confirmed what bears no day of its own: by list and source, and by import."""

    refreshes: dict[tuple[str, str], list[tuple[int, int | None, date]]]
    imports: dict[str, date]

    @classmethod
    def read(cls, session: Session) -> "Confirmations":
        refreshes: dict[tuple[str, str], list[tuple[int, int | None, date]]] = {}
        for row in session.exec(select(UpstreamRefresh)):
            refreshes.setdefault((row.list, row.source), []).append((row.seq_from, row.seq_to, row.confirmed_on))
        sent = session.exec(select(Import.id, Import.started_at).where(col(Import.feed).is_not(None)))
        return cls(refreshes, {key: day_of(at) for key, at in sent})

    def of(self, row: Sequence[Any], sequence: int | None = None) -> date | None:
        """As known at that sequence; None: now."""
        if row[CONFIRMED] is not None:
            return row[CONFIRMED]  # type: ignore[no-any-return]
        stated = (
            day
            for first, end, day in self.refreshes.get((row[LIST], row[SOURCE]), ())
            if (end is None if sequence is None else first <= sequence and (end is None or end > sequence))
        )
        days = (next(stated, None), self.imports.get(row[IMPORT] or ""))
        return max((day for day in days if day is not None), default=None)


def record_of(row: Sequence[Any], confirmed_on: date | None, key: str = "") -> Record:
    """With all that facts and visibility read, and nothing else."""
    return Record(
        id=key,
        list=row[LIST],
        window=Window(row[FROM], row[TO]),
        standing=Standing(row[STANDING]),
        rectification=Rectification(row[RECTIFICATION]),
        due=row[DUE],
        severity=Severity(row[SEVERITY]),
        problem_types=frozenset(row[PROBLEMS].split()),
        brushing_form=BrushingForm(row[FORM]),
        provenance=Provenance(row[PROVENANCE]),
        inside=row[INSIDE],
        decided_on=row[DECIDED],
        disputed=row[DISPUTED],
        relief=row[RELIEF],
        names_owner=row[OWNER],
        correction_of=row[CORRECTS],
        confirmed_on=confirmed_on,
        takes_effect_on=row[EFFECT],
        display_ended_on=row[DISPLAY],
        measures_lifted_on=row[LIFTED],
        ended_on=row[ENDED],
    )


def plain(code: str, severity: str, decided_on: date | None, display_ended_on: date | None) -> tuple[Any, ...]:
    """A row of an ordinary record, of which no more is known."""
    row: list[Any] = [None] * len(READ)
    row[:CORRECTS] = (code, "effective", "not_required", severity, "", "none", "authority", None, False, False, False)
    row[DECIDED], row[DISPLAY] = decided_on, display_ended_on
    return tuple(row)


def listed_rows(session: Session) -> Iterator[Stored]:
    """Every record as it stands, with its subject's id, kind and unit before it, subject by subject."""
    statement = (
        select(col(Listing.subject_id), col(SubjectVersion.kind), col(SubjectVersion.unit), *READ)
        .select_from(Listing)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(col(ListingVersion.seq_to).is_(None), col(SubjectVersion.seq_to).is_(None))
        .order_by(col(Listing.subject_id))
    )
    return iter(session.execute(statement, execution_options={"yield_per": 10_000}))


BEFORE = 4
"""Columns of a version before those of its record."""


def versions_of(session: Session, listing_ids: Iterable[str]) -> Iterator[Stored]:
    """Every version of these records, with id, owner, and the sequences from and to which it held before it."""
    statement = (
        select(
            col(Listing.id), col(Listing.subject_id), col(ListingVersion.seq_from), col(ListingVersion.seq_to), *READ
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

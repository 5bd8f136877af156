"""What one import writes: chunk by chunk of its file, and the exits that a full file proposes; each in the session of
whoever calls, with the counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from huixin.core.vocabulary import Standing
from huixin.core.windows import day_of
from models.cases.closing import close_ended, follow_ends
from models.cases.marks import keep_marks
from models.cases.opening import open_cases
from models.cases.recognised import follow_recognised
from models.cases.reopening import verify_anew, verify_said_anew
from models.imports import full
from models.imports.apply import apply_plan
from models.imports.entries import Issue
from models.imports.placing import parts_of
from models.imports.plan import Counts, Plan
from models.imports.planner import Planner
from models.imports.sources import read_source
from models.imports.spool import Chunk, Spool
from models.imports.store import look_up
from models.imports.tables import Import
from models.sequence import current_sequence
from rules.documents import ListEntry
from rules.routing import Place, route
from rules.ruleset import RuleSet


class Told(NamedTuple):
    """What there is to say of a chunk."""

    rejected: list[Issue]
    warnings: list[Issue]


@dataclass(frozen=True, slots=True)
class Applying:
    """`own`: the list of the import."""

    ruleset: RuleSet
    own: ListEntry
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    def apply(self, session: Session, job: Import, chunk: Chunk) -> Told:
        told = Told([], [])
        for list_code, part in parts_of(session, self.own, chunk, self.today):
            plan = self._plan(session, job, list_code, part)
            apply_plan(session, plan, list_code, job.id, self._unit_of)
            self._follow_in_cases(session, plan)
            told.rejected.extend(part.rejected + plan.rejected)
            told.warnings.extend(part.warnings + plan.warnings)
            add_counts(job, plan.counts)
            # on another list than the import's
            job.recognised += 0 if list_code == job.list else len(part.entries)
            session.flush()  # what the next part looks up is asked of the database
        job.cursor = chunk.stop
        return told

    def absent(self, session: Session, job: Import, spool: Spool) -> full.Absent:
        return full.absent_from(session, job, full.stated_by(job, self.own), spool, self.today)

    def may_end(self, session: Session, job: Import, absent: full.Absent, percent: int) -> bool:
        """Whether what is absent may go unasked."""
        live = full.live_before(session, job, full.stated_by(job, self.own), self.today)
        return full.is_under(len(absent.known), live, percent)

    def end(self, session: Session, job: Import, listing_ids: Sequence[str]) -> None:
        """Ends what a full file lacks."""
        plan = full.plan_exits(full.still_so(session, job, listing_ids), self.today)
        apply_plan(session, plan, job.list, job.id)
        self._follow_in_cases(session, plan)
        add_counts(job, plan.counts)

    def _plan(self, session: Session, job: Import, list_code: str, part: Chunk) -> Plan:
        known = look_up(session, list_code, part.entries)
        owns_only = read_source(session, job.source).owns_only
        planner = Planner(known, current_sequence(session), job.mode == "full", self.today, owns_only)
        plan = planner.run(part.entries)
        plan.counts.add(Counts(rejected=len(part.rejected), unchanged=part.superseded))
        return plan

    def _unit_of(self, place: tuple[str | None, str | None]) -> str | None:
        return route(self.ruleset.catalogue, Place(*place)).unit if any(place) else None

    def _follow_in_cases(self, session: Session, plan: Plan) -> None:
        moved = plan.moved_ends(self.today)
        returned = plan.returned(self.today)
        keep_marks(session, [change.known.id for change in plan.changes])
        if self.own.recognised_as:
            entered = dict(plan.entered())
            follow_recognised(session, self.own.list, [*entered], self.now)
            moved += [(listing_id, day) for listing_id, day in entered.items() if day]
        self._end_in_cases(session, moved)
        if returned:
            verify_anew(session, returned, self.now, self.ruleset)
        verify_said_anew(session, plan.said_anew(), self.now, self.ruleset)
        places = {
            new.id: Place(*new.entry.place) for new in plan.listings if new.entry.content.standing == Standing.LEAD
        }
        if places:
            open_cases(session, places, self.now, self.ruleset, places)

    def _end_in_cases(self, session: Session, moved: list[tuple[str, str | None]]) -> None:
        """A day that is still to come closes the case by itself, unless the source takes the end back before."""
        come = [listing_id for listing_id, day in moved if day is not None and day <= self.today.isoformat()]
        if come:
            close_ended(session, come, self.now)
        follow_ends(session, [listing_id for listing_id, _ in moved], self.today)


def add_counts(job: Import, counts: Counts) -> None:
    for name in Counts.__slots__:
        setattr(job, name, getattr(job, name) + getattr(counts, name))

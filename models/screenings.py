"""Runs of a screening in the log: what a member judged at once from a bundle, under the signed heads as decisions are.

The member says what it read, wrote and counted; whether the sequence and the rules that it names were there to be read
is found here. None is refused: it was made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Index, true
from sqlmodel import Field, Session, col, select

from huixin.core.leaves import RUN, leaf_of_run
from huixin.types.screening import ScreeningRun as Told
from huixin.types.screening import ScreeningRunView
from models.base import Instant, LogTable
from models.decision_rows import plain
from models.errors import NotFound
from models.paging import newest_first
from models.rulesets.in_force import RuleBook
from models.sequence import current_sequence

FAST = timedelta(minutes=5)
"""So far may a member's clock be ahead."""


class ScreeningRun(LogTable, table=True):
    __tablename__ = "screening_run"
    __table_args__ = (Index("ix_screening_run_batch_leaf", "batch", "leaf", unique=True),)
    id: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(sa_type=Instant)
    made_at: datetime = Field(sa_type=Instant)
    member_id: str = Field(max_length=40, index=True)
    manifest: str = Field(max_length=64)
    sequence: int = Field(sa_type=BigInteger)
    clauses_at: int = Field(sa_type=BigInteger)
    ruleset: str = Field(max_length=80)
    scene: str = Field(max_length=64)
    role: str = Field(max_length=16)
    campaign: str = Field(max_length=64)
    on: date
    first_day: date
    last_day: date
    input_sha256: str = Field(max_length=64)
    output_sha256: str = Field(max_length=64)
    counts: dict[str, int] = Field(sa_type=JSON)
    stale: bool
    known: bool
    code_version: str = Field(max_length=32)
    batch: int = Field(sa_type=BigInteger)
    """Number of the head under which it was committed."""
    leaf: int
    """Its place in that batch, behind the decisions."""

    @property
    def told(self) -> dict[str, Any]:
        """As its leaf has it."""
        return {name: plain(getattr(self, name)) for name in RUN}

    @property
    def digest(self) -> bytes:
        return leaf_of_run(self.told)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known here: by it a run is told to rest on what was there."""

    session: Session
    book: RuleBook
    now: datetime

    def knows(self, run: Told) -> bool:
        if run.at > self.now + FAST or run.sequence > current_sequence(self.session):
            return False
        try:
            return self.book.named(run.ruleset) is not None
        except NotFound:
            return False


def run_of(told: Told, member_id: str, judged: Judged, code_version: str) -> ScreeningRun:
    """The row for the log; its place under a head is given where it is sealed."""
    fields = told.model_dump(exclude={"at", "counts"})
    counts = {str(outcome): count for outcome, count in told.counts.items()}
    return ScreeningRun(
        **fields,
        at=judged.now,
        made_at=told.at,
        member_id=member_id,
        counts=counts,
        known=judged.knows(told),
        code_version=code_version,
    )


def runs_of(
    log: Session, member_id: str | None, *, after: str | None, limit: int
) -> tuple[Sequence[ScreeningRun], str | None]:
    """Of that member, or of all where `member_id` is None; newest first, with the id to go on after. Invalid for one
    that is not among them."""
    return newest_first(
        log, select(ScreeningRun).where(_of(member_id)), ScreeningRun, after=after, limit=limit, since="at"
    )


def find_run(log: Session, run_id: str, member_id: str | None) -> ScreeningRun:
    """A run of that member, or of any where `member_id` is None. Raises NotFound."""
    run = log.exec(select(ScreeningRun).where(ScreeningRun.id == run_id, _of(member_id))).first()
    if run is None:
        message, zh = f"There is no screening {run_id} that you may see.", f"没有您可查看的批量筛查记录{run_id}。"
        raise NotFound(message, zh=zh)
    return run


def _of(member_id: str | None) -> ColumnElement[bool]:
    return true() if member_id is None else col(ScreeningRun.member_id) == member_id


def runs(log: Session, which: ColumnElement[bool]) -> Iterator[ScreeningRun]:
    """In the order in which they stand under the heads."""
    ordered = select(ScreeningRun).where(which).order_by(col(ScreeningRun.batch), col(ScreeningRun.leaf))
    for run in log.exec(ordered.execution_options(yield_per=1000)):
        yield run
        log.expunge(run)


def view_of(run: ScreeningRun) -> ScreeningRunView:
    return ScreeningRunView.model_validate(run.model_dump())

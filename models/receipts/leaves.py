"""Leaves made again of what stands in the log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast
from sqlmodel import Session, col, select

from huixin.core.leaves import ABOUT, KEPT, about_text, kept_text, leaf_from, salted
from models.decision_rows import plain
from models.decisions import Decision
from models.screenings import ScreeningRun, runs

_COLUMNS = (*KEPT, *ABOUT, "batch", "leaf", "salt", "erased")
_DIGEST = 64


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision as the log holds it. `about` and `answer`: None once they have been erased."""

    batch: int
    leaf: int
    kept: Mapping[str, Any]
    salt: str | None
    about: Mapping[str, Any] | None
    answer: str | None
    about_digest: str
    answer_digest: str

    @classmethod
    def of(cls, row: Mapping[str, Any], answer: str) -> "Logged":
        kept = {name: plain(row[name]) for name in KEPT}
        if row["erased"] is not None:
            digests = row["erased"][:_DIGEST], row["erased"][_DIGEST:]
            return cls(row["batch"], row["leaf"], kept, None, None, None, *digests)
        about = {name: plain(row[name]) for name in ABOUT}
        salt = row["salt"] or ""
        digests = salted(salt, about_text(about)), salted(salt, answer)
        return cls(row["batch"], row["leaf"], kept, salt, about, answer, *digests)

    @property
    def digest(self) -> bytes:
        return leaf_from(kept_text(self.kept), self.about_digest, self.answer_digest)


def logged(log: Session, which: ColumnElement[bool]) -> Iterator[Logged]:
    """Decisions that stand under a head, in their order. None is kept in memory once it has been looked at."""
    columns = [col(getattr(Decision, name)) for name in _COLUMNS]
    found = select(*columns, cast(col(Decision.answer), Text).label("text"))  # type: ignore[call-overload]
    ordered = found.where(which).order_by(col(Decision.batch), col(Decision.leaf))
    for row in log.execute(ordered.execution_options(yield_per=1000)).mappings():
        yield Logged.of(dict(row), row["text"])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Heads after the number `after`, up to `to`; None: to the end. By itself, all."""

    after: int | None = None
    to: int | None = None

    @classmethod
    def only(cls, head: int) -> "Stretch":
        return cls(head - 1, head)

    def holds(self, number: Any) -> ColumnElement[bool]:
        """The condition on a column with numbers of heads, which may be null."""
        begins = number.is_not(None) if self.after is None else number > self.after
        return begins if self.to is None else and_(begins, number <= self.to)


def sealed(log: Session, stretch: Stretch = Stretch()) -> Iterator[Logged | ScreeningRun]:
    """All that stands under these heads: decisions and runs of screenings, in their order."""
    decisions, others = (stretch.holds(col(table.batch)) for table in (Decision, ScreeningRun))
    return merge(logged(log, decisions), runs(log, others), key=lambda one: (one.batch, one.leaf))

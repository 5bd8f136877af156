"""Clauses of members' own."""

from datetime import date

from huixin.core.vocabulary import ClauseKind
from huixin.types.base import Day, Line, Reply, Request, Short


class ClauseRequest(Request):
    """A clause of the member's own. `effective_to` is its last day."""

    kind: ClauseKind
    measure: Short
    reference: Line
    url: Line | None = None
    published_on: Day
    effective_from: Day
    effective_to: Day | None = None


class ClauseView(Reply):
    id: str
    kind: ClauseKind
    measure: str
    reference: str
    url: str | None
    published_on: date
    effective_from: date
    effective_to: date | None
    standard: bool


class ClauseList(Reply):
    items: list[ClauseView]

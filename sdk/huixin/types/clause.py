"""Clauses of members' own."""

from datetime import date

from huixin.core.vocabulary import ClauseKind
from huixin.types.base import Day, Line, Passage, Reply, Request, Short


class ClauseRequest(Request):
    """A clause of the member's own. `effective_to` is its last day.

    `consulted_from`, `consulted_to`: when its users were heard. `major`: it touches major interests of theirs, and is
    published longer before it counts; measures such as closing a shop do, whatever is said here. `transition`: what
    holds for those who were there before.
    """

    kind: ClauseKind
    measure: Short
    reference: Line
    url: Line | None = None
    consulted_from: Day | None = None
    consulted_to: Day | None = None
    published_on: Day
    effective_from: Day
    effective_to: Day | None = None
    major: bool = False
    transition: Passage | None = None


class ClauseView(Reply):
    id: str
    kind: ClauseKind
    measure: str
    reference: str
    url: str | None
    consulted_from: date | None = None
    consulted_to: date | None = None
    published_on: date
    effective_from: date
    effective_to: date | None
    major: bool = False
    transition: str | None = None
    standard: bool


class ClauseVersion(ClauseView):
    """What a clause said from one change of the sequence up to another."""

    sequence_from: int
    sequence_to: int | None


class ClauseHistory(Reply):
    """Every version of one clause, the oldest first."""

    items: list[ClauseVersion]


class ClauseList(Reply):
    items: list[ClauseView]

"""What facts and eyes read of the packs: of each list what it is and who sees it, and the times that depend on days.

A rule set's catalogue makes them; they are small enough to travel with records.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from huixin.core.vocabulary import MemberKind, Nature, Severity
from huixin.core.windows import Window

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A value that changes on days: each step, in their order, holds from its day until the next begins."""

    steps: tuple[tuple[date, Value], ...] = ()

    def on(self, day: date) -> Value | None:
        """None before the first step."""
        begun = bisect_right(self.steps, day, key=lambda step: step[0])
        return self.steps[begun - 1][1] if begun else None


@dataclass(frozen=True, slots=True)
class ListTerms:
    """`displayed`: the days on which the ground of its public display is in force; None: it is not public.

    `visible_to`: kinds of members as rules treat them (`vocabulary.treated_as`).
    """

    nature: Nature
    visible_to: frozenset[MemberKind]
    displayed: Window | None = None
    follows_upstream: bool = False
    display_limited: bool = False
    default_severity: Dated[Severity] = field(default_factory=Dated)


@dataclass(frozen=True, slots=True)
class Terms:
    """`stale_after_days`: for how long an upstream may leave a record unconfirmed; None: without limit.

    `display_min_months`, `display_max_months`: shortest and longest display by severity.
    """

    lists: Mapping[str, ListTerms]
    stale_after_days: Dated[int | None] = field(default_factory=Dated)
    display_min_months: Mapping[Severity, Dated[int]] = field(default_factory=dict)
    display_max_months: Mapping[Severity, Dated[int]] = field(default_factory=dict)

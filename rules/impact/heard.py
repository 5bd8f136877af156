"""What a caller hears of a verdict: outcome and measures. Two of these compare two rule sets."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from huixin.core.gate import Gated
from huixin.core.vocabulary import Binding, Outcome

Said = tuple[str, Binding, Outcome | None]
"""A measure, how it binds, and its outcome."""


class Change(StrEnum):
    GAINED = "gained"
    """Nothing was heard before, and something is now."""
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Heard:
    outcome: Outcome
    measures: frozenset[Said]

    @classmethod
    def of(cls, gated: Gated) -> "Heard":
        return cls(gated.outcome, frozenset((one.proposal.measure, one.binding, one.outcome) for one in gated.measures))

    @property
    def nothing(self) -> bool:
        return self.outcome is Outcome.CLEAR and not self.measures

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({measure for measure, _, _ in self.measures}))


def change_of(before: Heard, after: Heard) -> Change | None:
    if before == after:
        return None
    if before.nothing:
        return Change.GAINED
    return Change.LOST if after.nothing else Change.CHANGED


def speaking(gated: Gated) -> dict[str, Outcome | None]:
    """What each rule or limit comes to by itself in a verdict; the same for all who ask it the same."""
    return dict(_speaking(gated))


def _speaking(gated: Gated) -> Iterator[tuple[str, Outcome | None]]:
    for reason in reversed(gated.reasons):
        yield reason.rule, reason.outcome
    for measure in reversed(gated.measures):
        for bound in reversed(measure.rules):
            yield bound.proposal.rule, bound.outcome

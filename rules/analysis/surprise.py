"""A more serious offence must not come off better."""

from dataclasses import dataclass
from itertools import pairwise

from huixin.core.vocabulary import Nature, Outcome, Severity
from rules.analysis.boxes import Boxes
from rules.analysis.found import Case
from rules.analysis.judging import Hits, Judge, milder, on
from rules.analysis.space import LAST
from rules.analysis.sweep import Example, Sweep

_RISING = (Severity.MINOR, Severity.GENERAL, Severity.SERIOUS)
"""Unknown stands beside them: it waits to be settled."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """The worse case comes to `outcomes[1]`, better than the `outcomes[0]` of the lesser.

    lost: rules that hit the lesser case alone. gained: rules and limits that hit the worse case alone.
    """

    case: Case
    outcomes: tuple[Outcome, Outcome]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    severity: str | None = None
    """Of the lesser case, where that is the difference."""


def severity_surprise(judge: Judge) -> Surprise | None:
    """A class that comes off better where its offence is more serious."""
    space = judge.space
    red = space.of_nature(Nature.RED)
    rewards: Boxes = ({"list": red},) if red else ()
    sweep = Sweep(space.axes, judge.outcomes(), space.impossible() + rewards)
    for example, by_severity in sweep.before(LAST):
        for lesser, greater in pairwise(_RISING):
            if lesser not in by_severity or greater not in by_severity:
                continue
            outcomes = better(judge, on(by_severity[lesser]), on(by_severity[greater]))
            if outcomes is not None:
                one, other = ({**example, LAST: str(severity)} for severity in (lesser, greater))
                case = Case(judge.scene.key[2], str(judge.actor), other)
                return Surprise(case, outcomes, *_difference(judge, one, other), str(lesser))
    return None


def better(judge: Judge, before: Hits, after: Hits) -> tuple[Outcome, Outcome] | None:
    """The two outcomes where the second is better for the merchant, with all clauses or with none."""
    one, other = judge.worst(before), judge.worst(after)
    index = milder(one, other)
    return None if index is None else (one[index], other[index])


def _difference(judge: Judge, one: Example, other: Example) -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, after = judge.hitting(judge.counting, one), judge.hitting(judge.counting, other)
    return tuple(code for code in before if code not in after), tuple(code for code in after if code not in before)

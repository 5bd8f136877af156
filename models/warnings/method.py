"""When a count stands out from those before it: the Hampel identifier (median and MAD) on seasonal counts of one kind.

Counts are made comparable first (Anscombe 1948: of a Poisson variable 2·√(x + 3/8) has a standard deviation of 1); a
count is then held against the median of its season in the past, and its distance measured in MAD · 1.4826, but never in
less than that 1. Robust: earlier outbreaks do not lift the bar (Hampel 1974; the threshold as Iglewicz and Hoaglin
1993). Written here because no kept library has it without a whole stack beside: the Farrington methods are at home in R
(`surveillance`), ADTK has rested since 2020.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import median

NORMAL = 1.4826
"""MAD times this is the standard deviation of what is normally distributed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a series is looked at: periods of the same season lie `season` apart; of the last `history` of them at least
    `least` have to be known."""

    season: int
    history: int
    least: int


DAYS = Pace(season=7, history=8, least=6)
"""A day against the same weekday of the eight weeks before."""
WEEKS = Pace(season=1, history=12, least=8)


@dataclass(frozen=True, slots=True)
class Bar:
    """From when on a count stands out. `threshold`: in standard deviations; `least`: fewer never do."""

    threshold: float
    least: int

    def is_passed(self, count: int, score: float | None) -> bool:
        return score is not None and score > self.threshold and count >= self.least


@dataclass(frozen=True, slots=True)
class Judged:
    """`expected`: the median of its past; None, as `score`, where too little of that is known."""

    count: int
    expected: float | None
    score: float | None


def judge(counts: Mapping[int, int], at: int, pace: Pace) -> Judged:
    """`counts` by the number of their period; what is not known is not in it."""
    places = (at - pace.season * back for back in range(1, pace.history + 1))
    past = [counts[place] for place in places if place in counts]
    if len(past) < pace.least:
        return Judged(counts[at], None, None)
    roots = [_root(count) for count in past]
    middle = median(roots)
    spread = NORMAL * median(abs(root - middle) for root in roots)
    return Judged(counts[at], float(median(past)), (_root(counts[at]) - middle) / max(spread, 1.0))


def _root(count: int) -> float:
    return 2 * sqrt(count + 0.375)

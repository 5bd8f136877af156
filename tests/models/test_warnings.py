"""The method of early warning, on simulated series: how often it is wrong, and what it finds."""

import math
import random
import re
from pathlib import Path

import pytest

from models.warnings.method import DAYS, WEEKS, Bar, Pace, judge

BAR = Bar(threshold=3.5, least=5)
WEEKDAYS = (1.2, 1.1, 1.0, 1.0, 1.3, 0.7, 0.5)
PERIODS = 3000
PAGE = Path(__file__).parents[2] / "docs" / "monitoring.md"


def poisson(source: random.Random, mean: float) -> int:
    """Knuth's, for means of hundreds at most."""
    limit, number, product = math.exp(-mean), 0, source.random()
    while product > limit:
        number += 1
        product *= source.random()
    return number


def simulated(pace: Pace, mean: float, dispersion: float | None) -> dict[int, int]:
    """Counts without any outbreak. `dispersion`: of a negative binomial, whose variance is mean + mean²/dispersion."""
    source = random.Random(20261127)  # noqa: S311 - a simulation
    profile = WEEKDAYS if pace.season > 1 else (1.0,)
    counts = {}
    for number in range(PERIODS):
        level = mean * profile[number % len(profile)]
        drawn = level if dispersion is None else source.gammavariate(dispersion, level / dispersion)
        counts[number] = poisson(source, drawn)
    return counts


def rates(pace: Pace, mean: float, dispersion: float | None) -> tuple[float, float]:
    """Shares in percent: of quiet periods that were warned of, and of those found in which three times as many came."""
    counts = simulated(pace, mean, dispersion)
    looked_at = range(pace.season * pace.history, PERIODS)
    false = found = 0
    for at in looked_at:
        quiet = judge(counts, at, pace)
        false += BAR.is_passed(quiet.count, quiet.score)
        outbreak = judge(counts | {at: 3 * counts[at]}, at, pace) if at % 10 == 0 else None
        found += outbreak is not None and BAR.is_passed(outbreak.count, outbreak.score)
    tenth = sum(1 for at in looked_at if at % 10 == 0)
    return round(100 * false / len(looked_at), 2), round(100 * found / tenth, 1)


@pytest.mark.parametrize(
    ("pace", "name", "mean", "dispersion"),
    [
        (DAYS, "day", 5, None),
        (DAYS, "day", 20, None),
        (DAYS, "day", 20, 10),
        (WEEKS, "week", 20, None),
        (WEEKS, "week", 100, None),
        (WEEKS, "week", 100, 10),
    ],
)
def test_false_alarms_are_as_rare_and_outbreaks_found_as_often_as_the_page_says(
    pace: Pace, name: str, mean: int, dispersion: int | None
) -> None:
    said = "—" if dispersion is None else dispersion
    row = re.search(
        rf"^\| {name} \| {mean} \| {said} \| ([\d.]+) % \| ([\d.]+) % \|", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert row is not None
    false, found = rates(pace, mean, dispersion)
    assert (false, found) == (float(row[1]), float(row[2]))
    assert false <= (0.1 if dispersion is None else 2.0)


def test_an_outbreak_of_before_does_not_hide_the_next_one() -> None:
    counts = dict(enumerate([20] * 12 + [200, 20, 200]))
    assert [BAR.is_passed(one.count, one.score) for at in (12, 13, 14) if (one := judge(counts, at, WEEKS))] == [
        True,
        False,
        True,
    ]


def test_a_busy_weekday_is_held_against_its_own_kind() -> None:
    fridays = {day: 60 if day % 7 == 4 else 10 for day in range(70)}
    assert not BAR.is_passed(fridays[67], judge(fridays, 67, DAYS).score)
    busy_monday = fridays | {63: 60}
    assert BAR.is_passed(60, judge(busy_monday, 63, DAYS).score)


def test_what_is_too_young_or_too_few_is_not_warned_of() -> None:
    assert judge(dict.fromkeys(range(7), 20) | {7: 500}, 7, WEEKS).score is None
    quiet = dict.fromkeys(range(12), 0)
    few, enough = judge(quiet | {12: 4}, 12, WEEKS), judge(quiet | {12: 6}, 12, WEEKS)
    assert not Bar(2.0, 5).is_passed(few.count, few.score)
    assert BAR.is_passed(enough.count, enough.score)

"""All reduced classes under two rule sets at once, from a day on: how many come out otherwise, by scene and outcome.

A class is one record with every combination of its subject's booleans and of the question, as `rules.analysis` counts
them, folded to what the rules of either version can tell apart. It is asked with a clause for every measure; where that
changes nothing, without any.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.base import Label
from rules.analysis.boxes import Boxes, both
from rules.analysis.found import Case
from rules.analysis.judging import Judge, on
from rules.analysis.space import ACTORS, LAST, Space
from rules.analysis.sweep import Axes, Example, Leaf, Sweep, TooLarge
from rules.analysis.words import example
from rules.entries import Catalogue
from rules.impact.side_by_side import SideBySide, scene_of
from rules.ruleset import RuleSet

_Side = tuple[int, str]
"""Which rule set, and the code of a rule or limit of it."""


@dataclass(frozen=True, slots=True)
class Move:
    """`classes` go from one outcome to another; where both are the same, their measures differ."""

    before: Outcome
    after: Outcome
    classes: int
    example: Label


@dataclass(frozen=True, slots=True)
class ClassImpact:
    """One scene on a stretch of days, for kinds of callers to whom both rule sets say the same.

    `classes` is None where they were too many to look at.
    """

    scene: str
    actors: tuple[MemberKind, ...]
    since: date
    until: date | None
    classes: int | None
    changed: int
    moves: tuple[Move, ...]


def class_impact(old: RuleSet, new: RuleSet, since: date) -> tuple[ClassImpact, ...]:
    """Scenes in which nothing differs are left out."""
    found: list[ClassImpact] = []
    for first, last in _stretches(old, new, since):
        for one in _on(SideBySide(old, new, first)):
            _append(found, replace(one, since=first, until=last))
    return tuple(found)


def _stretches(old: RuleSet, new: RuleSet, since: date) -> Iterator[tuple[date, date | None]]:
    days = [since, *sorted({day for day in (*old.starts, *new.starts) if day > since})]
    for index, day in enumerate(days):
        yield day, days[index + 1] - timedelta(days=1) if index + 1 < len(days) else None


def _append(found: list[ClassImpact], one: ClassImpact) -> None:
    """What goes on unchanged over the next stretch is said once."""
    for index, earlier in enumerate(found):
        joins = earlier.until is not None and earlier.until + timedelta(days=1) == one.since
        if joins and replace(earlier, since=one.since, until=one.until) == one:
            found[index] = replace(earlier, until=one.until)
            return
    found.append(one)


def _on(side: SideBySide) -> Iterator[ClassImpact]:
    words = _both_catalogues(side)
    for scene in dict.fromkeys((*side.old.catalogue.scenes, *side.new.catalogue.scenes)):
        if side.differs(scene):
            for actors, pair in _pairs(side, scene):
                yield _impact(side, scene, actors, pair, words)


def _both_catalogues(side: SideBySide) -> Catalogue:
    """Whatever either names, in words."""
    old, new = side.old.catalogue, side.new.catalogue
    names = ("lists", "scenes", "campaigns", "problem_types")
    return replace(new, **{name: {**getattr(old, name), **getattr(new, name)} for name in names})


def _pairs(side: SideBySide, scene: str) -> Iterator[tuple[tuple[MemberKind, ...], tuple[Judge, Judge]]]:
    """Kinds of callers between whom neither rule set makes a difference, looked at once."""
    groups: dict[object, tuple[list[MemberKind], tuple[Judge, Judge]]] = {}
    for actor in ACTORS:
        old, new = (Judge(scene_of(epoch, scene), Space(epoch, actor)) for epoch in (side.old, side.new))
        groups.setdefault((old.sees_and_may, new.sees_and_may), ([], (old, new)))[0].append(actor)
    for actors, pair in groups.values():
        yield tuple(actors), pair


def _impact(
    side: SideBySide, scene: str, actors: tuple[MemberKind, ...], pair: tuple[Judge, Judge], words: Catalogue
) -> ClassImpact:
    groups: dict[_Side, Boxes] = {
        (index, code): boxes for index, judge in enumerate(pair) for code, boxes in judge.readings().items()
    }
    spaces = tuple(judge.space for judge in pair)
    sweep = Sweep(_axes(*spaces), groups, both(spaces[0].impossible(), spaces[1].impossible()))
    classes, moves = 0, dict[tuple[Outcome, Outcome], tuple[int, Example]]()
    try:
        for leaf in sweep.leaves():
            classes += leaf.classes
            move = _move(leaf, pair)
            if move is not None:
                count, first = moves.get(move, (0, leaf.example))
                moves[move] = (count + leaf.classes, first)
    except TooLarge:
        return ClassImpact(scene, actors, side.day, None, None, 0, ())
    told = tuple(
        Move(before, after, count, example(words, Case(scene, str(actors[0]), first)))
        for (before, after), (count, first) in sorted(moves.items())
    )
    return ClassImpact(scene, actors, side.day, None, classes, sum(move.classes for move in told), told)


def _axes(old: Space, new: Space) -> Axes:
    """Every value that either knows; the severity stays last."""
    names = [name for name in dict.fromkeys((*old.axes, *new.axes)) if name != LAST]
    return {name: tuple(dict.fromkeys((*old.axes.get(name, ()), *new.axes.get(name, ())))) for name in (*names, LAST)}


def _move(leaf: Leaf[_Side], pair: tuple[Judge, Judge]) -> tuple[Outcome, Outcome] | None:
    hits = [on(code for index, code in leaf.done if index == which) for which in (0, 1)]
    for covered in (None, ()):
        before, after = (judge.effect(one, covered) for judge, one in zip(pair, hits, strict=True))
        if before != after:
            return before[0], after[0]
    return None

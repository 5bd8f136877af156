"""Conditions as boxes: a condition holds where one of its boxes does, a box where each field that it names has one of
the values that it allows."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from huixin.core.facts import FactValue
from rules.conditions import Condition, Every, Is

Box: TypeAlias = Mapping[str, frozenset[FactValue]]
Boxes: TypeAlias = tuple[Box, ...]


def boxes_of(condition: Condition) -> Boxes:
    """The fewest that are easily found; none where nothing can meet the condition."""
    return fewest(_expanded(condition))


def both(one: Boxes, other: Boxes) -> Boxes:
    """Where a box of each holds."""
    return fewest([met for box in one for more in other if (met := _meeting(box, more)) is not None])


def within(boxes: Boxes, axes: Mapping[str, Collection[FactValue]]) -> Boxes:
    """Those that some class of these values meets."""
    return tuple(box for box in boxes if not any(values.isdisjoint(axes[field]) for field, values in box.items()))


def meeting_all(groups: Iterable[Boxes], axes: Mapping[str, Collection[FactValue]]) -> Boxes:
    """Where a box of each group holds; none where no class of these values can meet all of them."""
    met: Boxes = ({},)
    for boxes in groups:
        met = within(both(met, boxes), axes)
    return met


def meets_any(box: Box, others: Boxes) -> bool:
    return any(_meeting(box, other) is not None for other in others)


def covers(box: Box, other: Box) -> bool:
    """Whether the box holds wherever the other does."""
    return all(field in other and other[field] <= values for field, values in box.items())


def _expanded(condition: Condition) -> list[Box]:
    if isinstance(condition, Is):
        return [{condition.field: condition.values}]
    if not isinstance(condition, Every):
        return [box for part in condition.parts for box in _expanded(part)]
    found: list[Box] = [{}]
    for part in condition.parts:
        more = _expanded(part)
        found = [met for box in found for other in more if (met := _meeting(box, other)) is not None]
    return found


def _meeting(one: Box, other: Box) -> Box | None:
    met = dict(one)
    for field, values in other.items():
        met[field] = met[field] & values if field in met else values
        if not met[field]:
            return None
    return met


def fewest(boxes: Iterable[Box]) -> Boxes:
    """Without those that hold only where another does."""
    kept: list[Box] = []
    for box in boxes:
        if not any(covers(other, box) for other in kept):
            kept = [other for other in kept if not covers(box, other)] + [box]
    return tuple(kept)

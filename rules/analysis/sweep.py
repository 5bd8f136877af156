"""Goes through all classes at once: field by field, keeping apart only what can still come out differently.

A state is the set of boxes that the values chosen so far leave alive, as bits of a number. Classes that leave the same
boxes alive are one state, with their number and one example. So 2,000,000,000 classes come to some hundred states, and
none is left out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from huixin.core.facts import FactValue
from rules.analysis.boxes import Box, Boxes

Key = TypeVar("Key", bound=Hashable)
Path: TypeAlias = tuple[object, ...]
States: TypeAlias = dict[int, tuple[int, Path]]
"""Number of classes and values chosen, by the boxes left alive."""
Axes: TypeAlias = Mapping[str, tuple[FactValue, ...]]
"""The values of each field, the plainest first; fields are gone through in this order."""
Example: TypeAlias = dict[str, FactValue]

MOST_STATES = 200_000


class TooLarge(Exception):  # noqa: N818 - the caller says which scene it is
    """More states than the stated bound."""


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Key]):
    """`classes` classes in which exactly the conditions `done` hold; the plainest of them as an example."""

    done: frozenset[Key]
    classes: int
    example: Example


@dataclass(frozen=True, slots=True)
class _Step:
    """One field: its values that differ to the boxes, and what is settled once it is known."""

    field: str
    choices: tuple[tuple[FactValue, int], ...]
    settled: tuple[tuple[int, int, int], ...]
    """Of each group: the boxes now known to hold if alive, all its boxes, its own bit."""
    impossible: int


class Sweep(Generic[Key]):
    """`groups`: conditions by key. `impossible`: classes that cannot be. `needed`: keys whose conditions must hold."""

    def __init__(
        self, axes: Axes, groups: Mapping[Key, Boxes], impossible: Boxes = (), needed: Iterable[Key] = ()
    ) -> None:
        self._keys = list(groups)
        self._own = {key: 1 << index for index, key in enumerate(self._keys)}
        self._axes = axes
        owners: list[Key | None] = [key for key in self._keys for _ in groups[key]] + [None] * len(impossible)
        boxes = [box for key in self._keys for box in groups[key]] + list(impossible)
        first = len(self._keys)
        self._boxes = [(1 << (first + index), box, owner) for index, (box, owner) in enumerate(zip(boxes, owners))]  # noqa: B905
        self._every = sum(bit for bit, _, _ in self._boxes)
        self._members = dict.fromkeys(self._keys, 0)
        for bit, _, owner in self._boxes:
            if owner is not None:
                self._members[owner] |= bit
        self._asking: dict[str, list[tuple[int, Box]]] = defaultdict(list)
        for bit, box, _ in self._boxes:
            for field in box:
                self._asking[field].append((bit, box))
        self._fields = [field for field in axes if field in self._asking]
        place = {field: index for index, field in enumerate(self._fields)}
        self._settled: dict[str, dict[Key | None, int]] = {field: defaultdict(int) for field in self._fields}
        """By the last field that a box asks about: of each key the boxes that are then known to hold."""
        for bit, box, owner in self._boxes:
            if box:
                self._settled[max(box, key=place.__getitem__)][owner] |= bit
        self._steps = [self._step(field) for field in self._fields]
        self._needed = [self._members[key] | self._own[key] for key in needed]

    def leaves(self) -> Iterator[Leaf[Key]]:
        for mask, (classes, path) in self.states(self._steps).items():
            yield Leaf(self.done(mask), classes, self._example(path))

    def before(self, field: str) -> Iterator[tuple[Example, dict[FactValue, frozenset[Key]]]]:
        """An example of each state before the last field, and what each value of that field comes to.

        Nothing where no box asks about the field, which must be the last of the axes.
        """
        if not self._fields or self._fields[-1] != field:
            return
        *earlier, last = self._steps
        for mask, (_, path) in self.states(earlier).items():
            ends = {value: _after(last, mask, allowed) for value, allowed in last.choices}
            by_choice = {value: self.done(end) for value, end in ends.items() if end is not None}
            yield self._example(path), self._spread(field, by_choice)

    def _spread(self, field: str, by_choice: Mapping[FactValue, frozenset[Key]]) -> dict[FactValue, frozenset[Key]]:
        """The same for values that were folded into the first of their kind."""
        alive = self._alive(field)
        first = {alive[value]: value for value in reversed(self._axes[field])}
        folded = {value: first[alive[value]] for value in self._axes[field]}
        return {value: by_choice[one] for value, one in folded.items() if one in by_choice}

    def done(self, mask: int) -> frozenset[Key]:
        return frozenset(key for key in self._keys if mask & self._own[key])

    def states(self, steps: Sequence[_Step]) -> States:
        frontier: States = {} if (start := self._start()) is None else {start: (1, ())}
        for step in steps:
            following: States = {}
            for mask, (classes, path) in frontier.items():
                for value, allowed in step.choices:
                    after = _after(step, mask, allowed)
                    if after is None or (self._needed and not self._may_still(after)):
                        continue
                    known = following.get(after)
                    following[after] = (classes, (path, value)) if known is None else (known[0] + classes, known[1])
            if len(following) > MOST_STATES:
                raise TooLarge
            frontier = following
        return frontier

    def _may_still(self, mask: int) -> bool:
        return all(mask & wanted for wanted in self._needed)

    def _start(self) -> int | None:
        """All boxes alive; those that ask nothing hold already."""
        mask = self._every
        for bit, box, owner in self._boxes:
            if not box and owner is None:
                return None
            if not box and owner is not None and mask & bit:
                mask = (mask & ~self._members[owner]) | self._own[owner]
        return mask if self._may_still(mask) else None

    def _alive(self, field: str) -> dict[FactValue, int]:
        """The boxes that each value of a field leaves alive."""
        asking = self._asking.get(field, [])
        free = self._every & ~sum(bit for bit, _ in asking)
        alive = dict.fromkeys(self._axes[field], free)
        for bit, box in asking:
            for value in box[field]:
                if value in alive:
                    alive[value] |= bit
        return alive

    def _step(self, field: str) -> _Step:
        own = sum(self._own.values())
        choices: dict[int, FactValue] = {}
        for value, alive in self._alive(field).items():
            choices.setdefault(alive | own, value)
        closing = self._settled[field]
        settled = tuple(
            (closed, self._members[key], self._own[key]) for key, closed in closing.items() if key is not None
        )
        return _Step(field, tuple((value, mask) for mask, value in choices.items()), settled, closing.get(None, 0))

    def _example(self, path: Path) -> Example:
        """The plainest value of every field that nothing asks about."""
        values: list[FactValue] = []
        while path:
            path, value = path  # type: ignore[assignment]
            values.append(value)  # type: ignore[arg-type]
        chosen = dict(zip(self._fields, reversed(values)))  # noqa: B905
        return {field: chosen.get(field, axis[0]) for field, axis in self._axes.items()}


def _after(step: _Step, mask: int, allowed: int) -> int | None:
    """The state once a field is known; None where the class cannot be."""
    mask &= allowed
    if mask & step.impossible:
        return None
    for closing, members, own in step.settled:
        if mask & closing:
            mask = (mask & ~members) | own
    return mask

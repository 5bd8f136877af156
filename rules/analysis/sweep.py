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
from rules.analysis.boxes import Box, Boxes, meeting_all, meets_any

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
    """`classes` classes in which exactly the conditions `done` hold."""

    done: frozenset[Key]
    classes: int
    _path: Path
    _sweep: "Sweep[Key]"

    @property
    def example(self) -> Example:
        """The plainest of the classes."""
        return self._sweep.example(self._path)


Way: TypeAlias = tuple[FactValue, int, int, int]
"""A value of a field, how many come to the same from here, the boxes that stay alive, and the groups that now hold."""


class _Step:
    """One field: its values that differ to the boxes, and what is settled once it is known."""

    def __init__(
        self, asking: int, choices: Mapping[int, FactValue], settled: Mapping[int | None, int], own: Mapping[int, int]
    ) -> None:
        """`asking`: the boxes that ask about it. `choices`: the values, by which of those they leave alive.

        `settled`: of each group (by its own bit) those that hold if still alive; of None those that cannot be. `own`:
        all boxes of each group.
        """
        self.asking = asking
        self.choices = choices
        self._impossible = settled.get(None, 0)
        self._settled = [(closing, own[group], group) for group, closing in settled.items() if group is not None]
        self._ways: dict[int, tuple[Way, ...]] = {}

    def ways(self, mask: int) -> tuple[Way, ...]:
        """Where one can go from a state. It is the same from all that leave the same boxes of this field alive."""
        seen = mask & self.asking
        if seen not in self._ways:
            found: dict[tuple[int, int], tuple[FactValue, int]] = {}
            for allowed, value in self.choices.items():
                way = self._way(seen & allowed)
                if way is not None:
                    first, count = found.get(way, (value, 0))
                    found[way] = (first, count + 1)
            self._ways[seen] = tuple((value, count, *way) for way, (value, count) in found.items())
        return self._ways[seen]

    def _way(self, left: int) -> tuple[int, int] | None:
        """None where the class cannot be."""
        if left & self._impossible:
            return None
        gone, holding = self.asking & ~left, 0
        for closing, members, group in self._settled:
            if left & closing:
                gone |= members
                holding |= group
        return ~gone, holding

    def after(self, mask: int, allowed: int) -> int | None:
        way = self._way(mask & self.asking & allowed)
        return None if way is None else mask & way[0] | way[1]


class Sweep(Generic[Key]):
    """`groups`: conditions by key. `impossible`: classes that cannot be. `needed`: keys whose conditions must hold.

    A group has a bit that says that it holds, and one for each of its boxes that is still alive.
    """

    def __init__(
        self, axes: Axes, groups: Mapping[Key, Boxes], impossible: Boxes = (), needed: Iterable[Key] = ()
    ) -> None:
        self._axes = axes
        self._keys = tuple(groups)
        needed = tuple(needed)
        region = meeting_all((groups[key] for key in needed), axes)
        if needed:
            groups = {key: _meeting(boxes, region) for key, boxes in groups.items()}
            impossible = _meeting(impossible, region)
        self._asking: dict[str, list[tuple[int, Box]]] = defaultdict(list)
        self._closing: dict[str, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
        """By the last field that a box asks about: of each group the boxes that are then known to hold."""
        self._place = {field: index for index, field in enumerate(axes)}
        self._members: dict[int, int] = {}
        self._holding, self._never, self._bits = 0, not region, len(self._keys)
        for index, key in enumerate(self._keys):
            self._members[1 << index] = self._enter(groups[key], 1 << index)
        self._enter(impossible, None)
        self._fields = [field for field in axes if field in self._asking]
        self._steps = [self._step(field) for field in self._fields]
        own = {key: 1 << index for index, key in enumerate(self._keys)}
        self._needed = [self._members[own[key]] | own[key] for key in needed]

    def _enter(self, boxes: Boxes, group: int | None) -> int:
        """Gives each box its bit; returns all of them."""
        every = 0
        for box in boxes:
            bit = 1 << self._bits
            self._bits += 1
            every |= bit
            for field in box:
                self._asking[field].append((bit, box))
            if box:
                self._closing[max(box, key=self._place.__getitem__)][group] |= bit
            elif group is None:
                self._never = True
            else:
                self._holding |= group
        return every

    def leaves(self) -> Iterator[Leaf[Key]]:
        for mask, (classes, path) in self.states(self._steps).items():
            yield Leaf(self.done(mask), classes, path, self)

    def before(self, field: str) -> Iterator[tuple[Example, dict[FactValue, frozenset[Key]]]]:
        """An example of each state before the last field, and what each value of that field comes to.

        Nothing where no box asks about the field, which must be the last of the axes.
        """
        if not self._fields or self._fields[-1] != field:
            return
        *earlier, last = self._steps
        for mask, (_, path) in self.states(earlier).items():
            ends = {value: last.after(mask, allowed) for allowed, value in last.choices.items()}
            by_choice = {value: self.done(end) for value, end in ends.items() if end is not None}
            yield self.example(path), self._spread(field, by_choice)

    def _spread(self, field: str, by_choice: Mapping[FactValue, frozenset[Key]]) -> dict[FactValue, frozenset[Key]]:
        """The same for values that were folded into the first of their kind."""
        alive = self._alive(field)
        first = {alive[value]: value for value in reversed(self._axes[field])}
        folded = {value: first[alive[value]] for value in self._axes[field]}
        return {value: by_choice[one] for value, one in folded.items() if one in by_choice}

    def done(self, mask: int) -> frozenset[Key]:
        """The groups that hold."""
        holding, left = [], mask & ((1 << len(self._keys)) - 1)
        while left:
            lowest = left & -left
            holding.append(self._keys[lowest.bit_length() - 1])
            left ^= lowest
        return frozenset(holding)

    def states(self, steps: Sequence[_Step]) -> States:
        frontier: States = {} if (start := self._start()) is None else {start: (1, ())}
        for step in steps:
            following: States = {}
            needed = self._needed
            for mask, (classes, path) in frontier.items():
                for value, count, staying, holding in step.ways(mask):
                    after = mask & staying | holding
                    known = following.get(after)
                    if known is not None:
                        following[after] = (known[0] + classes * count, known[1])
                        continue
                    for wanted in needed:
                        if not after & wanted:
                            break
                    else:
                        following[after] = (classes * count, (path, value))
            if len(following) > MOST_STATES:
                raise TooLarge
            frontier = following
        return frontier

    def _may_still(self, mask: int) -> bool:
        return all(mask & wanted for wanted in self._needed)

    def _start(self) -> int | None:
        """All boxes alive; those that ask nothing hold already."""
        if self._never:
            return None
        mask = (1 << self._bits) - (1 << len(self._keys)) | self._holding
        for group, members in self._members.items():
            if self._holding & group:
                mask &= ~members
        return mask if self._may_still(mask) else None

    def _alive(self, field: str) -> dict[FactValue, int]:
        """The boxes asking about a field that each of its values leaves alive."""
        alive = dict.fromkeys(self._axes[field], 0)
        for bit, box in self._asking[field]:
            for value in box[field]:
                if value in alive:
                    alive[value] |= bit
        return alive

    def _step(self, field: str) -> _Step:
        choices: dict[int, FactValue] = {}
        for value, alive in self._alive(field).items():
            choices.setdefault(alive, value)
        asking = sum(bit for bit, _ in self._asking[field])
        return _Step(asking, choices, self._closing[field], self._members)

    def example(self, path: Path) -> Example:
        """The plainest value of every field that nothing asks about."""
        values: list[FactValue] = []
        while path:
            path, value = path  # type: ignore[assignment]
            values.append(value)  # type: ignore[arg-type]
        chosen = dict(zip(self._fields, reversed(values)))  # noqa: B905
        return {field: chosen.get(field, axis[0]) for field, axis in self._axes.items()}


def _meeting(boxes: Boxes, region: Boxes) -> Boxes:
    """Those that can hold together with what is needed."""
    return tuple(box for box in boxes if meets_any(box, region))

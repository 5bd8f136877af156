"""What the rules of one scene were found to say: remembered for as long as those rules are kept, and no longer."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar
from weakref import WeakSet

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.verdict import Verdict

MOST = 4_096
"""Of each kind, of one scene. Its rules see hundreds of classes, so this holds all of them; a run over every class that
there could be does not fill the memory of a process."""
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True, eq=False, weakref_slot=True)
class Memory:
    """`asked`: verdicts by the class as it was asked about; `reduced`: classes by what rules see of them; `verdicts`:
    by such a class; `hits`: codes of what hit a record."""

    asked: dict[tuple[Profile, RequestFacts], Verdict] = field(default_factory=dict)
    reduced: dict[Profile, Profile] = field(default_factory=dict)
    verdicts: dict[tuple[Profile, RequestFacts], Verdict] = field(default_factory=dict)
    hits: dict[tuple[RecordFacts, SubjectFacts, RequestFacts], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _EVERY.add(self)

    def __reduce__(self) -> tuple[type["Memory"], tuple[()]]:
        """Nothing goes along into another process."""
        return Memory, ()

    def forget(self) -> None:
        for kept in (self.asked, self.reduced, self.verdicts, self.hits):
            kept.clear()


_EVERY: WeakSet[Memory] = WeakSet()


def forget() -> None:
    """As at the start of the process: the next verdicts are found by the rules."""
    for memory in [*_EVERY]:
        memory.forget()


def keep(kept: dict[Key, Value], key: Key, value: Value) -> Value:
    """Gives the value."""
    if len(kept) >= MOST:
        kept.clear()
    kept[key] = value
    return value


@dataclass(slots=True)
class Count:
    """Counted by several threads."""

    value: int = 0
    _lock: Lock = field(default_factory=Lock)

    def up(self) -> None:
        with self._lock:
            self.value += 1

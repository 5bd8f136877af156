"""What the analysis finds: a stable code, words in both languages, an example, and the place in the documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from huixin.core.facts import FactValue
from huixin.types.base import Label
from rules.loading import Path_


class Code(StrEnum):
    UNREACHABLE = "unreachable"
    """No class meets a rule or limit."""
    SHADOWED = "shadowed"
    """A rule never adds to any answer: others always say as much."""
    OVERRIDDEN = "overridden"
    """A limit always takes away what a rule says."""
    IDLE_LIMIT = "idle_limit"
    """A limit changes no answer."""
    DUPLICATE = "duplicate"
    """Another rule or limit says the same wherever this one does."""
    CONTRADICTION = "contradiction"
    """Favour and refuse or restrict, for one merchant at once."""
    GAP = "gap"
    """An effective black record comes to nothing."""
    SURPRISE_SEVERITY = "surprise_severity"
    """The more serious offence comes off better."""
    SURPRISE_RECORD = "surprise_record"
    """One bad record more, and the outcome is better."""
    GROUND_ENDS = "ground_ends"
    """No ground is in force any more on days on which the rule or limit is meant to hold."""
    WEAK_GROUND = "weak_ground"
    """What a measure rests on is too weak for its class."""
    NEVER_BINDS = "never_binds"
    """A rule refuses or restricts by a measure that is advice for ever."""
    ACTOR_MAY_NOT = "actor_may_not"
    """A rule names callers who may not apply its measure."""
    EMPTY_SCENE = "empty_scene"
    """A scene has no rules, or none any more."""
    TOO_LARGE = "too_large"
    """The classes of a scene were too many to look at."""
    STALE_ACCEPTANCE = "stale_acceptance"
    """A finding was accepted that is not there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A class as an example: who asks where, and what is known of the merchant; `other.` is a second record."""

    scene: str
    actor: str
    values: Mapping[str, FactValue]
    told: frozenset[str] = frozenset()
    """Fields that the example names although they have their plainest value."""


@dataclass(frozen=True, slots=True)
class Found:
    """`since` and `until` are the first and last day of the first epoch in which it is so; None where open."""

    code: Code
    kind: str
    entry: str
    path: Path_
    message: Label
    hint: Label
    example: Label | None = None
    scenes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    file: Path | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        example = f" For example: {self.example.en}." if self.example else ""
        return f"{self.file}:{self.line}: {self.message.en}{example} {self.hint.en}"

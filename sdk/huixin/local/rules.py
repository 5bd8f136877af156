"""The rules of a bundle: rule sets by digest, each in force from a day on, with what each of their scenes comes to."""

from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

from huixin.core.facts import Profile, RecordFacts, RequestFacts
from huixin.core.labels import Labels
from huixin.core.terms import Dated, Terms
from huixin.core.verdict import Verdict
from huixin.local.scenes import NotWritten, SceneContent


@dataclass(frozen=True, slots=True)
class SceneWords:
    whole_campaign: bool


@dataclass(frozen=True, slots=True)
class RulesContent:
    """What a bundle says of one rule set besides its scenes. `starts`: the days on which something in it changes."""

    digest: str
    starts: tuple[date, ...]
    scenes: dict[str, SceneWords]
    campaigns: frozenset[str]
    purposes: frozenset[str]
    horizon_days: Dated[int]
    terms: Terms
    labels: Labels


@dataclass(frozen=True)
class WrittenRules:
    """`huixin.core.evaluation.Rules` from what is written. `read`: epoch and scene to what a bundle holds of them."""

    content: RulesContent
    read: Callable[[int, str], SceneContent | None]
    _scenes: dict[tuple[int, str], SceneContent] = field(default_factory=dict, compare=False, repr=False)

    @property
    def terms(self) -> Terms:
        return self.content.terms

    @property
    def starts(self) -> tuple[date, ...]:
        return self.content.starts

    @property
    def scenes(self) -> Collection[str]:
        return self.content.scenes

    def decide(self, day: date, profile: Profile, request: RequestFacts) -> Verdict:
        """Raises NotWritten for a day, scene or class that the bundle does not hold."""
        return self._scene(day, request.scene).decide(profile, request)

    def class_of(self, day: date, scene: str, facts: RecordFacts) -> RecordFacts:
        return self._scene(day, scene).reduction.record(facts)

    def reduced(self, day: date, scene: str, profile: Profile) -> Profile:
        """What the rules of a day and scene see of a merchant. Raises NotWritten."""
        return self._scene(day, scene).reduction.profile(profile)

    def _scene(self, day: date, scene: str) -> SceneContent:
        key = bisect_right(self.content.starts, day), scene
        if key not in self._scenes:
            found = self.read(*key)
            if found is None:
                raise NotWritten(f"the bundle holds no rules of {scene} on {day}")
            self._scenes[key] = found
        return self._scenes[key]

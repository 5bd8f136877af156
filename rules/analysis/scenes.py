"""What is seen in one scene of an epoch; scenes in which the same lives are looked at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from huixin.core.vocabulary import MemberKind
from rules.analysis.added import record_surprise
from rules.analysis.found import Found
from rules.analysis.judging import Judge
from rules.analysis.pairs import contradiction
from rules.analysis.single import Seen, judges_of, look
from rules.analysis.space import Space
from rules.analysis.surprise import severity_surprise
from rules.analysis.sweep import TooLarge
from rules.analysis.told import Teller
from rules.epochs import Epoch, SceneRules
from rules.live import in_force
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Look:
    """`codes` live in the scene; `found` arises between several of them."""

    codes: frozenset[str]
    seen: Seen
    found: tuple[Found, ...]
    too_large: bool


class SceneLooks:
    def __init__(self, ruleset: RuleSet) -> None:
        self._teller = Teller(ruleset.catalogue)
        self._looks: dict[object, Look] = {}
        self.opened: set[str] = set()
        """Scenes that have had rules by now."""
        self.accepted_gaps: set[tuple[str, int]] = set()
        self.classes = self.situations = self.looked = 0

    def look(self, epoch: Epoch, code: str) -> Look | None:
        """None for a scene without rules on the days of the epoch."""
        scene = epoch.scene(code)
        if not scene.rules:
            return None
        self.opened.add(code)
        key = _key(epoch, code, scene)
        if key not in self._looks:
            self._looks[key] = self._new(epoch, code, scene)
        found = self._looks[key]
        self.looked += 1
        self.classes += found.seen.classes
        self.situations += found.seen.situations
        self.accepted_gaps |= found.seen.accepted
        return found

    def _new(self, epoch: Epoch, code: str, scene: SceneRules) -> Look:
        seen, between, too_large = Seen(), list[Found](), False
        for judge in judges_of(epoch, scene):
            try:
                look(judge, seen)
                between += self._between(judge)
            except TooLarge:
                too_large = True
        if too_large:
            between.append(self._teller.too_large(code))
        return Look(frozenset(scene.conditions), seen, tuple(between), too_large)

    def _between(self, judge: Judge) -> Iterator[Found]:
        """The first of each kind that this kind of caller meets."""
        contradicting = contradiction(judge)
        if contradicting is not None:
            yield self._teller.contradiction(*contradicting)
        for surprise in (severity_surprise(judge), record_surprise(judge)):
            if surprise is not None:
                yield self._teller.surprise(judge, surprise)


def _key(epoch: Epoch, code: str, scene: SceneRules) -> object:
    """Equal where the same lives, on the same footing, about the same lists."""
    catalogue = epoch.catalogue
    grounded = frozenset(
        one
        for one, entry in catalogue.lists.items()
        if any(in_force(catalogue, ground, epoch.day) for ground in entry.grounds)
    )
    carried = tuple((one, live.carried) for one, live in scene.rules.items())
    return code, carried, tuple(scene.limits), Space(epoch, MemberKind.CENTRE).public, grounded

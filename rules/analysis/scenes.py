"""What is seen in one scene of an epoch; scenes in which the same lives are looked at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from huixin.core.vocabulary import MemberKind
from rules.analysis import sweep
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
from rules.ruleset import RuleSet, canonical, digest_of


@dataclass(frozen=True, slots=True)
class Look:
    """`codes` live in the scene, as they are written; `found` arises between several of them."""

    codes: frozenset[str]
    seen: Seen
    found: tuple[Found, ...]
    too_large: bool


class SceneLooks:
    def __init__(self, ruleset: RuleSet) -> None:
        self._vocabulary = digest_of(canonical(replace(ruleset.catalogue, rules={}, limits={}, parameters={})))
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
            lives = (repr(list(scene.rules.values())), repr(list(scene.limits.values())))
            self._looks[key] = _looked(
                _Lives(digest_of(repr((self._vocabulary, key, lives, sweep.MOST_STATES))), epoch, scene)
            )
        found = self._looks[key]
        self.looked += 1
        self.classes += found.seen.classes
        self.situations += found.seen.situations
        self.accepted_gaps |= found.seen.accepted
        return found


@dataclass(frozen=True, slots=True)
class _Lives:
    """What lives in a scene; `digest` of all that a look depends on, so that a draft is looked at where it differs."""

    digest: str
    epoch: Epoch = field(compare=False)
    scene: SceneRules = field(compare=False)


@lru_cache(maxsize=1024)
def _looked(lives: _Lives) -> Look:
    teller, code = Teller(lives.epoch.catalogue), lives.scene.key[-1]
    seen, between, too_large = Seen(), list[Found](), False
    for judge in judges_of(lives.epoch, lives.scene):
        try:
            look(judge, seen)
            between += _between(teller, judge)
        except TooLarge:
            too_large = True
    if too_large:
        between.append(teller.too_large(code))
    return Look(frozenset(lives.scene.conditions) - lives.scene.suspended, seen, tuple(between), too_large)


def _between(teller: Teller, judge: Judge) -> Iterator[Found]:
    """The first of each kind that this kind of caller meets."""
    contradicting = contradiction(judge)
    if contradicting is not None:
        yield teller.contradiction(*contradicting)
    for surprise in (severity_surprise(judge), record_surprise(judge)):
        if surprise is not None:
            yield teller.surprise(judge, surprise)


def _key(epoch: Epoch, code: str, scene: SceneRules) -> object:
    """Equal where the same lives, on the same footing, about the same lists."""
    catalogue = epoch.catalogue
    grounded = {
        one
        for one, entry in catalogue.lists.items()
        if any(in_force(catalogue, ground, epoch.day) for ground in entry.grounds)
    }
    carried = tuple((one, live.carried) for one, live in scene.rules.items())
    public = Space(epoch, MemberKind.CENTRE).public
    return code, carried, tuple(scene.limits), tuple(sorted(public)), tuple(sorted(grounded))

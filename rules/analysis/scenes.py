"""What is seen in one scene of an epoch; scenes in which the same lives are looked at once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

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
from rules.entries import Catalogue
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


class KeptLooks(Protocol):
    """Looks that outlive a process, by the digest of all that a look depends on."""

    def look(self, digest: str) -> Look | None: ...

    def keep_look(self, digest: str, look: Look) -> None: ...


class SceneLooks:
    def __init__(self, ruleset: RuleSet, kept: KeptLooks | None = None) -> None:
        catalogue = ruleset.catalogue
        self._kept = kept
        self._vocabulary = digest_of(canonical(replace(catalogue, rules={}, limits={}, parameters={})))
        self._said = {
            code: digest_of(canonical(replace(Catalogue(), **{mapping: {code: entry}})))
            for mapping in ("rules", "limits")
            for code, entry in getattr(catalogue, mapping).items()
        }
        self._looks: dict[str, Look] = {}
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
        footing = _footing(epoch, code, scene)
        if footing not in self._looks:
            self._looks[footing] = self._look(_Lives(self._digest(footing, epoch, scene), epoch, scene))
        found = self._looks[footing]
        self.looked += 1
        self.classes += found.seen.classes
        self.situations += found.seen.situations
        self.accepted_gaps |= found.seen.accepted
        return found

    def _look(self, lives: "_Lives") -> Look:
        known = None if self._kept is None else self._kept.look(lives.digest)
        if known is None:
            known = _looked(lives)
            if self._kept is not None:
                self._kept.keep_look(lives.digest, known)
        return known

    def _digest(self, footing: str, epoch: Epoch, scene: SceneRules) -> str:
        """The same in every process for scenes of all rule sets in which the same lives."""
        rules = [(self._said[one], live.suspended is not None, live.includes) for one, live in scene.rules.items()]
        limits = [self._said[one] for one in scene.limits]
        followed = "stale_after_days" in epoch.catalogue.parameters
        return digest_of(json.dumps([self._vocabulary, footing, rules, limits, followed, sweep.MOST_STATES]))


@dataclass(frozen=True, slots=True)
class _Lives:
    """What lives in a scene, and the digest of all that a look depends on."""

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


def _footing(epoch: Epoch, code: str, scene: SceneRules) -> str:
    """Equal within a rule set where the same lives, on the same footing, about the same lists.

    A measure that is suspended meanwhile is no reason to look again: it is no slip in the rules.
    """
    catalogue = epoch.catalogue
    grounded = sorted(
        one
        for one, entry in catalogue.lists.items()
        if any(in_force(catalogue, ground, epoch.day) for ground in entry.grounds)
    )
    carried = [(one, live.carried) for one, live in scene.rules.items()]
    public = sorted(Space(epoch, MemberKind.CENTRE).public)
    return json.dumps([code, carried, list(scene.limits), public, grounded])

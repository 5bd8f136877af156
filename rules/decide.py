"""The only place where rules run: from a class and a question to a verdict. Pure, and remembered by class."""

from functools import lru_cache

from huixin.core.conclude import concluded
from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.verdict import Verdict
from rules.conditions import flat_context, flat_record
from rules.engine import ENGINE, Hits
from rules.epochs import Epoch, SceneRules

REMEMBERED = 65_536
"""Verdicts kept. A scene's rules see hundreds of classes, so this holds all of them for many scenes and epochs."""


def decide(epoch: Epoch, profile: Profile, request: RequestFacts) -> Verdict:
    """What the rules of an epoch say about a class. LookupError for a scene that the packs do not have.

    The verdict speaks of the reduced profile: a record's class is `epoch.scene(...).reduction.record(facts)`.
    """
    return _asked(epoch.scene(request.scene), profile, request)


@lru_cache(maxsize=REMEMBERED)
def _asked(scene: SceneRules, profile: Profile, request: RequestFacts) -> Verdict:
    """By the class as it is asked about, so that what was asked before costs one look-up."""
    return _remembered(scene, _reduced(scene, profile), scene.reduction.request(request))


def verdict_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Verdict:
    """The verdict on a profile as it stands, not reduced and not remembered."""
    return concluded(scene.effects, profile.records, hits_of(scene, profile, request), request.actor)


@lru_cache(maxsize=4_096)
def _reduced(scene: SceneRules, profile: Profile) -> Profile:
    """The same merchant is asked about for several members, and in several words."""
    return scene.reduction.profile(profile)


_remembered = lru_cache(maxsize=REMEMBERED)(verdict_of)


def remembered() -> tuple[int, int]:
    """How many verdicts were remembered so far in this process, and how many the rules had to find."""
    asked, found = _asked.cache_info(), _remembered.cache_info()
    return asked.hits + found.hits, found.misses


def forget() -> None:
    """As at the start of the process: the next verdicts are found by the rules."""
    for memory in (_asked, _reduced, _remembered, _hits_on):
        memory.cache_clear()


def hits_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Hits:
    """Which rules and limits hit which records, by index into the profile's."""
    return frozenset(
        (code, index)
        for index, record in enumerate(profile.records)
        for code in _hits_on(scene, record, profile.subject, request)
    )


@lru_cache(maxsize=REMEMBERED)
def _hits_on(scene: SceneRules, record: RecordFacts, subject: SubjectFacts, request: RequestFacts) -> frozenset[str]:
    """What hits one record. A condition speaks of one at a time, so this holds for whatever others stand beside it."""
    flat = flat_record(record) | flat_context(subject, request)
    return frozenset(code for code, _ in ENGINE.hits(scene.key, scene.program, [flat]))

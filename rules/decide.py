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

_HITS: dict[tuple[SceneRules, RecordFacts, SubjectFacts, RequestFacts], frozenset[str]] = {}
"""What hit which record, for as many of them."""


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
    for memory in (_asked, _reduced, _remembered):
        memory.cache_clear()
    _HITS.clear()


def hits_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Hits:
    """Which rules and limits hit which records, by index into the profile's."""
    found = _hits_on(scene, profile.records, profile.subject, request)
    return frozenset((code, index) for index, record in enumerate(profile.records) for code in found[record])


def _hits_on(
    scene: SceneRules, records: tuple[RecordFacts, ...], subject: SubjectFacts, request: RequestFacts
) -> dict[RecordFacts, frozenset[str]]:
    """What hits each record. A condition speaks of one at a time, so this holds, and is remembered, whatever others
    stand beside it; those not asked about before are asked about together."""
    known = {record: _HITS.get((scene, record, subject, request)) for record in records}
    found = {record: codes for record, codes in known.items() if codes is not None}
    if len(found) < len(known):
        new = _asked_of_engine(scene, [record for record in known if record not in found], subject, request)
        if len(_HITS) > REMEMBERED:
            _HITS.clear()
        _HITS.update({(scene, record, subject, request): codes for record, codes in new.items()})
        found |= new
    return found


def _asked_of_engine(
    scene: SceneRules, records: list[RecordFacts], subject: SubjectFacts, request: RequestFacts
) -> dict[RecordFacts, frozenset[str]]:
    context = flat_context(subject, request)
    hits = ENGINE.hits(scene.key, scene.program, [flat_record(record) | context for record in records])
    return {record: frozenset(code for code, at in hits if at == place) for place, record in enumerate(records)}

"""The only place where rules run: from a class and a question to a verdict. Pure, and remembered by class."""

from huixin.core.conclude import concluded
from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.verdict import Verdict
from rules.conditions import flat_context, flat_record
from rules.engine import ENGINE, Hits
from rules.epochs import Epoch, SceneRules
from rules.memory import Count, keep

_REMEMBERED, _FOUND = Count(), Count()


def decide(epoch: Epoch, profile: Profile, request: RequestFacts) -> Verdict:
    """What the rules of an epoch say about a class. LookupError for a scene that the packs do not have.

    The verdict speaks of the reduced profile: a record's class is `epoch.scene(...).reduction.record(facts)`.
    """
    scene, asked = epoch.scene(request.scene), (profile, request)
    verdict = scene.memory.asked.get(asked)
    if verdict is None:
        # the same merchant is asked about for several members, and in several words
        reduced = scene.memory.reduced.get(profile) or keep(
            scene.memory.reduced, profile, scene.reduction.profile(profile)
        )
        return keep(scene.memory.asked, asked, _verdict(scene, reduced, scene.reduction.request(request)))
    _REMEMBERED.up()
    return verdict


def _verdict(scene: SceneRules, profile: Profile, request: RequestFacts) -> Verdict:
    """On a reduced profile."""
    verdict = scene.memory.verdicts.get((profile, request))
    if verdict is None:
        _FOUND.up()
        return keep(scene.memory.verdicts, (profile, request), verdict_of(scene, profile, request))
    _REMEMBERED.up()
    return verdict


def verdict_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Verdict:
    """The verdict on a profile as it stands, not reduced and not remembered."""
    return concluded(scene.effects, profile.records, hits_of(scene, profile, request), request.actor)


def remembered() -> tuple[int, int]:
    """How many verdicts were remembered so far in this process, and how many the rules had to find."""
    return _REMEMBERED.value, _FOUND.value


def hits_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Hits:
    """Which rules and limits hit which records, by index into the profile's."""
    found = _hits_on(scene, profile.records, profile.subject, request)
    return frozenset((code, index) for index, record in enumerate(profile.records) for code in found[record])


def _hits_on(
    scene: SceneRules, records: tuple[RecordFacts, ...], subject: SubjectFacts, request: RequestFacts
) -> dict[RecordFacts, frozenset[str]]:
    """What hits each record. A condition speaks of one at a time, so this holds, and is remembered, whatever others
    stand beside it; those not asked about before are asked about together."""
    kept = scene.memory.hits
    known = {record: kept.get((record, subject, request)) for record in records}
    found = {record: codes for record, codes in known.items() if codes is not None}
    if len(found) < len(known):
        new = _asked_of_engine(scene, [record for record in known if record not in found], subject, request)
        for record, codes in new.items():
            keep(kept, (record, subject, request), codes)
        found |= new
    return found


def _asked_of_engine(
    scene: SceneRules, records: list[RecordFacts], subject: SubjectFacts, request: RequestFacts
) -> dict[RecordFacts, frozenset[str]]:
    context = flat_context(subject, request)
    hits = ENGINE.hits(scene.key, scene.program, [flat_record(record) | context for record in records])
    return {record: frozenset(code for code, at in hits if at == place) for place, record in enumerate(records)}

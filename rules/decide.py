"""The only place where rules run: from a class and a question to a verdict. Pure, and remembered by class."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.verdict import Proposal, Reason, Verdict
from huixin.core.vocabulary import MemberKind, Outcome, weight
from rules.conditions import flat_context, flat_record
from rules.engine import ENGINE, Hits
from rules.epochs import Epoch, SceneRules
from rules.live import LiveLimit
from rules.statements import Statement, concerning, limited, state

REMEMBERED = 65_536
"""Verdicts kept. A scene's rules see hundreds of classes, so this holds all of them for many scenes and epochs."""


def decide(epoch: Epoch, profile: Profile, request: RequestFacts) -> Verdict:
    """What the rules of an epoch say about a class. LookupError for a scene that the packs do not have.

    The verdict speaks of the reduced profile: a record's class is `epoch.scene(...).reduction.record(facts)`.
    """
    scene = epoch.scene(request.scene)
    return _remembered(scene, scene.reduction.profile(profile), scene.reduction.request(request))


def verdict_of(scene: SceneRules, profile: Profile, request: RequestFacts) -> Verdict:
    """The verdict on a profile as it stands, not reduced and not remembered."""
    return concluded(scene, profile.records, hits_of(scene, profile, request), request.actor)


def concluded(
    scene: SceneRules, records: tuple[RecordFacts, ...], hits: Iterable[tuple[str, int]], actor: MemberKind
) -> Verdict:
    """What follows where these rules and limits hit these records."""
    said: list[Statement] = []
    limits: dict[int, list[LiveLimit]] = defaultdict(list)
    for code, record in sorted(hits):
        if code in scene.limits:
            limits[record].append(scene.limits[code])
        elif (statement := state(scene.rules[code], record, actor)) is not None:
            said.append(statement)
    statements = list(limited(concerning(said), limits))
    return Verdict(records, _proposals(statements), _reasons(statements))


_remembered = lru_cache(maxsize=REMEMBERED)(verdict_of)


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


def _proposals(statements: Iterable[Statement]) -> tuple[Proposal, ...]:
    """One for each rule, outcome and hold, with all records that support it; the worst first."""
    grouped: dict[tuple[str, Outcome | None, bool], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.proposes is not None:
            grouped[statement.code, statement.outcome, statement.held].append(statement)
    proposals = (_proposal(group) for group in grouped.values())
    return tuple(sorted(proposals, key=lambda one: (-weight(one.outcome), one.measure, one.rule, one.held)))


def _proposal(group: list[Statement]) -> Proposal:
    first = group[0]
    live = first.proposes
    if live is None or live.measure is None:
        raise ValueError(f"rule '{first.code}' proposes no measure")
    return Proposal(
        measure=live.measure.measure,
        rule=first.code,
        outcome=first.outcome,
        records=_records(group),
        grounds=first.grounds,
        measure_class=live.measure.measure_class,
        basis=live.measure.basis,
        clause_kind=live.measure.clause_kind,
        carried=live.carried,
        held=first.held,
        includes=live.includes,
        standing_duty=live.measure.standing_duty,
    )


def _reasons(statements: Iterable[Statement]) -> tuple[Reason, ...]:
    """One for each rule or limit and outcome that stands without a measure; the worst first."""
    grouped: dict[tuple[str, Outcome | None], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.proposes is None:
            grouped[statement.code, statement.outcome].append(statement)
    reasons = (
        Reason(code, outcome, _records(group), group[0].grounds, group[0].foreign, group[0].suspended)
        for (code, outcome), group in grouped.items()
    )
    return tuple(sorted(reasons, key=lambda one: (-weight(one.outcome), one.rule)))


def _records(group: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(sorted(statement.record for statement in group))

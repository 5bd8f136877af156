"""All classes of one record in one scene of an epoch: what is reached, what adds, what comes to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from huixin.core.effects import LimitEffect
from huixin.core.statements import limited, state
from huixin.core.vocabulary import Nature, Outcome, Standing
from rules.analysis.boxes import Boxes, both
from rules.analysis.found import Case
from rules.analysis.judging import Hits, Judge, on
from rules.analysis.space import ACTORS, Space
from rules.analysis.sweep import Leaf, Sweep
from rules.conditions import Every, parts_of
from rules.documents import ListEntry
from rules.epochs import Epoch, SceneRules
from rules.live import in_force


@dataclass(frozen=True, slots=True)
class BlackRecord:
    """Key of the condition that an effective record on this list is asked about."""

    list: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Key of the classes of a list for which a gap is accepted; `index` among what the list accepts."""

    list: str
    index: int


@dataclass
class Seen:
    """What was seen in one scene, over all kinds of callers. Codes are those of rules and limits."""

    reached: set[str] = field(default_factory=set)
    adds: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    matters: set[str] = field(default_factory=set)
    met: dict[str, tuple[Case, Hits]] = field(default_factory=dict)
    """The first class in which a rule speaks, and what else hits there."""
    gaps: dict[str, Case] = field(default_factory=dict)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    classes: int = 0
    situations: int = 0


def judges_of(epoch: Epoch, scene: SceneRules) -> list[Judge]:
    """One for all kinds of callers between which neither rules nor lists make a difference."""
    found: dict[object, Judge] = {}
    for actor in ACTORS:
        judge = Judge(scene, Space(epoch, actor))
        found.setdefault(judge.sees_and_may, judge)
    return list(found.values())


def look(judge: Judge, seen: Seen) -> None:
    """Adds what this kind of caller sees."""
    sweep = Sweep(judge.space.axes, _groups(judge), judge.space.impossible())
    for leaf in sweep.leaves():
        seen.classes += leaf.classes
        seen.situations += 1
        _rules(judge, leaf, seen)
        _gaps(judge, leaf, seen)
    _silent_entries(judge, seen)
    for code in judge.scene.limits:
        if code not in seen.matters and _matters(judge, code):
            seen.matters.add(code)


def _groups(judge: Judge) -> dict[object, Boxes]:
    groups: dict[object, Boxes] = {}
    groups.update(judge.readings())
    for code, entry in _black_lists(judge):
        black: Boxes = ({"list": frozenset({code}), "standing": frozenset({Standing.EFFECTIVE})},)
        groups[BlackRecord(code)] = black
        for index, where in accepted_gaps(entry):
            groups[Accepted(code, index)] = both(black, judge.space.boxes(where))
    return groups


def _black_lists(judge: Judge) -> Iterator[tuple[str, ListEntry]]:
    space = judge.space
    for code in sorted(space.of_nature(Nature.BLACK)):
        entry = space.catalogue.lists[code]
        if any(in_force(space.catalogue, ground, space.epoch.day) for ground in entry.grounds):
            yield code, entry


def accepted_gaps(entry: ListEntry) -> Iterator[tuple[int, Every]]:
    for index, acceptance in enumerate(entry.accepts):
        if acceptance.finding == "gap":
            yield index, Every(tuple(part for _, part in parts_of(acceptance.where)) if acceptance.where else ())


def _rules(judge: Judge, leaf: Leaf[object], seen: Seen) -> None:
    settled = seen.adds & seen.kept
    asked = [code for code in judge.speaking.keys() & leaf.done if code not in settled]
    if not asked:
        return
    hits = on(leaf.done)
    limits = {0: [effect for code, effect in judge.scene.effects.limits.items() if code in leaf.done]}
    for code in sorted(asked):
        seen.reached.add(code)
        if code not in seen.met:
            seen.met[code] = (_case(judge, leaf), hits)
        if code not in seen.adds and _adds(judge, code, hits):
            seen.adds.add(code)
        if code not in seen.kept and _is_kept(judge, code, limits):
            seen.kept.add(code)


def _adds(judge: Judge, code: str, hits: Hits) -> bool:
    """Whether anything would be milder or missing without the rule, under the clauses where it counts most."""
    without = hits - {(code, 0)}
    if judge.same(hits, without):
        return False
    return any(
        judge.effect(hits, covered) != judge.effect(without, covered) for covered in {judge.own_clause(code), ()}
    )


def _is_kept(judge: Judge, code: str, limits: dict[int, list[LimitEffect]]) -> bool:
    said = state(judge.scene.effects.rules[code], 0, judge.actor)
    return said is not None and next(limited([said], limits)) == said


def _gaps(judge: Judge, leaf: Leaf[object], seen: Seen) -> None:
    black = next((key.list for key in leaf.done if isinstance(key, BlackRecord)), None)
    if black is None or not judge.harsh.isdisjoint(leaf.done) or _says_anything(judge, on(leaf.done)):
        return
    accepted = {(key.list, key.index) for key in leaf.done if isinstance(key, Accepted)}
    seen.accepted |= accepted
    if not accepted:
        seen.gaps.setdefault(black, _case(judge, leaf))


def _says_anything(judge: Judge, hits: Hits) -> bool:
    gated = judge.gated(hits, ())
    mild = (Outcome.CLEAR, Outcome.FAVOUR)
    return gated.outcome not in mild or any(one.outcome is not Outcome.FAVOUR for one in gated.measures)


def _silent_entries(judge: Judge, seen: Seen) -> None:
    """Remarks and limits: whether any class meets them."""
    for code, condition in judge.scene.conditions.items():
        if code not in seen.reached and meets(judge.space, judge.space.boxes(condition)):
            seen.reached.add(code)


def meets(space: Space, boxes: Boxes) -> bool:
    sweep = Sweep(space.axes, {"it": boxes}, space.impossible(), ["it"])
    return any(True for _ in sweep.leaves())


def _matters(judge: Judge, limit: str) -> bool:
    """Whether a class answers differently without the limit."""
    groups = judge.outcomes_beside(limit)
    for leaf in Sweep(judge.space.axes, groups, judge.space.impossible(), [limit]).leaves():
        hits = on(leaf.done)
        without = hits - {(limit, 0)}
        if any(judge.effect(hits, covered) != judge.effect(without, covered) for covered in (None, ())):
            return True
    return False


def _case(judge: Judge, leaf: Leaf[object]) -> Case:
    return Case(judge.scene.key[2], str(judge.actor), leaf.example)

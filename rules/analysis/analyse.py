"""All findings about a rule set: epoch by epoch, scene by scene, what was seen before not once more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.analysis.acceptances import Accepted, settle
from rules.analysis.duplicates import duplicates
from rules.analysis.found import Code, Found
from rules.analysis.law import on_the_law
from rules.analysis.scenes import KeptLooks, Look, SceneLooks
from rules.analysis.space import ACTORS, Space
from rules.analysis.told import Teller
from rules.entries import Catalogue
from rules.epochs import Epoch, SceneRules
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Analysis:
    """`findings`: what is to be mended. `accepted`: what the law has so, each with the reason given.

    `classes` were looked at, over all epochs, scenes and kinds of callers; they came to `situations` that differ.
    """

    findings: tuple[Found, ...]
    accepted: tuple[Accepted, ...]
    classes: int
    situations: int
    scenes: int
    epochs: int


def analyse(ruleset: RuleSet, kept: KeptLooks | None = None) -> Analysis:
    """`kept`: what was seen of scenes before, and where what is seen now is kept."""
    catalogue, looks = ruleset.catalogue, SceneLooks(ruleset, kept)
    runs = _Runs()
    for epoch in ruleset.epochs:
        runs.live((code for scene in map(epoch.scene, catalogue.scenes) for code in _as_written(scene)), epoch)
        for found in _epoch(Teller(catalogue), looks, epoch):
            runs.add(found, epoch)
    every = [*runs.found(), *_never_any(catalogue, looks), *on_the_law(catalogue, ruleset.epochs)]
    findings, accepted = settle(catalogue, every, looks.accepted_gaps)
    placed = sorted((_placed(catalogue, one) for one in findings), key=_place)
    return Analysis(tuple(placed), accepted, looks.classes, looks.situations, looks.looked, len(ruleset.epochs))


def _as_written(scene: SceneRules) -> frozenset[str]:
    """Not the rules whose measure is suspended: that one comes to less meanwhile is no slip in it."""
    return frozenset(scene.conditions) - scene.suspended


def _epoch(teller: Teller, looks: SceneLooks, epoch: Epoch) -> Iterator[Found]:
    by_scene = {scene: looks.look(epoch, scene) for scene in epoch.catalogue.scenes}
    seen = {scene: look for scene, look in by_scene.items() if look is not None}
    for scene, look in by_scene.items():
        if look is None and scene in looks.opened:
            yield teller.empty_scene(scene, ever=True)
    for look in seen.values():
        yield from look.found
    twins = dict(duplicates([Space(epoch, actor) for actor in ACTORS], [epoch.scene(scene) for scene in seen]))
    reached = {code for look in seen.values() for code in look.seen.reached}
    for code, other in twins.items():
        if code in reached:
            yield teller.duplicate(code, other)
    yield from _entries(teller, epoch, list(seen.values()), set(twins) | set(twins.values()), reached)
    yield from _gaps(teller, seen)


def _entries(teller: Teller, epoch: Epoch, looks: list[Look], twins: set[str], reached: set[str]) -> Iterator[Found]:
    """What counts in no scene of the epoch."""
    if any(look.too_large for look in looks):
        return
    adds, kept, matters = ({code for look in looks for code in getattr(look.seen, name)} for name in _COUNTS)
    for code in sorted({code for look in looks for code in look.codes}):
        met = next((look.seen.met[code] for look in looks if code in look.seen.met), None)
        if code not in reached:
            yield teller.unreachable(code)
        elif code in twins:
            continue
        elif code in epoch.catalogue.limits:
            if code not in matters:
                yield teller.idle(code)
        elif met is None and _says_a_measure(epoch.catalogue, code):
            yield teller.mute(code)
        elif met is not None and (code not in adds or code not in kept):
            case, hits = met
            limits = sorted(one for one, _ in hits if one in epoch.catalogue.limits)
            rules = sorted(one for one, _ in hits if one in epoch.catalogue.rules and one != code)
            yield teller.overridden(code, case, limits) if code in adds else teller.shadowed(code, case, rules)


def _says_a_measure(catalogue: Catalogue, code: str) -> bool:
    return code in catalogue.rules and catalogue.rules[code].then.measure is not None


_COUNTS = ("adds", "kept", "matters")


def _gaps(teller: Teller, seen: dict[str, Look]) -> Iterator[Found]:
    by_list: dict[str, list[str]] = {}
    for scene, look in seen.items():
        for code in look.seen.gaps:
            by_list.setdefault(code, []).append(scene)
    for code, scenes in by_list.items():
        yield teller.gap(code, seen[scenes[0]].seen.gaps[code], tuple(scenes))


def _never_any(catalogue: Catalogue, looks: SceneLooks) -> Iterator[Found]:
    return (Teller(catalogue).empty_scene(scene, ever=False) for scene in catalogue.scenes if scene not in looks.opened)


_ABOUT_ONE = (Code.ACTOR_MAY_NOT, Code.UNREACHABLE, Code.SHADOWED, Code.OVERRIDDEN, Code.IDLE_LIMIT, Code.DUPLICATE)
"""What is so of an entry on some days only is a finding where it stays so as long as the entry lives: a rule may wait
for its time, but not outlive it."""


class _Runs:
    """Findings with the days on which they are so without a break: of each the last stretch of epochs."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[Found, int]] = {}
        self._lived: dict[str, int] = {}

    def live(self, codes: Iterable[str], epoch: Epoch) -> None:
        self._lived |= dict.fromkeys(codes, epoch.index)

    def add(self, found: Found, epoch: Epoch) -> None:
        key = (found.code, found.kind, found.entry, found.scenes)
        first, last = self._found.get(key, (None, epoch.index))
        until = None if epoch.window.end is None else epoch.window.end - timedelta(days=1)
        if first is None or last < epoch.index - 1:
            first = replace(found, since=epoch.window.start)
        self._found[key] = (replace(first, until=until), epoch.index)

    def found(self) -> Iterator[Found]:
        for found, last in self._found.values():
            if found.code not in _ABOUT_ONE or self._lived[found.entry] == last:
                yield found


def _placed(catalogue: Catalogue, found: Found) -> Found:
    located = catalogue.sources.get((found.kind, found.entry))
    if located is None:
        return found
    return replace(found, file=located.file, line=located.line(*found.path))


def _place(found: Found) -> tuple[str, int, Code, str, date]:
    return str(found.file or ""), found.line or 0, found.code, found.entry, found.since or date.min

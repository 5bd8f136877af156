"""Rules and limits that say what another says wherever they hold."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import TypeAlias

from rules.analysis.boxes import Boxes
from rules.analysis.space import Space
from rules.analysis.sweep import Sweep
from rules.documents import Limit, Rule
from rules.epochs import SceneRules
from rules.live import LiveLimit, LiveRule

Live: TypeAlias = LiveRule | LiveLimit


def duplicates(spaces: Sequence[Space], scenes: Sequence[SceneRules]) -> Iterator[tuple[str, str]]:
    """Each code with that of another rule or limit that makes it needless on the days of the epoch.

    Of two that are the same in everything the one with the later code is needless. `spaces`: of all kinds of callers.
    """
    living: list[dict[str, Live]] = [{**scene.rules, **scene.limits} for scene in scenes]
    everywhere = {code: live for scene in living for code, live in scene.items() if not _is_suspended(live)}
    alike: dict[object, list[str]] = {}
    for code, live in everywhere.items():
        alike.setdefault(_says(entry_of(live)), []).append(code)
    for codes in alike.values():
        needless: set[str] = set()
        for code, other in permutations(sorted(codes, reverse=True), 2):
            everywhere_too = all(other in scene for scene in living if code in scene)
            known = code in needless or other in needless
            if everywhere_too and not known and within(spaces, everywhere[code], everywhere[other]):
                needless.add(code)
                yield code, other


def _is_suspended(live: Live) -> bool:
    return isinstance(live, LiveRule) and live.suspended is not None


def entry_of(live: Live) -> Rule | Limit:
    return live.rule if isinstance(live, LiveRule) else live.limit


def _says(entry: Rule | Limit) -> object:
    return type(entry), entry.then, entry.says, entry.title if _says_its_title_alone(entry) else None


def _says_its_title_alone(entry: Rule | Limit) -> bool:
    return isinstance(entry, Rule) and entry.says is None and entry.then.outcome is None and entry.then.measure is None


def within(spaces: Sequence[Space], one: Live, other: Live) -> bool:
    """Whether the other holds in every class in which the one does, whoever asks."""
    for space in spaces:
        groups: dict[str, Boxes] = {"one": space.boxes(one.condition), "other": space.boxes(other.condition)}
        leaves = Sweep(space.axes, groups, space.impossible(), ["one"]).leaves()
        if not all("other" in leaf.done for leaf in leaves):
            return False
    return True

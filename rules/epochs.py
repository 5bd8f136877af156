"""Cuts time at every day on which something in the packs changes; within an epoch only records and clauses do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from huixin.core.effects import Effects
from huixin.core.reduction import Reduction
from huixin.core.windows import Window
from rules.compiler import compile_program
from rules.conditions import Every
from rules.documents import Dates, Limit, Rule
from rules.entries import Catalogue
from rules.live import LiveLimit, LiveRule, live_limit, live_rule
from rules.memory import Memory
from rules.reduction import reduction_of


@dataclass(frozen=True)
class SceneRules:
    """What lives in one epoch and scene. Equal where `key` is: digest, number of the epoch, scene."""

    key: tuple[str, int, str]
    rules: dict[str, LiveRule] = field(compare=False, repr=False)
    limits: dict[str, LiveLimit] = field(compare=False, repr=False)
    reduction: Reduction = field(compare=False, repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.key)

    @property
    def conditions(self) -> dict[str, Every]:
        """Condition of each rule and limit by code."""
        both: dict[str, LiveRule | LiveLimit] = {**self.rules, **self.limits}
        return {code: live.condition for code, live in both.items()}

    @cached_property
    def effects(self) -> Effects:
        """What they come to where they hit."""
        return Effects(
            {code: live.effect for code, live in self.rules.items()},
            {code: live.effect for code, live in self.limits.items()},
        )

    @property
    def suspended(self) -> frozenset[str]:
        """Rules that live without their measure for the time being."""
        return frozenset(code for code, live in self.rules.items() if live.suspended is not None)

    def program(self) -> str:
        """The compiled ruleset."""
        return compile_program(self.conditions)


@dataclass(frozen=True, eq=False)
class Epoch:
    """A stretch of days between two changes of the packs. `day` is one of them."""

    digest: str
    index: int
    window: Window
    catalogue: Catalogue = field(repr=False)
    _scenes: dict[str, SceneRules] = field(default_factory=dict, repr=False)

    @cached_property
    def day(self) -> date:
        if self.window.start is not None:
            return self.window.start
        return date.min if self.window.end is None else self.window.end - timedelta(days=1)

    def scene(self, code: str) -> SceneRules:
        """What lives in a scene, put together on first use. LookupError for a scene that the packs do not have."""
        if code not in self._scenes:
            if code not in self.catalogue.scenes:
                raise LookupError(f"no pack has a scene '{code}'")
            self._scenes[code] = self._live(code)
        return self._scenes[code]

    def _live(self, scene: str) -> SceneRules:
        catalogue = self.catalogue
        rules = {
            code: rule_now
            for code, rule in sorted(catalogue.rules.items())
            if in_scene(rule, scene) and (rule_now := live_rule(catalogue, rule, self.day)) is not None
        }
        limits = {
            code: limit_now
            for code, limit in sorted(catalogue.limits.items())
            if in_scene(limit, scene) and (limit_now := live_limit(catalogue, limit, self.day)) is not None
        }
        asked = [rule.condition for rule in rules.values()] + [limit.condition for limit in limits.values()]
        reduction = reduction_of(asked, catalogue.lists, catalogue.campaigns)
        return SceneRules((self.digest, self.index, scene), rules, limits, reduction)


def in_scene(entry: Rule | Limit, scene: str) -> bool:
    return entry.scenes == "all" or scene in entry.scenes


def cut(catalogue: Catalogue, digest: str) -> tuple[Epoch, ...]:
    """All epochs, from the open past to the open future, without a gap."""
    days = sorted({day for dates in _dated(catalogue) for day in _changes(dates)} | set(_parameter_days(catalogue)))
    edges: list[date | None] = [None, *days, None]
    windows = (Window(start, end) for start, end in pairwise(edges))
    return tuple(Epoch(digest, index, window, catalogue) for index, window in enumerate(windows))


def _dated(catalogue: Catalogue) -> Iterator[Dates]:
    for rule in catalogue.rules.values():
        yield rule.effective
    for limit in catalogue.limits.values():
        yield limit.effective
    for measure in catalogue.measures.values():
        yield measure.effective
    for suspension in catalogue.suspensions.values():
        yield suspension.effective
    for instrument in catalogue.instruments.values():
        yield instrument.in_force


def _changes(dates: Dates) -> Iterator[date]:
    """The first day, and the day after the last."""
    if dates.from_ is not None:
        yield dates.from_
    if dates.to is not None and dates.to < date.max:
        yield dates.to + timedelta(days=1)


def _parameter_days(catalogue: Catalogue) -> Iterator[date]:
    return (dated.from_ for parameter in catalogue.parameters.values() for dated in parameter.values)

"""What the tests of a pack decide, and what they leave open.

A rule is decided where some test meets it. One of its conditions is decided where some test misses the rule because of
that condition alone: all others hold. Limits are held to the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from huixin.core.profile import profile_of
from huixin.core.vocabulary import treated_as
from rules.conditions import flat_context, flat_record, holds, parts_of
from rules.documents import Limit, Rule
from rules.entries import Catalogue
from rules.epochs import Epoch, in_scene
from rules.live import live_limit, live_rule
from rules.pack_tests import LocatedTest, asked_of
from rules.ruleset import RuleSet

MET = ""
"""Stands for the rule as a whole among the things that a test can decide."""


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """`condition` is the place of the condition in the rule, or empty where no test meets the rule at all."""

    file: Path
    line: int
    kind: str
    code: str
    condition: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """`decided` of `total`: rules and limits, and their conditions."""

    decided: int
    total: int
    gaps: tuple[Gap, ...]


def coverage_of(ruleset: RuleSet, tests: Iterable[LocatedTest], entries: Iterable[tuple[str, str]]) -> Coverage:
    """What the tests decide of the rules and limits named by (kind, code)."""
    wanted = {key: _entry(ruleset.catalogue, *key) for key in entries}
    open_points = {(key, place) for key, entry in wanted.items() for place in (MET, *_places(entry))}
    total = len(open_points)
    for located in tests:
        open_points -= set(_decided(ruleset, located, wanted))
    gaps = tuple(sorted(_gap(ruleset.catalogue, key, place) for key, place in open_points))
    return Coverage(total - len(gaps), total, gaps)


def _entry(catalogue: Catalogue, kind: str, code: str) -> Rule | Limit:
    return catalogue.rules[code] if kind == "rule" else catalogue.limits[code]


def _places(entry: Rule | Limit) -> list[str]:
    return [".".join(map(str, path)) for path, _ in parts_of(entry.when, "when")]


def _decided(
    ruleset: RuleSet, located: LocatedTest, wanted: dict[tuple[str, str], Rule | Limit]
) -> Iterator[tuple[tuple[str, str], str]]:
    asked = asked_of(ruleset.catalogue, located.test)
    request, window = asked.question.request, asked.question.window
    epoch = ruleset.epoch_of(window.start or located.test.on)
    profile, _ = profile_of(epoch.catalogue.terms, asked.subject, asked.records, window, asked.question.known_on)
    context = flat_context(profile.subject, request)
    flats = [flat_record(record) | context for record in profile.records]
    actor = treated_as(request.actor)
    for key, entry in wanted.items():
        if not in_scene(entry, request.scene) or (entry.actors and actor not in map(treated_as, entry.actors)):
            continue
        if not _lives(epoch, entry):
            continue
        parts = list(parts_of(entry.when, "when"))
        for flat in flats:
            missed = [path for path, condition in parts if not holds(condition, flat)]
            if not missed:
                yield key, MET
            elif len(missed) == 1:
                yield key, ".".join(map(str, missed[0]))


def _lives(epoch: Epoch, entry: Rule | Limit) -> bool:
    if isinstance(entry, Rule):
        return live_rule(epoch.catalogue, entry, epoch.day) is not None
    return live_limit(epoch.catalogue, entry, epoch.day) is not None


def _gap(catalogue: Catalogue, key: tuple[str, str], place: str) -> Gap:
    located = catalogue.sources[key]
    line = located.line(*place.split(".")) if place else located.line()
    return Gap(located.file, line, *key, place)

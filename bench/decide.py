"""`decide`: cold, where the rule engine runs, beside other engines with the same rules; and remembered.

A class is asked about once it has been forgotten. Peers find which rules hit which records; `decide`
goes on to the verdict.
"""

import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median

from bench.impact import of_size
from bench.peers import Peer, peers_for, whole
from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import MemberKind, Rectification, Severity
from rules.conditions import flat_context, flat_record
from rules.decide import decide, hits_of
from rules.epochs import Epoch
from rules.memory import forget
from rules.ruleset import compile_ruleset, default_ruleset

ON = date(2026, 11, 1)
REQUEST = RequestFacts(scene="promotion", actor=MemberKind.PLATFORM)
SUBJECT = SubjectFacts(has_live_black=True)
SIZES, RECORDS = (30, 100), (2, 10)
PROFILES, REPEATS = 60, 20
LISTS = ("brushing_black", "ecommerce_black", "ecommerce_joint", "ecommerce_focus")


def figures() -> dict[str, float]:
    """Microseconds in the scene `promotion`, asked by a platform: `cold` a whole decision, `hits` and the peers what
    the engine alone finds; `conditions`: how many of the rules and limits live in the scene."""
    found: dict[str, float] = {}
    for size, count in itertools.product(SIZES, RECORDS):
        epoch = compile_ruleset(of_size(default_ruleset().catalogue, size)).epoch_of(ON)
        found |= {f"decide_{size}_rules_{count}_records_{name}": told for name, told in _measured(epoch, count).items()}
    return found | {"decide_memoised_microseconds": round(_memoised(), 2)}


def _measured(epoch: Epoch, count: int) -> dict[str, float]:
    profiles = [*itertools.islice(_profiles(count), PROFILES)]
    conditions = epoch.scene(REQUEST.scene).conditions
    peers, facts = peers_for(conditions), [_facts(profile) for profile in profiles]
    facts = [whole(conditions, one) for one in facts]
    _agree(epoch, profiles, peers, facts)
    times: dict[str, list[float]] = {name: [] for name in ("cold", "hits", *peers)}
    scene = epoch.scene(REQUEST.scene)
    for _ in range(REPEATS):
        times["cold"] += [_timed(lambda p=profile: decide(epoch, p, REQUEST), before=forget) for profile in profiles]
        times["hits"] += [_timed(lambda p=p: hits_of(scene, p, REQUEST), before=forget) for p in profiles]
        for name, peer in peers.items():
            times[name] += [_timed(lambda p=peer, f=one: p(f)) for one in facts]
    micro = {name: median(each) * 1e6 for name, each in times.items()}
    best = min(micro[name] for name in peers)
    ratios = {f"{name}_to_best_peer": round(micro[name] / best, 2) for name in ("cold", "hits")}
    return (
        {"conditions": len(conditions)}
        | ratios
        | {f"{name}_microseconds": round(told, 1) for name, told in micro.items()}
    )


def _profiles(count: int) -> Iterator[Profile]:
    """Different ones, so many records each."""
    chance = random.Random(11)
    while True:
        records: set[RecordFacts] = set()
        while len(records) < count:
            records.add(
                RecordFacts(
                    chance.choice(LISTS),
                    severity=chance.choice([*Severity]),
                    rectification=chance.choice([*Rectification]),
                    problem_types=(chance.choice(("counterfeit", "brushing", "false_advertising")),),
                    public=chance.random() < 0.5,
                )
            )
        yield Profile.of(SUBJECT, records)


def _facts(profile: Profile) -> list[dict[str, str | bool]]:
    context = flat_context(profile.subject, REQUEST)
    return [{**flat_record(record), **context} for record in profile.records]


def _agree(epoch: Epoch, profiles: list[Profile], peers: dict[str, Peer], facts: list) -> None:  # type: ignore[type-arg]
    scene = epoch.scene(REQUEST.scene)
    for profile, told in zip(profiles, facts, strict=True):
        ours = hits_of(scene, profile, REQUEST)
        for name, peer in peers.items():
            assert peer(told) == ours, name


def _timed(ask: Callable[[], object], before: Callable[[], None] = lambda: None) -> float:
    before()
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


def _memoised() -> float:
    """Microseconds of a decision that was asked for before."""
    epoch, many = default_ruleset().epoch_of(ON), 1_000
    profiles = [*itertools.islice(_profiles(2), PROFILES)]
    times = []
    for profile in profiles:
        decide(epoch, profile, REQUEST)
        started = time.perf_counter()
        for _ in range(many):
            decide(epoch, profile, REQUEST)
        times.append((time.perf_counter() - started) / many)
    return median(times) * 1e6


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))

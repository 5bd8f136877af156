"""`decide`: cold (the rule engine runs) and memoised, on classes that the shipped packs see."""

import itertools
import time
from datetime import date
from statistics import median

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import MemberKind, Rectification, Severity
from rules import decide as deciding
from rules.decide import decide
from rules.ruleset import default_ruleset

ON = date(2026, 11, 1)
REPEATS = 2_000


def figures() -> dict[str, float]:
    """Microseconds a decision, two records each, scene `promotion`, asked by a platform."""
    epoch = default_ruleset().epoch_of(ON)
    request = RequestFacts(scene="promotion", actor=MemberKind.PLATFORM)
    profiles = [
        Profile.of(SubjectFacts(has_live_black=True), pair)
        for pair in itertools.combinations(
            [
                RecordFacts(code, severity=severity, rectification=rectification)
                for code in ("brushing_black", "ecommerce_black", "ecommerce_joint")
                for severity in (Severity.GENERAL, Severity.SERIOUS)
                for rectification in (Rectification.NOT_REQUIRED, Rectification.OVERDUE)
            ],
            2,
        )
    ]
    decide(epoch, profiles[0], request)
    cold = []
    for profile in itertools.islice(itertools.cycle(profiles), REPEATS):
        deciding._remembered.cache_clear()
        started = time.perf_counter()
        decide(epoch, profile, request)
        cold.append(time.perf_counter() - started)
    memoised = []
    for profile in itertools.islice(itertools.cycle(profiles), REPEATS):
        decide(epoch, profile, request)
        started = time.perf_counter()
        decide(epoch, profile, request)
        memoised.append(time.perf_counter() - started)
    return {
        "decide_cold_microseconds": round(median(cold) * 1e6, 1),
        "decide_memoised_microseconds": round(median(memoised) * 1e6, 1),
    }

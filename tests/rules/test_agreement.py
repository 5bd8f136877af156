"""Compiled, folded, remembered: the rules still say what they say when read aloud."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from huixin.core.facts import Profile, RequestFacts, SubjectFacts
from huixin.core.gate import gate
from huixin.core.verdict import Verdict
from rules.decide import decide, hits_of, verdict_of
from rules.entries import window_of
from rules.ruleset import RuleSet
from tests.rules import factories
from tests.rules.naive import naive_hits
from tests.rules.strategies import MEASURES, days, profiles, requests, rulesets


@given(rulesets(), profiles, requests, days)
def test_compiled_rules_hit_what_the_naive_reading_hits(
    ruleset: RuleSet, profile: Profile, request: RequestFacts, day: date
) -> None:
    scene = ruleset.epoch_of(day).scene(request.scene)
    assert set(hits_of(scene, profile, request)) == naive_hits(ruleset, day, profile, request)


@given(rulesets(), profiles, requests, days)
def test_folding_changes_no_verdict(ruleset: RuleSet, profile: Profile, request: RequestFacts, day: date) -> None:
    epoch = ruleset.epoch_of(day)
    scene = epoch.scene(request.scene)
    whole, folded = verdict_of(scene, profile, request), decide(epoch, profile, request)
    place = {record: index for index, record in enumerate(folded.classes)}
    moved = {index: place[scene.reduction.record(record)] for index, record in enumerate(whole.classes)}
    assert sayings(whole, moved) == sayings(folded, {index: index for index in place.values()})


def sayings(verdict: Verdict, place: dict[int, int]) -> set[object]:
    """All that a verdict says, with the records renumbered."""
    proposals = {
        (one.measure, one.rule, one.outcome, one.held, one.carried, one.grounds, places(one.records, place))
        for one in verdict.proposals
    }
    return proposals | {(one.rule, one.outcome, one.grounds, places(one.records, place)) for one in verdict.reasons}


def places(records: tuple[int, ...], place: dict[int, int]) -> frozenset[int]:
    return frozenset(place[index] for index in records)


@given(rulesets(), profiles, requests, days)
def test_folding_twice_folds_no_further(ruleset: RuleSet, profile: Profile, request: RequestFacts, day: date) -> None:
    reduction = ruleset.epoch_of(day).scene(request.scene).reduction
    once = reduction.profile(profile)
    assert reduction.profile(once) == once
    assert reduction.request(reduction.request(request)) == reduction.request(request)


@given(rulesets(), profiles, requests, days, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    ruleset: RuleSet, profile: Profile, request: RequestFacts, day: date, random: Random
) -> None:
    shuffled = list(profile.records)
    random.shuffle(shuffled)
    scene = ruleset.epoch_of(day).scene(request.scene)
    assert verdict_of(scene, Profile.of(profile.subject, shuffled), request) == verdict_of(scene, profile, request)


@given(rulesets(), profiles, requests, days)
def test_no_measure_without_a_live_ground(ruleset: RuleSet, profile: Profile, request: RequestFacts, day: date) -> None:
    verdict = decide(ruleset.epoch_of(day), profile, request)
    clauses = [factories.clause(code) for code in MEASURES]
    for bound in gate(verdict, clauses, day).measures:
        assert bound.proposal.grounds
        for ground in bound.proposal.grounds:
            in_force = ruleset.catalogue.instruments[ground.instrument].in_force
            assert day in window_of(in_force)


@given(rulesets(), requests, days)
def test_nothing_is_said_without_a_record(ruleset: RuleSet, request: RequestFacts, day: date) -> None:
    assert decide(ruleset.epoch_of(day), Profile.of(SubjectFacts(), ()), request) == Verdict((), (), ())


@given(rulesets())
def test_epochs_follow_each_other_without_a_gap(ruleset: RuleSet) -> None:
    for one, following in zip(ruleset.epochs, ruleset.epochs[1:], strict=False):
        assert one.window.end == following.window.start
        assert following.window.start is not None
        assert ruleset.epoch_of(following.window.start) is following
        assert ruleset.epoch_of(following.window.start - factories.DAY) is one

"""Impact over classes: how many come out otherwise under another rule set, and that nothing that would is left out."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import MemberKind, Outcome, Rectification, Severity
from rules.conditions import condition_of, flat_context, flat_record, holds, left_open
from rules.impact import Change, Heard, SideBySide, change_of, class_impact
from rules.ruleset import RuleSet
from tests.rules.factories import TODAY, clause, limit, list_entry, parameter, request, rule, ruleset
from tests.rules.strategies import profiles, requests, rulesets

REFUSES = {"measure": "promotion_limit", "outcome": "refuse"}
STATES = 3
"""Effective, with an order unmet or not, and confirmed with one unmet: what a platform may see of a record."""
RESTRICTS = {"measure": "promotion_limit", "outcome": "restrict"}


def about(*severities: str, then: dict[str, str] = REFUSES, **more: Any) -> RuleSet:
    """One rule on promotions, about one list and these severities."""
    when = {"record": {"list": ["black"], "severity": list(severities)}}
    return ruleset(rule(scenes=["promotion"], actors=["platform"], when=when, then=then, **more))


def moves(old: RuleSet, new: RuleSet) -> list[tuple[str, str, str, int, int | None]]:
    return [
        (str(one.actors[0]), str(move.before), str(move.after), move.classes, one.classes)
        for one in class_impact(old, new, TODAY)
        for move in one.moves
    ]


def test_a_class_more_is_counted_and_told_in_words() -> None:
    old, new = about("serious"), about("serious", "general")
    assert moves(old, new) == [("platform", "clear", "refuse", STATES, 2 * 3 * STATES)], "two lists, three severities"
    [example] = [move.example for one in class_impact(old, new, TODAY) for move in one.moves]
    assert "一般" in example.zh
    assert "platform" in example.en


def test_another_outcome_or_measure_is_a_move_and_the_same_is_none() -> None:
    assert moves(about("serious"), about("serious", then=RESTRICTS)) == [
        ("platform", "refuse", "restrict", STATES, 4 * STATES)
    ]
    assert moves(about("serious"), about("serious")) == []
    assert class_impact(about("serious"), about("serious"), TODAY) == ()


def test_what_begins_later_counts_from_its_day() -> None:
    begins = TODAY + timedelta(days=10)
    new = about("serious", effective={"from": begins})
    found = [(one.since, one.until, one.changed) for one in class_impact(ruleset(), new, TODAY) if one.changed]
    assert found == [(begins, None, STATES)]
    ended = about("serious", effective={"to": TODAY + timedelta(days=3)})
    [(since, until, _)] = [
        (one.since, one.until, one.changed) for one in class_impact(about("serious"), ended, TODAY) if one.changed
    ]
    assert (since, until) == (TODAY + timedelta(days=4), None)


@pytest.mark.parametrize(
    "new",
    [
        about("general", "minor"),
        about("serious", then=RESTRICTS),
        ruleset(
            rule(scenes=["promotion"], when={"record": {"list": ["black"]}}, then=REFUSES),
            limit(when={"record": {"rectification": ["ordered"]}}),
        ),
        ruleset(),
    ],
)
def test_what_no_differing_rule_touches_is_answered_the_same(new: RuleSet) -> None:
    side = SideBySide(about("serious", "general"), new, TODAY)
    differing = 0
    for code, severity, state in product(("black", "other_black", "red"), Severity, Rectification):
        profile = Profile.of(SubjectFacts(), [RecordFacts(code, severity=severity, rectification=state)])
        gated = side.gated((profile, profile), request(), ((clause(),), (clause(),)))
        before, after = (Heard.of(one) for one in gated)
        folded = side.gated(side.reduced(profile, profile), request(), ((clause(),), (clause(),)))
        assert [Heard.of(one) for one in folded] == [before, after], "folding changes nothing"
        if before != after:
            differing += 1
            assert side.may_differ((profile, profile), request())
    assert differing


def test_facts_are_the_same_unless_what_makes_them_differs() -> None:
    plain = ruleset()
    assert SideBySide(plain, about("serious"), TODAY).same_facts
    assert SideBySide(plain, ruleset(parameter("clause_notice_days", ("2020-01-01", 9))), TODAY).same_facts
    assert not SideBySide(plain, ruleset(list_entry(visible_to=["centre"])), TODAY).same_facts
    silence = ruleset(parameter("stale_after_days", ("2020-01-01", 9)))
    assert not SideBySide(plain, silence, TODAY).same_facts


def test_gained_lost_and_changed() -> None:
    nothing, refused = Heard(Outcome.CLEAR, frozenset()), Heard(Outcome.REFUSE, frozenset())
    assert change_of(nothing, refused) is Change.GAINED
    assert change_of(refused, nothing) is Change.LOST
    assert change_of(refused, Heard(Outcome.RESTRICT, frozenset())) is Change.CHANGED
    assert change_of(refused, refused) is None


def test_kinds_of_callers_to_whom_nothing_differs_have_no_moves() -> None:
    found = class_impact(about("serious"), about("serious", then=RESTRICTS), date(2026, 1, 1))
    assert {actor for one in found if one.changed for actor in one.actors} == {MemberKind.PLATFORM}


@given(rulesets(), profiles, requests)
def test_what_subject_and_question_leave_open_decides_as_the_whole_condition(
    drawn: RuleSet, profile: Profile, request: RequestFacts
) -> None:
    context = flat_context(profile.subject, request)
    for entry in (*drawn.catalogue.rules.values(), *drawn.catalogue.limits.values()):
        condition = condition_of(entry)
        left = left_open(condition, context)
        for record in profile.records:
            whole = holds(condition, {**flat_record(record), **context})
            assert whole is (left if isinstance(left, bool) else holds(left, flat_record(record)))

"""What limits do to the findings about the record that they hit, and what callers hear who may not act."""

import pytest

from huixin.core.vocabulary import MemberKind
from tests.rules.factories import clause, judge, limit, measure, measures_of, reasons_of, record, request, rule, ruleset

DISPUTED = {"record": {"disputed": True}}
CLAUSES = (clause(), clause("shop_close"))


def test_a_measure_binds_by_the_callers_clause_and_is_advice_without() -> None:
    rules = ruleset(rule())
    bound, advised = judge(rules, [record()], clauses=CLAUSES), judge(rules, [record()])
    assert (measures_of(bound), bound.gated.outcome) == ({"promotion_limit": "by_own_clause"}, "refuse")
    assert (measures_of(advised), advised.gated.outcome) == ({"promotion_limit": "advice"}, "review")


def test_at_most_watch_takes_the_measures_away() -> None:
    rules = ruleset(rule(), limit(when=DISPUTED))
    result = judge(rules, [record(disputed=True)], clauses=CLAUSES)
    assert (measures_of(result), result.gated.outcome) == ({}, "watch")
    assert reasons_of(result) == {"a-rule": "watch", "a-limit": None}


def test_at_most_review_holds_the_measures_to_advice() -> None:
    rules = ruleset(rule(), limit(when=DISPUTED, then={"at_most": "review"}))
    result = judge(rules, [record(disputed=True)], clauses=CLAUSES)
    assert (measures_of(result), result.gated.outcome) == ({"promotion_limit": "advice"}, "review")
    assert reasons_of(result) == {"a-limit": None}


def test_at_least_review_raises_a_watch() -> None:
    rules = ruleset(rule(then={"outcome": "watch"}), limit(when=DISPUTED, then={"at_least": "review"}))
    assert judge(rules, [record(disputed=True)]).gated.outcome == "review"
    assert judge(rules, [record()]).gated.outcome == "watch"


def test_at_least_review_calls_a_person_beside_a_favour() -> None:
    honour = rule("honour", when={"record": {"list": ["red"]}}, then={"outcome": "favour"})
    rules = ruleset(honour, limit(when=DISPUTED, then={"at_least": "review"}))
    result = judge(rules, [record("red", disputed=True)])
    assert (result.gated.outcome, reasons_of(result)) == ("review", {"honour": "favour", "a-limit": "review"})
    assert judge(rules, [record("red")]).gated.outcome == "favour"


def test_at_most_watch_outweighs_at_least_review() -> None:
    rules = ruleset(rule(), limit(when=DISPUTED), limit("b-limit", when=DISPUTED, then={"at_least": "review"}))
    result = judge(rules, [record(disputed=True)], clauses=CLAUSES)
    assert result.gated.outcome == "watch"
    assert reasons_of(result)["b-limit"] is None


def test_what_cannot_be_undone_is_held_and_a_person_looks() -> None:
    closing = rule("close", then={"measure": "shop_close", "outcome": "restrict"})
    hold = limit(when=DISPUTED, then={"hold_irreversible": True})
    rules = ruleset(rule(), closing, hold, measure("shop_close", irreversible=True))
    assert set(measures_of(judge(rules, [record()], clauses=CLAUSES))) == {"promotion_limit", "shop_close"}
    held = judge(rules, [record(disputed=True)], clauses=CLAUSES)
    assert measures_of(held) == {"promotion_limit": "by_own_clause"}
    assert reasons_of(held) == {"close": "review", "a-limit": None}


def test_limits_spare_favour_and_standing_duties() -> None:
    duty = rule("duty", then={"measure": "promotion_limit"})
    honour = rule("honour", when={"record": {"list": ["red"]}}, then={"outcome": "favour"})
    rules = ruleset(duty, honour, limit(then={"at_most": "watch", "at_least": "review"}))
    result = judge(rules, [record("red")], clauses=CLAUSES)
    assert (measures_of(result), result.gated.outcome) == ({"promotion_limit": "by_own_clause"}, "favour")
    assert reasons_of(result) == {"honour": "favour"}


def test_a_limit_touches_its_own_record_only() -> None:
    rules = ruleset(rule(), limit(when=DISPUTED))
    both = [record(), record("other_black", "r2", disputed=True)]
    result = judge(rules, both, clauses=CLAUSES)
    (kept,) = result.gated.measures
    assert kept.proposal.records == (result.classes["r1"],)
    assert {one.records for one in result.gated.reasons} == {(result.classes["r2"],)}


@pytest.mark.parametrize(
    ("outcome", "heard"), [("refuse", "review"), ("restrict", "review"), ("watch", "watch"), (None, "clear")]
)
def test_a_caller_that_may_not_apply_the_measure_hears_less(outcome: str | None, heard: str) -> None:
    rules = ruleset(rule(then={"measure": "promotion_limit", "outcome": outcome}))
    result = judge(rules, [record()], asked=request(actor=MemberKind.LOGISTICS))
    assert (measures_of(result), result.gated.outcome) == ({}, heard)


def test_an_internet_company_is_treated_as_a_platform() -> None:
    rules = ruleset(rule(actors=["platform"]))
    result = judge(rules, [record()], clauses=CLAUSES, asked=request(actor=MemberKind.INTERNET))
    assert measures_of(result) == {"promotion_limit": "by_own_clause"}


def test_a_measure_that_includes_another_replaces_it() -> None:
    closing = rule("close", then={"measure": "shop_close", "outcome": "restrict"})
    rules = ruleset(rule(), closing, measure("shop_close", includes=["promotion_limit"]))
    assert measures_of(judge(rules, [record()], clauses=CLAUSES)) == {"shop_close": "by_own_clause"}
    assert set(measures_of(judge(rules, [record()], clauses=(clause(),)))) == {"promotion_limit", "shop_close"}

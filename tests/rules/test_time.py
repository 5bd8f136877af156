"""What a day decides: grounds, dues and windows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import Window
from rules.ruleset import RuleSet
from tests.rules.factories import (
    DAY,
    TODAY,
    clause,
    instrument,
    judge,
    measure,
    measures_of,
    on,
    parameter,
    record,
    request,
    rule,
    ruleset,
    suspension,
)
from tests.rules.strategies import LISTS, rulesets

FINE = measure("fine", basis="statute", clause_kind=None)
FINING = rule(then={"measure": "fine", "outcome": "restrict"}, grounds=["the-notice", "the-law"])
NOTICE = instrument("the-notice", "normative_document", in_force={"from": "2018-05-14"})
LAW = instrument("the-law", "law", in_force={"from": "2019-01-01"})
RANKS = parameter("carrying_ranks.statute", ("2013-01-01", ["law", "normative_document"]), ("2020-12-07", ["law"]))
NEEDED = parameter("measure_list_required", ("2013-01-01", False), ("2020-12-07", True))


@pytest.mark.parametrize(
    ("day", "item", "bound"),
    [
        ("2018-05-13", "1.1", None),
        ("2018-05-14", None, "statutory"),
        ("2020-12-06", None, "statutory"),
        ("2020-12-07", None, "advice"),
        ("2020-12-07", "1.1", "statutory"),
    ],
)
def test_a_statutory_measure_binds_by_the_law_of_its_day(day: str, item: str | None, bound: str | None) -> None:
    fine = FINE.model_copy(update={"list_item": item})
    rules = ruleset(fine, FINING, NOTICE, LAW, RANKS, NEEDED)
    result = judge(rules, [record(window=Window())], window=on(date.fromisoformat(day)))
    assert measures_of(result) == ({"fine": bound} if bound else {})


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ({"measure": "promotion_limit", "outcome": "refuse"}, "watch"),
        ({"measure": "promotion_limit", "outcome": "watch"}, "watch"),
        ({"measure": "promotion_limit", "outcome": "favour"}, "clear"),
        ({"measure": "promotion_limit"}, "clear"),
    ],
    ids=["refuse", "watch", "a reward goes with its measure", "so does a duty"],
)
@pytest.mark.parametrize("actor", [MemberKind.PLATFORM, MemberKind.LOGISTICS], ids=["its own", "another's"])
def test_a_suspended_measure_leaves_of_its_rule_that_the_record_is_there(
    then: dict[str, str], left: str, actor: MemberKind
) -> None:
    rules = ruleset(rule(then=then), suspension(**{"from": "2026-06-01", "to": "2026-06-30"}))
    asked = request(actor=actor)
    days = (("2026-05-31", False), ("2026-06-01", True), ("2026-06-30", True), ("2026-07-01", False))
    for day, suspended in days:
        gated = judge(rules, [record()], asked=asked, window=on(date.fromisoformat(day)), clauses=(clause(),)).gated
        if suspended:
            assert (gated.outcome, gated.measures) == (left, ())
            own = "promotion_limit" if actor is MemberKind.PLATFORM else None
            assert [(one.rule, one.suspended) for one in gated.reasons] == [("a-rule", own)] * (left == "watch")
        else:
            assert bool(gated.measures) == (actor is MemberKind.PLATFORM)


def test_only_grounds_in_force_are_cited() -> None:
    rules = ruleset(FINE, FINING, NOTICE, LAW, RANKS)
    for day, cited in (("2018-12-31", ["the-notice"]), ("2019-01-01", ["the-notice", "the-law"])):
        result = judge(rules, [record(window=Window())], window=on(date.fromisoformat(day)))
        assert [ground.instrument for ground in result.gated.measures[0].proposal.grounds] == cited


def test_an_instrument_of_its_time_stands_in_for_a_clause() -> None:
    ranks = parameter("carrying_ranks.clause", ("2013-01-01", ["law"]), ("2020-12-07", []))
    rules = ruleset(rule(), ranks)
    assert measures_of(judge(rules, [record()], window=on(date(2020, 12, 6)))) == {"promotion_limit": "statutory"}
    assert measures_of(judge(rules, [record()], window=on(date(2020, 12, 7)))) == {"promotion_limit": "advice"}


@pytest.mark.parametrize(("basis", "bound"), [("instrument", "statutory"), ("advice", "advice"), ("none", "advice")])
def test_other_bases(basis: str, bound: str) -> None:
    rules = ruleset(rule(), measure(basis=basis))
    assert measures_of(judge(rules, [record()], clauses=(clause(),))) == {"promotion_limit": bound}


def test_a_measure_that_is_not_effective_is_not_proposed() -> None:
    rules = ruleset(rule(), measure(effective={"from": "2026-06-02"}))
    assert not measures_of(judge(rules, [record()]))
    assert measures_of(judge(rules, [record()], window=on(TODAY + DAY)))


@given(rulesets(), st.sampled_from(LISTS), st.integers(0, 400), st.integers(1, 60))
def test_nothing_is_said_outside_the_window(rules: RuleSet, list_code: str, start: int, length: int) -> None:
    first = TODAY + start * DAY
    listed = record(list_code, window=Window(first, first + length * DAY))
    for day in (first - DAY, first + length * DAY):
        result = judge(rules, [listed], window=on(day))
        assert (result.classes, result.verdict.classes, result.gated.outcome) == ({}, (), "clear")
    for day in (first, first + (length - 1) * DAY):
        assert judge(rules, [listed], window=on(day)).classes == {"r1": 0}


def test_a_record_that_starts_within_the_campaign_counts_for_it() -> None:
    rules = ruleset(rule(when={"record": {"starts_inside": True}}))
    campaign = Window(TODAY, TODAY + 20 * DAY)
    assert measures_of(judge(rules, [record(window=Window(TODAY + DAY, None))], window=campaign))
    assert not measures_of(judge(rules, [record(window=Window(TODAY, None))], window=campaign))


def test_a_question_needs_a_first_day() -> None:
    with pytest.raises(ValueError, match="first day"):
        judge(ruleset(rule()), [record()], window=Window(None, TODAY))

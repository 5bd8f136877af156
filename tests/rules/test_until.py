"""The last day of a measure: the day before the first one on which the same question, put on that day, lacks it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.evaluation import Evaluation
from huixin.core.facts import RequestFacts
from huixin.core.gate import BoundMeasure, OwnClause
from huixin.core.records import Record
from huixin.core.vocabulary import Binding, MemberKind, Rectification, Severity, Standing
from huixin.core.windows import Window, campaign_days
from rules.clauses import standard_clauses
from rules.ruleset import RuleSet, compile_ruleset, default_ruleset
from tests.rules.factories import (
    DAY,
    TODAY,
    clause,
    instrument,
    judge,
    list_entry,
    measure,
    on,
    parameter,
    record,
    request,
    rule,
    ruleset,
)
from tests.rules.strategies import LISTS, rulesets

SHIPPED = default_ruleset()
LOOKED_AHEAD = 60
DUTY = (measure("duty", standing_duty=True), rule("recalled", then={"measure": "duty"}))


def until(rules: RuleSet, records: list[Record], window: Window | None = None, **more: Any) -> date | None:
    clauses = (clause(window=more.get("clause")),)
    (last,) = judge(rules, records, window=window, clauses=clauses, asked_on=more.get("asked_on")).until
    return last


def test_it_is_the_last_day_of_the_record() -> None:
    assert until(ruleset(rule()), [record()]) is None
    assert until(ruleset(rule()), [record(window=Window(None, TODAY + 10 * DAY))]) == TODAY + 9 * DAY
    assert until(ruleset(rule()), [record(ended_on=TODAY + DAY)]) == TODAY


def test_it_is_that_of_the_longest_record() -> None:
    both = [
        record(window=Window(None, TODAY + 10 * DAY)),
        record("other_black", "r2", window=Window(None, TODAY + 20 * DAY)),
    ]
    assert until(ruleset(rule()), both) == TODAY + 19 * DAY


def test_it_sees_the_end_of_the_rule_and_of_its_ground() -> None:
    assert until(ruleset(rule(effective={"to": "2026-08-31"})), [record()]) == date(2026, 8, 31)
    assert until(ruleset(rule(), instrument(in_force={"to": "2026-07-31"})), [record()]) == date(2026, 7, 31)


def test_it_sees_the_end_of_the_clause() -> None:
    assert until(ruleset(rule()), [record()], clause=Window(None, TODAY + 5 * DAY)) == TODAY + 4 * DAY


def test_it_sees_a_due_day_pass() -> None:
    rules = ruleset(rule(when={"record": {"rectification": ["ordered"]}}))
    ordered = record(rectification=Rectification.ORDERED, due=TODAY + 7 * DAY)
    assert until(rules, [ordered]) == TODAY + 7 * DAY


def test_it_does_not_foretell_that_upstream_falls_silent() -> None:
    rules = ruleset(
        rule(when={"record": {"stale": False}}),
        list_entry(follows_upstream=True),
        parameter("stale_after_days", ("2000-01-01", 90), (str(TODAY + 10 * DAY), 20)),
    )
    listed = record(confirmed_on=TODAY - 90 * DAY, window=Window(None, TODAY + 400 * DAY))
    assert until(rules, [listed]) == TODAY + 399 * DAY
    assert until(rules, [listed], Window(TODAY + 95 * DAY, TODAY + 98 * DAY), asked_on=TODAY) == TODAY + 399 * DAY


class TestOfACampaign:
    """A campaign asked about on a later day is what of it lies ahead."""

    RUNNING = Window(TODAY, TODAY + 20 * DAY)
    AHEAD = Window(TODAY + 10 * DAY, TODAY + 20 * DAY)

    @pytest.mark.parametrize("campaign", [RUNNING, AHEAD], ids=["running", "ahead"])
    @pytest.mark.parametrize("days", [11, 15, 20, 21, 40])
    def test_a_record_that_ends_within_it_or_later_takes_the_measure_with_it(self, campaign: Window, days: int) -> None:
        ending = record(window=Window(None, TODAY + days * DAY))
        assert until(ruleset(rule()), [ending], campaign) == TODAY + (days - 1) * DAY

    def test_a_record_without_end_knows_no_last_day(self) -> None:
        assert until(ruleset(rule()), [record()], self.RUNNING) is None

    def test_a_record_that_begins_within_it_supports_the_measure_from_the_start(self) -> None:
        coming = record(window=Window(TODAY + 12 * DAY, TODAY + 15 * DAY))
        assert until(ruleset(rule()), [coming], self.AHEAD) == TODAY + 14 * DAY

    def test_a_gap_between_two_records_is_no_end_while_the_second_lies_ahead(self) -> None:
        first = record(window=Window(None, TODAY + 12 * DAY))
        second = record("other_black", "r2", window=Window(TODAY + 15 * DAY, TODAY + 18 * DAY))
        assert until(ruleset(rule()), [first, second], self.AHEAD) == TODAY + 17 * DAY

    def test_what_only_a_record_to_come_supports_ends_as_that_begins(self) -> None:
        rules = ruleset(rule(when={"record": {"starts_inside": True}}))
        assert until(rules, [record(window=Window(TODAY + 12 * DAY))], self.AHEAD) == TODAY + 11 * DAY


class TestOfRulesThatFollow:
    """`ahead`: what is to be in force from a day on."""

    def last_days(self, following: RuleSet, records: list[Record], now: RuleSet | None = None) -> list[date | None]:
        found = judge(now or ruleset(rule()), records, clauses=(clause(),), ahead=((TODAY + 10 * DAY, following),))
        return list(found.until)

    def test_it_is_the_day_before_they_no_longer_have_the_list(self) -> None:
        now, listed = ruleset(rule(), list_entry("live_black")), record("live_black")
        assert self.last_days(ruleset(rule()), [listed], now) == [TODAY + 9 * DAY]

    def test_what_rests_on_another_list_as_well_lasts(self) -> None:
        now, listed = ruleset(rule(), list_entry("live_black")), record("live_black")
        assert self.last_days(ruleset(rule()), [listed, record(record_id="r2")], now) == [None]

    def test_it_is_the_day_before_they_no_longer_have_the_scene(self) -> None:
        following = ruleset(rule())
        without = replace(following.catalogue, scenes={"review": following.catalogue.scenes["review"]})
        assert self.last_days(compile_ruleset(without), [record()]) == [TODAY + 9 * DAY]

    def test_it_is_the_day_before_they_no_longer_show_the_list(self) -> None:
        hidden = ruleset(rule(), list_entry(visible_to=["centre"]))
        assert self.last_days(hidden, [record()]) == [TODAY + 9 * DAY]

    def test_it_is_the_day_before_they_display_it_no_longer(self) -> None:
        now, listed = ruleset(rule(), list_entry(display_limited=True)), record(severity=Severity.GENERAL)
        shorter = parameter("display_max_months_general", ("2020-01-01", 1))
        following = ruleset(rule(), list_entry(display_limited=True), shorter)
        assert self.last_days(following, [replace(listed, decided_on=TODAY - 60 * DAY)], now) == [TODAY + 9 * DAY]

    def test_a_standing_duty_ends_with_its_scene_too(self) -> None:
        following = ruleset(*DUTY)
        without = replace(following.catalogue, scenes={"review": following.catalogue.scenes["review"]})
        assert self.last_days(compile_ruleset(without), [record()], ruleset(*DUTY)) == [TODAY + 9 * DAY]


class TestOfAStandingDuty:
    def test_it_goes_on_when_the_record_ends(self) -> None:
        rules = ruleset(*DUTY)
        for ended in ({"window": Window(None, TODAY + 10 * DAY)}, {"ended_on": TODAY + DAY}):
            assert until(rules, [record(**ended)]) is None

    @pytest.mark.parametrize(
        "law",
        [
            instrument(in_force={"to": "2026-07-31"}),
            rule("recalled", then={"measure": "duty"}, effective={"to": "2026-07-31"}),
        ],
    )
    def test_it_ends_with_its_law_or_its_rule(self, law: Any) -> None:
        assert until(ruleset(*DUTY, law), [record(window=Window(None, TODAY + 10 * DAY))]) == date(2026, 7, 31)

    def test_a_measure_beside_the_outcome_is_none(self) -> None:
        beside = rule(then={"measure": "promotion_limit"})
        assert until(ruleset(beside), [record(window=Window(None, TODAY + 10 * DAY))]) == TODAY + 9 * DAY


LastDays = dict[tuple[str, str, Binding], date | None]
"""By measure, rule and binding; None where none is known, or only far ahead."""


def told(found: Evaluation, first: date) -> LastDays:
    beyond = first + (LOOKED_AHEAD - 1) * DAY
    return {
        (one.proposal.measure, one.proposal.rule, one.binding): last if last is not None and last < beyond else None
        for one, last in zip(found.gated.measures, found.until, strict=True)
        if not one.proposal.standing_duty
    }


def by_asking_every_day(found: Evaluation, ask: Callable[[date], Evaluation], first: date) -> LastDays:
    days = [first + number * DAY for number in range(1, LOOKED_AHEAD)]
    later = {day: ask(day).gated.measures for day in days}
    return {
        key: next((day - DAY for day in days if not any(_same(key, other) for other in later[day])), None)
        for key in told(found, first)
    }


def _same(key: tuple[str, str, Binding], other: BoundMeasure) -> bool:
    code, _, binding = key
    return other.proposal.measure == code and (other.binding is not Binding.ADVICE or binding is Binding.ADVICE)


def near(first: date) -> st.SearchStrategy[date]:
    return st.integers(-20, 40).map(lambda days: first + days * DAY)


@st.composite
def dated_records(draw: st.DrawFn, first: date, lists: Sequence[str]) -> list[Record]:
    """Records whose days lie about the days that are asked about."""
    days = near(first)
    return [
        record(
            draw(st.sampled_from(lists)),
            f"r{number}",
            window=Window(*sorted((draw(days), draw(days)))) if draw(st.booleans()) else Window(draw(days)),
            rectification=draw(st.sampled_from([Rectification.ORDERED, Rectification.NOT_REQUIRED])),
            due=draw(days),
            standing=draw(st.sampled_from([Standing.EFFECTIVE, Standing.CONFIRMED, Standing.PROPOSED])),
            takes_effect_on=draw(st.none() | days),
            ended_on=draw(st.none() | days),
            measures_lifted_on=draw(st.none() | days),
            decided_on=draw(days),
            confirmed_on=draw(st.none() | days.map(lambda day: day - timedelta(days=70))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]


@st.composite
def windows(draw: st.DrawFn, first: date) -> Window:
    start = first + draw(st.integers(0, 10)) * DAY
    return draw(
        st.just(on(first)) | st.integers(0, 25).map(lambda days: campaign_days(first, start, start + days * DAY))
    )


@given(st.data(), rulesets())
def test_it_is_what_asking_every_day_shows(data: st.DataObject, rules: RuleSet) -> None:
    today = data.draw(st.sampled_from([date(2025, 12, 20), TODAY, date(2026, 6, 25)]))
    clauses = (clause(), clause("shop_mask", Window(None, data.draw(near(today)))))
    asked = request(data.draw(st.sampled_from(["promotion", "review"])), campaign="double_11")
    compare(data, rules, today, LISTS, asked, clauses)


@given(
    st.data(),
    st.sampled_from(sorted(SHIPPED.catalogue.scenes)),
    st.sampled_from([MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.ASSOCIATION, MemberKind.DEPARTMENT]),
)
def test_so_it_is_with_the_packs_that_ship(data: st.DataObject, scene: str, actor: MemberKind) -> None:
    today = data.draw(st.sampled_from([date(2020, 11, 25), date(2026, 3, 20), TODAY]))
    lists = sorted(SHIPPED.catalogue.lists)
    asked = request(scene, actor, campaign="double_11")
    compare(data, SHIPPED, today, lists, asked, standard_clauses(SHIPPED.catalogue, actor))


def compare(
    data: st.DataObject,
    rules: RuleSet,
    today: date,
    lists: Sequence[str],
    asked: RequestFacts,
    clauses: tuple[OwnClause, ...],
) -> None:
    records, window = data.draw(dated_records(today, lists)), data.draw(windows(today))
    asked_on = data.draw(st.sampled_from([today, window.start]))

    def ask(day: date) -> Evaluation:
        return judge(rules, records, window=window.ahead_of(day), asked=asked, clauses=clauses, asked_on=asked_on)

    first = window.start or today
    found = ask(first)
    assert told(found, first) == by_asking_every_day(found, ask, first)

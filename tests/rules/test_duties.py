"""Periods of duties, and whose duties they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import Catalogue
from rules.duties import Every, assigned_on, is_asked, period_before, period_of
from rules.ruleset import RuleSet


@pytest.fixture(scope="module")
def catalogue(ruleset: RuleSet) -> Catalogue:
    return ruleset.catalogue


DAYS = st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31))
EVERY = st.sampled_from(["month", "quarter", "year"])


@given(EVERY, DAYS)
def test_periods_follow_each_other_without_gap(every: Every, day: date) -> None:
    period = period_of(every, day)
    before = period_before(every, period)
    assert before is not None
    assert period.first <= day <= period.last
    assert before.last + timedelta(days=1) == period.first
    assert period_of(every, period.last) == period == period_of(every, period.first)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("year", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_is_of_the_calendar(every: Every, first: date, last: date) -> None:
    found = period_of(every, date(2024, 2, 10))
    assert (found.first, found.last) == (first, last)


def test_departments_follow_their_successors_and_nobody_is_invented(catalogue: Catalogue) -> None:
    duty = catalogue.duties["associations"]
    in_2018 = [one.body for one in assigned_on(catalogue, duty, date(2018, 3, 1))]
    assert in_2018[1:] == ["huizhou/development_reform", "huizhou/economy_information", "huizhou/central_bank"]
    now = {one.body: one.known for one in assigned_on(catalogue, duty, date(2026, 3, 1))}
    assert now["huizhou/industry_information"]
    assert not now["huizhou/central_bank"], "who follows it is not known"


def test_counties_lead_what_is_theirs(catalogue: Catalogue) -> None:
    found = list(assigned_on(catalogue, catalogue.duties["verify_and_rectify"], date(2026, 3, 1)))
    assert {one.body for one in found} == {code for code, unit in catalogue.units.items() if unit.unit_kind != "city"}
    assert {one.role for one in found} == {"lead"}


def test_who_leads_does_not_support_the_same(catalogue: Catalogue) -> None:
    for duty in catalogue.duties.values():
        bodies = [one.body for one in assigned_on(catalogue, duty, date(2026, 3, 1))]
        assert len(bodies) == len(set(bodies)), duty.duty


def test_nothing_is_asked_before_the_plan(catalogue: Catalogue) -> None:
    duty = catalogue.duties["publicity"]
    assert not is_asked(duty, period_of("quarter", date(2017, 12, 31)))
    assert is_asked(duty, period_of("quarter", date(2018, 1, 1))), "the plan holds from 27 February of it"


def test_every_paragraph_of_the_notice_that_gives_a_task_has_its_duty(catalogue: Catalogue) -> None:
    cited = {duty.ground.split("/")[1] for duty in catalogue.duties.values()}
    tasks = {f"三(一){n}" for n in range(1, 5)} | {f"三(二){n}" for n in range(1, 7)} | {"四(一)", "四(二)", "四(三)"}
    assert cited == tasks

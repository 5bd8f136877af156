"""What ends soon, and what then rests on nothing; what nobody has checked, and who confirmed the rest."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rules.catalogue import PackErrors, load_catalogue
from rules.horizon import DAY, horizon
from rules.live import live_rule
from rules.unverified import register, unverified
from tests.rules import factories
from tests.rules.factories import TODAY, catalogue, instrument, limit, measure, parameter, rule
from tests.rules.test_refusals import SOUND, write

TO = TODAY + timedelta(days=30)
ENDS = {"in_force": {"to": TO.isoformat()}}


def test_an_instrument_that_ends_takes_the_measures_along_that_rest_on_it_alone() -> None:
    rules = catalogue(
        instrument("the-order", **ENDS),
        measure("shop_mask"),
        rule("one", grounds=["the-order"], then={"measure": "shop_mask", "outcome": "restrict"}),
        rule("two", grounds=["the-order", "the-law"]),
        rule("three", grounds=["the-order"]),
    )
    (ending,) = horizon(rules, TODAY)
    assert (ending.kind, ending.code, ending.last_day, ending.days_left) == ("instrument", "the-order", TO, 30)
    assert ending.silent == ("one", "three")
    assert ending.bare == ("shop_mask",)
    assert live_rule(rules, rules.rules["one"], TO) is not None
    assert live_rule(rules, rules.rules["one"], TO + DAY) is None


@pytest.mark.parametrize(("left", "mark"), [(90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_the_marks_are_ninety_thirty_and_seven_days(left: int, mark: int) -> None:
    (ending,) = horizon(catalogue(instrument("the-order", **ENDS)), TO - timedelta(days=left))
    assert (ending.days_left, ending.mark) == (left, mark)


@pytest.mark.parametrize("day", [TO - timedelta(days=91), TO + DAY])
def test_what_ends_later_or_has_ended_is_not_told(day: date) -> None:
    assert horizon(catalogue(instrument("the-order", **ENDS)), day) == []


def test_what_is_further_ahead_is_told_where_asked_for_and_has_no_mark() -> None:
    (ending,) = horizon(catalogue(instrument("the-order", **ENDS)), TO - timedelta(days=120), 120)
    assert ending.mark is None


def test_a_ground_that_no_longer_carries_leaves_the_measure_to_the_members_own_clauses() -> None:
    rules = catalogue(
        instrument("the-order", "dept_rule", **ENDS),
        instrument("the-notice", "normative_document"),
        parameter("carrying_ranks.clause", ("2000-01-01", ["dept_rule"])),
        rule(grounds=["the-order", "the-notice"]),
    )
    (ending,) = horizon(rules, TODAY)
    assert (ending.silent, ending.unbound, ending.bare) == ((), ("a-rule",), ())


def test_rules_limits_measures_and_values_end_too() -> None:
    ends = {"effective": {"to": TO.isoformat()}}
    rules = catalogue(
        rule("one", **ends),
        limit("two", **ends),
        measure("shop_mask", **ends),
        rule("three", then={"measure": "shop_mask", "outcome": "restrict"}),
        parameter("four", ("2020-01-01", 1), ((TO + DAY).isoformat(), 2)),
    )
    found = {(one.kind, one.code): one for one in horizon(rules, TODAY)}
    assert {code for _, code in found} == {"one", "two", "shop_mask", "four"}
    assert found["rule", "one"].bare == ("promotion_limit",)
    assert (found["measure", "shop_mask"].silent, found["measure", "shop_mask"].bare) == (("three",), ("shop_mask",))
    assert {one.last_day for one in found.values()} == {TO}


CONFIRMED = "  verified: true\n  confirmed: {by: 李某, on: 2026-05-01, text: 国务院公报2019年第1号}\n"


def test_the_register_knows_the_place_and_who_confirmed(tmp_path: Path) -> None:
    text = SOUND.replace("source: the-law, verified: true", "source: the-law, verified: false").replace(
        "  verified: true\n", CONFIRMED, 1
    )
    rules = load_catalogue([write(tmp_path, text)])
    (unchecked,) = unverified(rules)
    assert (unchecked.kind, unchecked.code, unchecked.path) == ("parameter", "carrying_ranks.statute", ("values", 0))
    assert (unchecked.file, unchecked.line) == (tmp_path / "pack.yaml", 24)
    (law,) = [one for one in register(rules) if one.code == "the-law"]
    assert law.confirmed is not None
    assert (law.confirmed.by, law.confirmed.on, law.confirmed.text) == (
        "李某",
        date(2026, 5, 1),
        "国务院公报2019年第1号",
    )


def test_what_was_confirmed_is_verified(tmp_path: Path) -> None:
    text = SOUND.replace("  verified: true\n", CONFIRMED.replace("true", "false"), 1)
    with pytest.raises(PackErrors, match="Set 'verified: true'"):
        load_catalogue([write(tmp_path, text)])


def test_to_confirm_nothing_changes_no_digest() -> None:
    data = factories.catalogue().as_data()
    assert "confirmed" not in data["instrument"]["the-law"]
    assert "accepts" not in data["instrument"]["the-law"]


def test_a_measure_says_whether_anybody_checked_it(tmp_path: Path) -> None:
    text = SOUND.replace("  actors: [platform]\n  verified: true\n", "  actors: [platform]\n", 1)
    assert text != SOUND
    with pytest.raises(PackErrors, match="'verified'"):
        load_catalogue([write(tmp_path, text)])

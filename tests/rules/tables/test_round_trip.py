"""A table that is exported and handed in again changes nothing, whatever the rules say."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compiler import MOST_OPERATORS, operators_in
from rules.conditions import condition_of
from rules.documents import Entry, Limit, Rule, When
from rules.ruleset import default_ruleset
from rules.tables.importing import import_table
from rules.tables.workbook import export_table
from rules.written import read_packs, shipped_documents
from tests.conftest import STORED_EXAMPLES
from tests.rules.any_entries import TEXTS
from tests.rules.factories import TITLE, limit, measure, rule
from tests.rules.strategies import FIXED, LIMIT, RULE, WHEN
from tests.rules.tables.desk import Clerk, documents_of

SHIPPED = shipped_documents()
CATALOGUE = read_packs(SHIPPED)
EXAMPLES = STORED_EXAMPLES // 2


@pytest.mark.parametrize("scene", [None, *default_ruleset().catalogue.scenes])
def test_a_table_of_the_shipped_rules_changes_nothing(scene: str | None) -> None:
    draft = import_table(export_table(CATALOGUE, scene), SHIPPED)
    assert draft.documents == SHIPPED
    assert draft.changes == []


TITLES = st.fixed_dictionaries({"zh": TEXTS, "en": TEXTS})
DAYS = st.sampled_from([{"from": "2019-01-01"}, {"from": "2019-01-01", "to": "2025-12-31"}, {"from": "2026-07-01"}])
WRITTEN = {"title": TITLES, "says": st.none() | TITLES, "note": st.none() | TEXTS, "effective": DAYS}
"""Texts of every kind, and days on which the rules live."""


@st.composite
def packs(draw: st.DrawFn, written: dict[str, Any] = WRITTEN) -> dict[str, str]:
    extra = st.fixed_dictionaries(written)
    grounds = {"grounds": ["the-law"]}
    rules = draw(st.lists(st.builds(lambda one, more: one | more | grounds, RULE, extra), min_size=1, max_size=4))
    limits = draw(st.lists(st.builds(lambda one, more: one | more | grounds, LIMIT, extra), max_size=2))
    entries: list[Entry] = [_alive(rule, f"rule-{index}", one) for index, one in enumerate(rules)]
    entries += [_alive(limit, f"limit-{index}", one) for index, one in enumerate(limits)]
    return documents_of(*FIXED, measure(), *(entry for entry in entries if _sayable(entry)))


def _sayable(entry: Entry) -> bool:
    assert isinstance(entry, Rule | Limit)
    return operators_in(condition_of(entry)) <= MOST_OPERATORS


def _alive(make: Any, code: str, one: dict[str, Any]) -> Entry:
    """Something that the checks of a pack accept."""
    then = dict(one["then"])
    if make is limit and not ({"at_most", "at_least"} & then.keys() or then.get("hold_irreversible")):
        then["at_most"] = "watch"
    if then.get("measure") in ("interview", "promotion_limit", "shop_mask", "shop_close", "honour"):
        one = one | {"actors": []}
    return make(code, **{**one, "then": then})  # type: ignore[no-any-return]


def test_of_the_same_rules_it_is_the_same_whenever_it_is_written(time_machine: Any) -> None:
    catalogue = default_ruleset().catalogue
    time_machine.move_to("2026-11-02T04:00Z")
    table = export_table(catalogue, "promotion")
    time_machine.move_to("2027-01-01T04:00Z")
    assert export_table(catalogue, "promotion") == table


@settings(max_examples=EXAMPLES)
@given(packs(), st.sampled_from([None, "promotion", "review"]))
def test_a_table_of_any_rules_changes_nothing(documents: dict[str, str], scene: str | None) -> None:
    draft = import_table(export_table(read_packs(documents), scene), documents)
    assert draft.documents == documents


@settings(max_examples=EXAMPLES)
@given(packs({"title": st.just(TITLE), "says": st.none() | st.just(TITLE), "effective": DAYS}))
def test_every_rule_can_be_written_as_rows_alone(documents: dict[str, str]) -> None:
    """Under other codes the rows are new rules, and come to what they were copied from."""
    clerk = Clerk(documents)
    for number in range(3, clerk.sheet.max_row + 1):
        clerk.write(number, "code", "new-" + clerk.at(number, "code"))
    old, new = read_packs(documents), clerk.hand_in().catalogue
    assert {f"new-{code}" for code in (*old.rules, *old.limits)} == {*new.rules, *new.limits}
    for code, entry in {**old.rules, **old.limits}.items():
        copied = new.rules.get(f"new-{code}") or new.limits[f"new-{code}"]
        assert _meaning(copied) == _meaning(entry)


def _meaning(entry: Rule | Limit) -> dict[str, Any]:
    said = entry.model_dump(mode="json", exclude={"rule", "limit"})
    return {**said, "when": _stated(entry.when)}


def _stated(when: When) -> dict[str, Any]:
    """Without groups that ask nothing."""
    groups = {name: getattr(when, name) for name in ("record", "subject", "request")}
    said: dict[str, Any] = {name: group.model_dump(mode="json") for name, group in groups.items() if group}
    said = {name: fields for name, fields in said.items() if any(value is not None for value in fields.values())}
    return said | ({"any": [_stated(branch) for branch in when.any]} if when.any else {})


@settings(max_examples=EXAMPLES)
@given(WHEN.filter(lambda when: _sayable(rule(when=when))))
def test_a_condition_of_any_shape_stands_in_rows(when: dict[str, Any]) -> None:
    documents = documents_of(rule("a-rule", when=when))
    clerk = Clerk(documents)
    clerk.write(clerk.row("a-rule"), "note", "changed elsewhere")
    changed = clerk.hand_in().catalogue.rules["a-rule"]
    assert changed.note == "changed elsewhere"
    assert changed.when == read_packs(documents).rules["a-rule"].when

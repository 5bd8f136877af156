"""The semantic difference of two catalogues: every change of what they say, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import load_catalogue
from rules.diff import Change, ChangeKind, diff
from rules.documents import Entry
from rules.entries import Catalogue
from rules.ruleset import PACKS, canonical, default_ruleset
from tests.rules.any_entries import CATALOGUES, catalogue_of, changed, entries
from tests.rules.factories import TITLE, catalogue, instrument, limit, measure, parameter, rule

SHIPPED = default_ruleset().catalogue
THEN = {"measure": "promotion_limit", "outcome": "refuse"}


def only(before: Entry, after: Entry) -> Change:
    """The one change between two states of an entry."""
    found = diff(catalogue(before), catalogue(after))
    assert len(found) == 1, found
    return found[0]


def told(change: Change) -> tuple[str, Any, Any, Any]:
    return str(change.change), change.path, change.before, change.after


@given(CATALOGUES)
def test_nothing_differs_from_itself(one: Catalogue) -> None:
    assert diff(one, one) == []


@given(st.lists(changed(), max_size=4), st.randoms())
def test_there_is_a_change_exactly_where_the_digests_differ(pairs: list[tuple[Entry, Entry]], chance: Random) -> None:
    before = catalogue_of(one for one, _ in pairs)
    chance.shuffle(pairs)
    after = catalogue_of(other for _, other in pairs)
    changes = diff(before, after)
    assert (changes == []) is (canonical(before) == canonical(after))
    assert all(json.dumps(change.before) != json.dumps(change.after) for change in changes)


@given(entries(), entries())
def test_each_change_of_an_entry_has_a_place_of_its_own_and_a_sentence(one: Entry, other: Entry) -> None:
    changes = diff(catalogue_of([one]), catalogue_of([other]))
    assert len({(change.kind, change.code, change.path) for change in changes}) == len(changes)
    assert all(change.code in change.sentence.zh and change.code in change.sentence.en for change in changes)


def test_files_order_and_comments_do_not_count(tmp_path: Path) -> None:
    lines = (PACKS / "national" / "vocabulary.yaml").read_text(encoding="utf-8").split("\n- ")
    text = "- pack: p\n  title: {zh: 名称, en: A title}\n"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "pack.yaml").write_text(text + "\n- ".join(lines), encoding="utf-8")
    (tmp_path / "two" / "pack.yaml").write_text(text, encoding="utf-8")
    written = "".join(f"- {entry.strip()}\n# a remark\n" for entry in reversed(lines[1:]))
    (tmp_path / "two" / "words.yaml").write_text(written, encoding="utf-8")
    assert diff(load_catalogue([tmp_path / "one"]), load_catalogue([tmp_path / "two"])) == []


def test_an_entry_that_came_or_went_stands_in_full() -> None:
    with_it, without = catalogue(rule()), catalogue()
    (added,) = diff(without, with_it)
    (removed,) = diff(with_it, without)
    assert (added.change, added.kind, added.code, added.before) == (ChangeKind.ENTRY_ADDED, "rule", "a-rule", None)
    assert isinstance(added.after, dict)
    assert added.after["then"] == THEN
    assert (removed.change, removed.before, removed.after) == (ChangeKind.ENTRY_REMOVED, added.after, None)
    assert added.sentence.zh == "新增规则 a-rule（名称）。"
    assert removed.sentence.en == "rule a-rule (A title) removed."


def test_a_ground_changes() -> None:
    change = only(rule(grounds=["the-law"]), rule(grounds=["the-law", "the-notice/3"]))
    assert told(change) == ("ground_changed", ("grounds",), ["the-law"], ["the-law", "the-notice/3"])
    assert change.sentence.zh == "规则 a-rule：依据由 the-law 改为 the-law、the-notice/3。"
    assert change.sentence.en == "rule a-rule: grounds changed from the-law to the-law, the-notice/3."


@pytest.mark.parametrize(
    ("before", "after", "path", "zh"),
    [
        ([("2020-01-01", 3)], [("2020-01-01", 5)], "value", "参数 p：自 2020-01-01 起的取值由 3 改为 5。"),
        ([("2020-01-01", 1)], [("2020-01-01", True)], "value", "参数 p：自 2020-01-01 起的取值由 1 改为 是。"),
        ([("2020-01-01", 3)], [("2020-01-01", 3), ("2026-01-01", 5)], None, "参数 p：新增自 2026-01-01 起的取值 5。"),
        ([("2020-01-01", 3), ("2026-01-01", 5)], [("2020-01-01", 3)], None, "参数 p：删去自 2026-01-01 起的取值 5。"),
    ],
)
def test_a_value_changes_from_a_day(before: Any, after: Any, path: str | None, zh: str) -> None:
    change = only(parameter("p", *before), parameter("p", *after))
    day = (before + after)[-1][0] if path else "2026-01-01"
    assert change.change == ChangeKind.VALUE_CHANGED
    assert change.path == ("values", day, *([path] if path else []))
    assert change.sentence.zh == zh


def test_a_window_changes_as_a_whole() -> None:
    change = only(rule(effective={"from": "2019-01-01"}), rule(effective={"from": "2019-01-01", "to": "2026-12-31"}))
    assert told(change) == (
        "window_changed",
        ("effective",),
        {"from": "2019-01-01"},
        {"from": "2019-01-01", "to": "2026-12-31"},
    )
    assert change.sentence.zh == "规则 a-rule：生效期间由 2019-01-01 起 改为 2019-01-01 起至 2026-12-31 止。"


def test_a_condition_changes_at_its_field_and_is_told_in_words() -> None:
    change = only(
        rule(when={"record": {"list": ["black"], "severity": ["general", "serious"]}}),
        rule(when={"record": {"list": ["black"], "severity": ["serious"]}}),
    )
    assert told(change) == ("condition_changed", ("when", "record", "severity"), ["general", "serious"], ["serious"])
    assert change.sentence.zh == "规则 a-rule：条件·失信程度由 一般、严重 改为 严重。"


def test_a_branch_changes_by_its_number() -> None:
    branches = [{"record": {"list": ["black"]}}, {"record": {"relief": True}}]
    change = only(
        rule(when={"any": branches}), rule(when={"any": [branches[0], {"record": {"relief": True, "stale": False}}]})
    )
    assert told(change) == ("condition_changed", ("when", "any", 1, "record", "stale"), None, False)
    assert change.sentence.en == "rule a-rule: condition·any of·2·stale added: no."


@pytest.mark.parametrize(
    ("one", "other", "kind", "path"),
    [
        (rule(), rule(then=THEN | {"outcome": "restrict"}), "outcome_changed", ("then", "outcome")),
        (rule(), rule(then=THEN | {"measure": "shop_mask"}), "measure_changed", ("then", "measure")),
        (limit(), limit(then={"at_most": "review"}), "outcome_changed", ("then", "at_most")),
        (rule(), rule(says=TITLE), "text_changed", ("says",)),
        (rule(), rule(note="why"), "text_changed", ("note",)),
        (rule(), rule(title=TITLE | {"en": "Another"}), "label_changed", ("title", "en")),
        (rule(), rule(scenes=["review"]), "scope_changed", ("scenes",)),
        (rule(), rule(actors=["platform"]), "scope_changed", ("actors",)),
        (measure(), measure(irreversible=True), "field_changed", ("irreversible",)),
        (instrument(), instrument(in_force={"to": "2026-12-31"}), "window_changed", ("in_force",)),
        (instrument(), instrument(articles={"3": TITLE}), "field_changed", ("articles", "3")),
    ],
)
def test_what_changed_is_named(one: Entry, other: Entry, kind: str, path: tuple[str, ...]) -> None:
    change = only(one, other)
    assert (str(change.change), change.path) == (kind, path)


def test_all_is_said_to_be_all() -> None:
    assert only(rule(), rule(scenes=["promotion"])).sentence.zh == "规则 a-rule：环节由 全部 改为 名称。"


def test_the_shipped_rules_are_told_by_the_titles_of_their_lists() -> None:
    before = SHIPPED.rules["overdue-promotion"]
    data = before.model_dump(mode="json", by_alias=True)
    data["when"]["any"][0]["record"]["list"] = ["brushing_black"]
    after = replace(SHIPPED, rules=SHIPPED.rules | {before.rule: type(before).model_validate(data)})
    (change,) = diff(SHIPPED, after)
    assert change.sentence.zh == (
        "规则 overdue-promotion：条件·任一情形·1·名单由 炒信黑名单、电子商务领域黑名单 改为 炒信黑名单。"
    )

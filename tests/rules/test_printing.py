"""Printing entries, and changing one entry of a document without a trace in the others."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.documents import Entry, Rule
from rules.editing import edited
from rules.loading import entries_in, kind_of, parse_yaml
from rules.printing import print_document, print_entry
from rules.ruleset import PACKS
from tests.rules.any_entries import catalogue_of, changed, entries
from tests.rules.factories import limit, parameter, rule

FILES = sorted(file for file in PACKS.rglob("*.yaml") if "tests" not in file.parts)


def parsed(text: str) -> list[Entry]:
    located, findings = entries_in(parse_yaml(text), Path("document"))
    assert findings == []
    return [one.entry for one in located]


def alike(one: list[Entry], other: list[Entry]) -> bool:
    """Also where Python takes 1 for true."""
    return [entry.model_dump_json() for entry in one] == [entry.model_dump_json() for entry in other]


def key_of(entry: Entry) -> tuple[str, str]:
    kind = kind_of(type(entry))
    return kind, getattr(entry, kind)


@given(st.lists(entries(), max_size=4))
def test_parsing_what_is_printed_gives_the_same(some: list[Entry]) -> None:
    assert alike(parsed(print_document(some)), some)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_shipped_files_survive_printing(file: Path) -> None:
    said = parsed(file.read_text(encoding="utf-8"))
    assert alike(parsed(print_document(said)), said)


def test_it_is_printed_as_a_person_writes_it() -> None:
    text = """\
- rule: overdue-promotion
  title: {zh: 整改逾期：限制促销, en: 'Overdue: no promotions'}
  grounds: [the-law/36]
  effective: {from: 2017-10-30}
  scenes: [promotion]
  when:
    record: {rectification: [overdue, incomplete]}
    any:
      - record: {list: [black], standing: [effective]}
      - record: {standing: [confirmed]}
        subject: {repeat: true}
  then: {measure: promotion_limit, outcome: refuse}
  note: why
"""
    assert print_document(parsed(text)) == text


COMMENTED = """\
# About the file.

- rule: first   # the first
  title: {zh: 第一,   en: First}   # spaced by hand
  # why these grounds
  grounds: [the-law]
  effective: {from: 2019-01-01}
  then: {outcome: review}

# About the second.
- rule: second
  title: {zh: 第二, en: Second}
  grounds:
    - the-law    # block style
  effective: {}
  scenes: all
  then: {outcome: watch}
- {limit: third, title: {zh: 第三, en: Third}, grounds: [the-law], effective: {}, when: {}, then: {at_most: watch}}
# The end.
"""


def revised(code: str, **changes: Any) -> dict[tuple[str, str], Entry | None]:
    """The document's entry of that code with some of its keys changed."""
    entry = next(entry for entry in parsed(COMMENTED) if key_of(entry)[1] == code)
    data = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key_of(entry): type(entry).model_validate({**data, **changes})}


def test_a_changed_key_changes_its_own_lines_only() -> None:
    text = edited(COMMENTED, revised("first", then={"outcome": "refuse"}))
    assert text == COMMENTED.replace("then: {outcome: review}", "then: {outcome: refuse}")


def test_a_new_key_comes_where_the_model_has_it() -> None:
    text = edited(COMMENTED, revised("first", scenes=["promotion"], actors=["platform"]))
    wanted = "  effective: {from: 2019-01-01}\n  scenes: [promotion]\n  actors: [platform]\n"
    assert text == COMMENTED.replace("  effective: {from: 2019-01-01}\n", wanted)


def test_a_key_that_falls_away_takes_its_lines_along() -> None:
    without = Rule.model_validate({**rule("first").model_dump(), "title": {"zh": "第一", "en": "First"}})
    entry = without.model_copy(update={"effective": parsed(COMMENTED)[0].effective, "then": type(without.then)()})  # type: ignore[attr-defined]
    assert edited(COMMENTED, {("rule", "first"): entry}) == COMMENTED.replace("  then: {outcome: review}\n", "")


def test_an_entry_on_one_line_is_printed_on_several() -> None:
    text = edited(COMMENTED, revised("third", then={"at_most": "review"}))
    assert text is not None
    head, tail = COMMENTED[: COMMENTED.index("- {limit")], "# The end.\n"
    assert text.startswith(head + "- limit: third\n")
    assert text.endswith("  then: {at_most: review}\n" + tail)


def test_an_entry_taken_out_leaves_the_rest_and_an_added_one_comes_last() -> None:
    text = edited(COMMENTED, {("rule", "first"): None}, [rule("fourth")])
    assert text is not None
    assert "first" not in text
    assert text.startswith("# About the file.\n\n\n# About the second.\n- rule: second\n")
    assert text.endswith("# The end.\n" + print_entry(rule("fourth")))


def test_nothing_changes_where_nothing_is_changed() -> None:
    same = {key_of(entry): entry for entry in parsed(COMMENTED)}
    assert edited(COMMENTED, same) == COMMENTED
    assert edited(COMMENTED, {}) == COMMENTED


@pytest.mark.parametrize("sign", [*"?-:,[]{}#&*!|>%@`=~'\"", "---", "...", "<<", "a: b", "a #b", "? ", "- ", ": "])
def test_a_text_that_looks_like_yaml_stays_a_text(sign: str) -> None:
    said = [rule(title={"zh": text, "en": text}, note=text) for text in (sign, f"{sign}0", f"0{sign}")]
    assert alike(parsed(print_document(said)), said)


@pytest.mark.parametrize("word", ["null", "true", "no", "on", "1", "1_0", "0x1", "1e3", ".inf", "2019-01-01", "1:30"])
def test_a_word_that_looks_like_a_value_stays_a_word(word: str) -> None:
    said = [rule(title={"zh": word, "en": word}, note=word)]
    assert alike(parsed(print_document(said)), said)


def test_a_document_without_entries_is_none() -> None:
    assert edited(COMMENTED, {key_of(entry): None for entry in parsed(COMMENTED)}) is None
    assert edited("[]\n", {}, [limit()]) == print_entry(limit())


def test_one_is_not_true() -> None:
    text = print_document([parameter("p", ("2020-01-01", 1))])
    assert "value: true" in str(edited(text, {("parameter", "p"): parameter("p", ("2020-01-01", True))}))


def test_entries_that_share_an_anchor_come_apart() -> None:
    shared = COMMENTED.replace("grounds: [the-law]\n", "grounds: &g [the-law]\n", 1).replace(
        "grounds:\n    - the-law    # block style\n", "grounds: *g\n"
    )
    text = edited(shared, revised("first", grounds=["the-notice"]))
    assert [list(entry.grounds) for entry in parsed(str(text))] == [["the-notice"], ["the-law"], ["the-law"]]  # type: ignore[attr-defined]


@given(st.lists(changed(), min_size=1, max_size=4), st.lists(entries(), max_size=1), st.data())
def test_what_is_edited_says_what_it_should(
    pairs: list[tuple[Entry, Entry]], added: list[Entry], data: st.DataObject
) -> None:
    before = {key_of(one): one for one, _ in pairs}
    text = "# Top.\n" + "".join(f"# About {key_of(one)[0]}.\n{print_entry(one)}\n" for one in before.values())
    changes = {key_of(one): data.draw(st.sampled_from([other, one, None])) for one, other in pairs}
    new = [entry for entry in added if key_of(entry) not in before]
    wanted = [one for key in before if (one := changes[key]) is not None] + new
    result = edited(text, changes, new)
    assert alike(parsed(result), wanted) if result is not None else wanted == []
    assert result is None or all(f"# About {kind}.\n" in result for kind, _ in before)


@given(entries())
def test_a_catalogue_of_printed_entries_is_the_same_catalogue(entry: Entry) -> None:
    assert catalogue_of(parsed(print_entry(entry))).as_data() == catalogue_of([entry]).as_data()

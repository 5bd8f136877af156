"""At each place of a rule document stand the fields and words that the published schema allows there, and no others."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.console.completion import completions

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs" / "rules.schema.json").read_text())
CODES = {"scenes": ("onboarding", "promotion"), "measure": ("entry_limit",)}
RULE = """- rule: one
  title: {zh: 一, en: One}
  grounds: [ecommerce-law/36]
  effective: {from: 2019-01-01}
"""


def at(text: str) -> tuple[str, ...]:
    """At the end of the text, whatever comes after it."""
    return completions(SCHEMA, CODES, text + "\n- rule: another\n", len(text)).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- ", {"rule: ", "measure: ", "instrument: "}),
        ("- mea", {"measure: "}),
        (RULE + "  ", {"when: ", "then: ", "scenes: ", "actors: ", "says: "}),
        (RULE + "  w", {"when: "}),
        (RULE + "  scenes: [", {"onboarding", "promotion"}),
        (RULE + "  scenes: [onboarding, p", {"promotion"}),
        (RULE + "  scenes: a", {"all"}),
        (RULE + "  actors: [plat", {"platform"}),
        (RULE + "  when:\n    ", {"record: ", "subject: ", "request: ", "any: "}),
        (RULE + "  when:\n    record: {", {"list: ", "standing: ", "relief: "}),
        (RULE + "  when:\n    record: {standing: [", {"effective", "confirmed", "lead"}),
        (RULE + "  when:\n    record: {standing: [effective], relief: ", {"true", "false"}),
        (RULE + "  when:\n    any:\n      - record: {sev", {"severity: "}),
        (RULE + "  then: {measure: ", {"entry_limit"}),
        (RULE + "  then: {measure: entry_limit, outcome: ref", {"refuse"}),
        (RULE + "  actors:\n    - plat", {"platform"}),
    ],
)
def test_what_the_schema_allows_is_offered(text: str, expected: set[str]) -> None:
    assert expected <= set(at(text))


def test_what_begins_otherwise_and_what_is_there_already_is_not() -> None:
    assert at(RULE + "  w") == ("when: ",)
    assert not {"rule: ", "title: ", "grounds: "} & set(at(RULE + "  "))
    assert "standing: " not in at(RULE + "  when:\n    record: {standing: [effective], ")


@pytest.mark.parametrize(
    "text", [RULE + "  # w", RULE + "  unheard: ", RULE + "  title: {zh: 一", "", ": ", "- [", "}{"]
)
def test_elsewhere_nothing_is(text: str) -> None:
    assert at(text) == ()

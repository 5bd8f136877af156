"""The JSON Schema that editors use knows what the loader knows of a file's form."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema_rs import validator_for

from rules.documents import Entry
from rules.loading import parse_yaml, plain
from rules.printing import print_entry
from rules.ruleset import PACKS
from rules.schema import document_schema
from tests.rules.any_entries import entries

PUBLISHED = Path(__file__).parents[2] / "docs" / "rules.schema.json"
SCHEMA = validator_for(document_schema())
FILES = sorted(file for file in PACKS.rglob("*.yaml") if "tests" not in file.parts)
RULE = {"rule": "a-rule", "title": {"zh": "名称", "en": "A title"}, "grounds": ["the-law/36"], "effective": {}}


def errors(*said: dict[str, Any]) -> list[str]:
    return [error.message for error in SCHEMA.iter_errors(list(said))]


def test_the_published_schema_is_current() -> None:
    """`huixin-server rules schema -o docs/rules.schema.json` makes it so."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == document_schema()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_shipped_files_are_valid(file: Path) -> None:
    assert errors(*plain(parse_yaml(file.read_text(encoding="utf-8")))) == []


@given(entries())
def test_whatever_can_be_written_is_valid(entry: Entry) -> None:
    assert errors(*plain(parse_yaml(print_entry(entry)))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grund": ["the-law"]}, "grund"),
        ({"effective": {"from": "2019-01-01", "until": "2019-01-02"}}, "until"),
        ({"then": {"outcome": "forbid"}}, "forbid"),
        ({"grounds": ["The Law"]}, "The Law"),
        ({"when": {"any": [{"record": {"severity": "serious"}}]}}, "serious"),
        ({"title": {"zh": "名称"}}, "en"),
    ],
)
def test_what_is_wrong_is_said_of_its_own_place(change: dict[str, Any], said: str) -> None:
    found = errors(RULE | change)
    assert len(found) == 1
    assert said in found[0]


def test_an_entry_of_no_kind_and_one_without_its_keys_are_wrong() -> None:
    assert errors(RULE) == []
    assert errors({"regel": "x"})
    assert len(errors({"clause": "x", "measure": "shop_mask"})) == 4

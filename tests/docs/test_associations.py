"""The page on associations names every refusal and measure, and what it says of standards; its program runs."""

import re
from typing import get_args

import pytest

from api.problems import PROBLEMS
from huixin.types.association import MemberMeasure
from models.associations.mandates import NoMandate, NotOfTheAssociation, OutsideStandard, OutsideWindow
from rules.ruleset import RuleSet
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS

PAGE = DOCS / "associations.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_refusal_and_measure_has_its_row() -> None:
    refusals = [kind.code for kind in (NoMandate, OutsideWindow, OutsideStandard, NotOfTheAssociation)]
    assert all(PROBLEMS[code].status == 403 for code in refusals)
    for word in (*refusals, *get_args(MemberMeasure)):
        assert re.search(rf"^\| `{word}` \|", TEXT, re.MULTILINE), word


def test_the_three_lists_have_a_standard_each(ruleset: RuleSet) -> None:
    standards = ruleset.catalogue.standards.values()
    assert [one.list for one in standards] == ["brushing_black", "ecommerce_black", "ecommerce_watch"]
    assert all(ruleset.catalogue.list_title(one.list).zh in TEXT for one in standards)
    assert "association-alone-department" in ruleset.catalogue.limits


def test_its_program_runs(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run_program(PAGE, "演示电子商务协会", served, monkeypatch)
    assert (len(made["before"].records), len(made["after"].records)) == (1, 0)
    assert made["after"].outcome == "clear"
    assert made["before"].outcome != "clear"

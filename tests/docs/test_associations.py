"""The page on associations names every refusal and measure, and every standard has what it says of them."""

import re
from pathlib import Path
from typing import get_args

from api.problems import PROBLEMS
from huixin.types.association import MemberMeasure
from models.associations.mandates import NoMandate, NotOfTheAssociation, OutsideStandard, OutsideWindow
from rules.ruleset import RuleSet

TEXT = (Path(__file__).parents[2] / "docs" / "associations.md").read_text(encoding="utf-8")


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

"""The page on the alliance: its programs run against the demo, its table has every answer, its numbers are true."""

import re
from typing import get_args

import pytest

from api.demo.alliance import SUSPECTED
from huixin.types.signal import Became
from models.signals.weights import weight
from models.suspects.links import link_weight
from rules.ruleset import RuleSet
from tests.docs.programs import Served, run_program
from tests.docs.session import DOCS

PAGE = DOCS / "alliance.md"
TEXT = PAGE.read_text(encoding="utf-8")
MEMBERS, CENTRES = (0, 1, 3), (2,)
"""Which of its programs are whose."""


def test_every_end_of_a_signal_has_its_row() -> None:
    for word in get_args(Became):
        assert re.search(rf"^\| `{word}` \|", TEXT, re.MULTILINE), word


def test_every_kind_built_on_a_person_is_named(ruleset: RuleSet) -> None:
    built = {code for code, kind in ruleset.catalogue.signal_kinds.items() if kind.built_on}
    assert set(re.findall(r"`(brushing_\w+)`", TEXT)) == built


def test_the_numbers_are_those_of_the_formulas() -> None:
    assert (weight(0, 0, 200), weight(9, 5, 200), round(weight(2000, 0, 200), 3)) == (1, 0.5, 0.1)
    assert [round(link_weight(n), 3) for n in (2, 3, 5, 300)] == [1, 0.5, 0.25, 0.003]


def test_its_programs_run(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = run_program(PAGE, "演示平台", served, monkeypatch, which=MEMBERS)
    client = made["client"]
    assert capsys.readouterr().out.split() == ["kept"], "five outlets of one courier are told to nobody"
    assert all(own.answer for one in client.inquiries.iter() for own in one.answers)
    centre = run_program(PAGE, "惠州市信用中心", served, monkeypatch, which=CENTRES)
    assert SUSPECTED[0] in capsys.readouterr().out
    assert centre["opened"].state == "case_opened"
    assert {one.became for one in client.signals.iter()} == {"kept"}, "nobody learns of a case"

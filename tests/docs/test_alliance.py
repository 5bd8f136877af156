"""The page on the alliance: its program runs against the service, its table has every answer, its numbers are true."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

import huixin
from huixin.types.signal import Became, SignalRequest, SignalView
from models.signals.weights import weight
from models.suspects.links import link_weight
from rules.ruleset import RuleSet
from tests.api.conftest import World, serving, world  # noqa: F401 - fixtures
from tests.sharing_desk import SharingDesk

TEXT = (Path(__file__).parents[2] / "docs" / "alliance.md").read_text(encoding="utf-8")


def test_every_end_of_a_signal_has_its_row() -> None:
    for word in get_args(Became):
        assert re.search(rf"^\| `{word}` \|", TEXT, re.MULTILINE), word


def test_every_kind_built_on_a_person_is_named(ruleset: RuleSet) -> None:
    built = {code for code, kind in ruleset.catalogue.signal_kinds.items() if kind.built_on}
    assert set(re.findall(r"`(brushing_\w+)`", TEXT)) == built


def test_the_numbers_are_those_of_the_formulas() -> None:
    assert (weight(0, 0, 200), weight(9, 5, 200), round(weight(2000, 0, 200), 3)) == (1, 0.5, 0.1)
    assert [round(link_weight(n), 3) for n in (2, 3, 5, 300)] == [1, 0.5, 0.25, 0.003]


class _SignalsOf:
    """Sends as the client does, over the service in process."""

    def __init__(self, desk: SharingDesk) -> None:
        self.desk = desk

    def share(self, request: SignalRequest) -> Any:
        told = self.desk.done("courier", "/v1/signals", **request.model_dump(mode="json"))
        return SignalView.model_validate(told)


def test_the_program_runs(world: World, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:  # noqa: F811
    desk = SharingDesk(world)
    desk.found("platform", "courier")
    alliances = type("Alliances", (), {"iter": lambda _: [type("Alliance", (), {"id": desk.alliance})]})
    client = type("Client", (), {"alliances": alliances(), "signals": _SignalsOf(desk)})
    monkeypatch.setattr(huixin, "Client", client)
    [program] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(program, "docs/alliance.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "waiting\n"

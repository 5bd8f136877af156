"""Two decisions about one merchant on one list are a repetition, also where they came in list files."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import World

FIRST = {"文书号": "惠市监认〔2026〕1号", "RDRQ": "2026-08-01", "整改状态": "整改不到位"}
SECOND = {"文书号": "惠市监认〔2026〕9号", "RDRQ": "2026-09-01", "整改状态": "整改不到位"}


def measures(world: World, kind: MemberKind, scene: str) -> set[str]:
    answer: Any = world.ask(world.headers(kind), scene=scene).json()
    return {measure["code"] for measure in answer["measures"]}


@pytest.mark.parametrize("files", [[[FIRST, SECOND]], [[FIRST], [SECOND]]], ids=["one file", "two files"])
def test_two_decisions_in_list_files_are_a_repetition(world: World, files: list[list[dict[str, str]]]) -> None:
    for rows in files:
        world.enter(*rows)
    assert {"shop_close", "account_limit"} <= measures(world, MemberKind.PLATFORM, "review")
    assert "member_expulsion" in measures(world, MemberKind.ASSOCIATION, "membership")


@pytest.mark.parametrize("second", [SECOND | {"文书号": FIRST["文书号"]}, SECOND | {"RDRQ": FIRST["RDRQ"]}])
def test_what_may_be_a_correction_is_none(world: World, second: dict[str, str]) -> None:
    world.enter(FIRST, second)
    assert measures(world, MemberKind.PLATFORM, "review") == {"shop_mask"}
    assert "member_expulsion" not in measures(world, MemberKind.ASSOCIATION, "membership")

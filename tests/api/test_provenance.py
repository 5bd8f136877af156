"""An association's or a platform's word does not count as an authority's, whatever list it is sent for."""

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import World

ASSOCIATION = {"RDBM": "惠州市电子商务协会", "整改状态": "整改不到位"}


@pytest.mark.parametrize("list_code", ["ecommerce_joint", "brushing_black"])
def test_no_administrative_measure_rests_on_an_associations_word(world: World, list_code: str) -> None:
    world.enter(ASSOCIATION, list_code=list_code)
    answer = world.ask(world.headers(MemberKind.DEPARTMENT), scene="review").json()
    assert answer["outcome"] == "review"
    assert {measure["binding"] for measure in answer["measures"]} == {"advice"}


def test_a_platform_does_not_reward(world: World) -> None:
    platform = world.member(MemberKind.PLATFORM)
    world.enter({}, list_code="red", source="test platform")
    assert platform
    assert world.ask(world.headers(), scene="promotion").json()["outcome"] == "clear"

"""A listed website or app is an account; its owner is meant only where the record says so."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import BLACK, World

SHOP = "惠购商城"
ROW = {"JGMC": SHOP, "主体类别": "网站", "涉及经营者": "否"}


def asked(world: World, member: MemberKind, scene: str, **subject: str) -> dict[str, Any]:
    answer: dict[str, Any] = world.ask(world.headers(member), scene=scene, subject={"uscc": BLACK} | subject).json()
    return answer


@pytest.mark.parametrize("row", [ROW, ROW | {"涉及经营者": ""}], ids=["said", "left open"])
@pytest.mark.parametrize(
    ("kind", "scene"),
    [(MemberKind.PLATFORM, "onboarding"), (MemberKind.LOGISTICS, "logistics"), (MemberKind.ASSOCIATION, "membership")],
)
def test_a_website_does_not_sanction_its_owner(world: World, row: dict[str, str], kind: MemberKind, scene: str) -> None:
    assert world.enter(row, list_code="ecommerce_joint").entered == 1
    answer = asked(world, kind, scene)
    assert (answer["outcome"], answer["measures"]) == ("review", [])
    assert [(one["name"], one["kind"]) for one in answer["identity"]["candidates"]] == [(SHOP, "website")]
    assert [cause["code"] for cause in answer["review"]["why"]] == ["site_of_owner"]


@pytest.mark.parametrize("subject", [{"name": SHOP}, {"kind": "website"}])
def test_the_account_itself_is_measured(world: World, subject: dict[str, str]) -> None:
    world.enter(ROW, list_code="ecommerce_joint")
    answer = asked(world, MemberKind.PLATFORM, "onboarding", **subject)
    assert (answer["outcome"], answer["identity"]["kind"]) == ("refuse", "website")
    assert "account-only" in {reason["rule"] for reason in answer["reasons"]}
    assert asked(world, MemberKind.LOGISTICS, "logistics", **subject)["outcome"] == "review"


def test_a_record_that_names_the_owner_counts_against_it(world: World) -> None:
    world.enter(ROW | {"涉及经营者": "是"}, list_code="ecommerce_joint")
    assert asked(world, MemberKind.LOGISTICS, "logistics")["outcome"] == "restrict"


def test_the_owners_own_record_stays_its_own(world: World) -> None:
    world.enter(ROW, ROW | {"JGMC": "惠购二店"}, list_code="ecommerce_joint")
    assert world.enter({}, list_code="ecommerce_watch").warnings == ()
    answer = asked(world, MemberKind.PLATFORM, "onboarding")
    assert (answer["outcome"], answer["measures"], answer["identity"]["kind"]) == ("review", [], "company")
    assert len(answer["identity"]["candidates"]) == 2

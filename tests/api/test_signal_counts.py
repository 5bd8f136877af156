"""What members are told of how many signals there are: fives of three or more others, never of one or two of them."""

from typing import Any

import pytest

from models.members import disable_member
from tests.api.conftest import World
from tests.sharing_desk import SharingDesk

EVERYBODY = ("platform", "courier", "internet", "association", "other platform")


@pytest.fixture
def desk(world: World) -> SharingDesk:
    return SharingDesk(world)


def share(desk: SharingDesk, **many: int) -> None:
    """So many of each, each on a shop of its own."""
    for who, number in many.items():
        for place in range(number):
            desk.share(who.replace("_", " "), target={"kind": "shop", "id": f"{who} {place}"})


def told(desk: SharingDesk, who: str) -> list[Any]:
    items: list[Any] = desk.get(who, "/v1/signals/counts", alliance_id=desk.alliance)["items"]
    return items


def counted(desk: SharingDesk, who: str) -> list[int]:
    return [cell["count"] for cell in told(desk, who)]


def end_the_month(desk: SharingDesk) -> None:
    desk.world.set_clock(desk.world.context.now().replace(month=12, day=1))


def test_counts_come_in_fives_of_the_others_and_of_months_that_are_over(desk: SharingDesk) -> None:
    desk.found(*EVERYBODY)
    share(desk, platform=7, courier=6, internet=2, association=1)
    for who in ("platform", "courier", "internet"):
        desk.share(who, kind="fake_reviews", target={"kind": "app", "id": "app"})
    assert told(desk, "platform") == [], "this month is not over"
    end_the_month(desk)
    cell = {"kind": "fake_orders", "month": "2026-11"}
    assert told(desk, "platform") == [cell | {"count": 5}], "of 9; of fake reviews 2 are too few"
    assert told(desk, "courier") == [cell | {"count": 10}], "of 10"
    assert told(desk, "other platform") == [cell | {"count": 15}], "of 16; of fake reviews 3 are too few"
    one = desk.get("courier", "/v1/signals")["items"][-1]
    desk.done("courier", f"/v1/signals/{one['id']}/retraction", reason="误报")
    assert told(desk, "platform") == [cell | {"count": 5}], "one less does not show"


def test_what_one_or_two_others_share_is_told_to_nobody(desk: SharingDesk) -> None:
    desk.found(*EVERYBODY)
    share(desk, courier=10, internet=5)
    end_the_month(desk)
    assert {who: counted(desk, who) for who in EVERYBODY} == {who: [] for who in EVERYBODY}


def test_of_one_group_nothing_is_told_to_another_of_it_nor_does_it_count_twice(desk: SharingDesk) -> None:
    group = dict.fromkeys(("platform", "courier"), "甲集团")
    desk.found(*EVERYBODY, groups=group)
    share(desk, platform=6, courier=6, internet=3, association=1, other_platform=1)
    end_the_month(desk)
    assert counted(desk, "platform") == [5]
    for one in desk.get("courier", "/v1/signals")["items"]:
        desk.done("courier", f"/v1/signals/{one['id']}/retraction", reason="误报")
        assert counted(desk, "platform") == [5], "no edge to be watched from the other side"
    assert counted(desk, "internet") == [5], "of 8 of three"
    for one in desk.get("association", "/v1/signals")["items"]:
        desk.done("association", f"/v1/signals/{one['id']}/retraction", reason="误报")
    assert counted(desk, "internet") == []


def test_two_of_a_group_are_one_of_the_three(desk: SharingDesk) -> None:
    desk.found(*EVERYBODY, groups=dict.fromkeys(("platform", "courier"), "甲集团"))
    share(desk, platform=5, courier=5, internet=5)
    end_the_month(desk)
    assert counted(desk, "association") == []


def test_who_is_disabled_counts_no_more(desk: SharingDesk) -> None:
    desk.found(*EVERYBODY)
    share(desk, courier=6, internet=3, association=2)
    end_the_month(desk)
    assert counted(desk, "platform") == [10]
    with desk.world.context.database.write() as session:
        disable_member(session, desk.world.members["植入courier"].member_id, desk.world.context.now())
    assert counted(desk, "platform") == [], "of two others"
    assert desk.get("centre", f"/v1/alliances/{desk.alliance}")["members"] == 4

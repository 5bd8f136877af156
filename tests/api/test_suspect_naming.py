"""Whom a suspect is about follows from the signals that rest on it today; what goes with a signal goes with it."""

from typing import Any

import pytest

from api.worker import step
from huixin.core.vocabulary import MemberKind
from models.subjects import enter_subject, enterprise
from tests.api.conftest import World
from tests.api.test_alliances import everything
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

FIRM, OTHER = uscc_of(71_000_001), uscc_of(71_000_002)
SHOP_2 = {"kind": "shop", "id": "shop-2"}


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    desk.found("platform", "courier", "internet", "association")
    return desk


def of_a_shop(desk: SharingDesk) -> None:
    """What a platform and a courier say of a shop, whose they do not know."""
    for who in ("platform", "courier"):
        desk.share(who, name="真店主公司")


def retract(desk: SharingDesk, who: str, signal: Any) -> None:
    desk.done(who, f"/v1/signals/{signal['id']}/retraction", reason="误报")


def test_who_weighs_too_little_puts_a_shop_on_nobodys_name(desk: SharingDesk) -> None:
    of_a_shop(desk)
    desk.share("association", uscc=FIRM, name="被陷害公司", confidence=1)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"], suspect["supported"]) == (None, "真店主公司", True)
    told = {one["member_kind"]: (one["uscc"], one["weight"]) for one in suspect["signals"]}
    assert told == {"platform": (None, 80), "logistics": (None, 80), "association": (FIRM, 1)}


def test_who_weighs_too_little_takes_a_shop_from_nobody(desk: SharingDesk) -> None:
    desk.share("association", uscc=OTHER, confidence=1)
    desk.share("platform", uscc=FIRM)
    desk.share("courier")
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["supported"]) == (FIRM, True)


def test_a_name_that_was_retracted_is_gone(desk: SharingDesk) -> None:
    of_a_shop(desk)
    mistaken = desk.share("association", uscc=FIRM, name="被误认公司")
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"]) == (FIRM, "被误认公司")
    retract(desk, "association", mistaken)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"], suspect["supported"]) == (None, "真店主公司", True)


def test_what_was_said_of_a_shop_supports_nothing_against_whom_it_was_wrongly_put_down_to(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    desk.share("courier", target=SHOP_2)
    mistaken = desk.share("internet", uscc=FIRM, target=SHOP_2)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], len(suspect["signals"])) == (FIRM, 3)
    retract(desk, "internet", mistaken)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["supported"]) == (FIRM, False)
    told = {one["member_kind"]: one["weight"] for one in suspect["signals"]}
    assert told == {"platform": 80, "logistics": 0}, "nobody says any more that the shop is the firm's"


def test_a_dispute_that_is_over_lets_the_rest_be_heard(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    disputed = desk.share("internet", uscc=OTHER, target=SHOP_2)
    desk.share("platform", uscc=FIRM, target=SHOP_2)
    desk.share("courier", target=SHOP_2)
    retract(desk, "internet", disputed)
    assert {one["uscc"] for one in desk.suspects() if one["supported"]} == {FIRM}


def test_one_who_names_another_leaves_what_two_have_named(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=FIRM, target=SHOP_2)
    desk.share("internet", uscc=OTHER)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["supported"]) == (FIRM, True)
    desk.share("association", uscc=OTHER, target={"kind": "shop", "id": "shop-3"})
    assert {one["uscc"] for one in desk.suspects()} == {FIRM, OTHER}, "the other has a suspect of its own"


def test_a_member_that_claims_anothers_group_silences_it_not(world: World) -> None:
    desk = SharingDesk(world)
    desk.found("platform", "courier", "other platform", groups={"platform": "甲集团", "courier": "甲集团"})
    for who in ("courier", "other platform"):
        desk.share(who, uscc=FIRM)
    desk.share("platform", uscc=FIRM, confidence=100)
    [suspect] = desk.suspects()
    assert suspect["supported"]


def test_what_the_centre_found_out_goes_before_what_members_say(desk: SharingDesk, assert_problem: Any) -> None:
    of_a_shop(desk)
    desk.share("association", uscc=FIRM, name="被陷害公司")
    [suspect] = desk.suspects()
    path, said = f"/v1/suspects/{suspect['id']}/actions", {"action": "open_case", "basis": "核实店铺属另一公司"}
    unknown = desk.post("centre", path, **said, uscc=OTHER)
    assert_problem(unknown, "invalid_content", "/name", "missing_field")
    case = desk.done("centre", path, **said, uscc=OTHER, name="真店主公司")["case_id"]
    assert desk.get("centre", f"/v1/cases/{case}")["subject_name"] == "真店主公司"
    subjects = {code: desk.ask("centre", "GET", f"/v1/subjects/{code}").status_code for code in (FIRM, OTHER)}
    assert subjects == {FIRM: 404, OTHER: 200}


def test_a_department_learns_of_a_suspect_once_its_place_is_known_and_not_who_names_whom(desk: SharingDesk) -> None:
    with desk.world.context.database.write() as session:
        enter_subject(session, enterprise(FIRM, "某公司", unit="boluo"))
    place = {"name": "boluo market", "unit": "boluo", "department": "market_supervision"}
    headers = desk.world.headers(MemberKind.DEPARTMENT, **place)

    def seen() -> list[Any]:
        items: list[Any] = desk.world.client.get("/v1/suspects", headers=headers).json()["items"]
        return items

    of_a_shop(desk)
    desk.share("internet", uscc=FIRM, confidence=1)
    assert seen() == []
    naming = desk.share("association", uscc=FIRM)
    [suspect] = seen()
    assert (suspect["unit"], suspect["uscc"]) == ("boluo", FIRM)
    assert {(one["uscc"], one["member_id"]) for one in suspect["signals"]} == {(None, None)}
    retract(desk, "association", naming)
    assert seen() == []


def test_what_a_signal_said_goes_from_its_suspect_with_it(desk: SharingDesk) -> None:
    first = {"kind": "website", "id": "https://植入网址.cn", "platform": "植入平台"}
    desk.share("platform", uscc=FIRM, name="植入商户", target=first, retention_until="2026-11-20")
    for who in ("courier", "internet"):
        desk.share(who, uscc=FIRM, target=SHOP_2, retention_until="2027-03-31")
    words = ["植入商户", "植入网址", "植入平台"]
    [suspect] = desk.suspects()
    assert suspect["name"] == "植入商户"
    assert [word for word in words if word not in everything(desk)] == []
    desk.world.set_clock(desk.world.context.now().replace(day=21))
    told = desk.ask("centre", "GET", "/v1/suspects").text
    assert [word for word in words if word in told] == [], "the day says so, whether it is erased yet or not"
    step(desk.world.context)
    assert [word for word in words if word in everything(desk)] == []
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"], suspect["target"], len(suspect["signals"])) == (FIRM, None, "shop-2", 2)

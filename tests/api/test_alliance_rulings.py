"""What the centre rules of an alliance's members: who is shut out, and who is of one group whatever it says."""

from typing import Any

import pytest

from tests.api.conftest import World
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

FIRM = uscc_of(71_000_001)


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    desk.found("platform", "courier", "internet")
    return desk


def ruling(desk: SharingDesk, action: str, who: str, **said: Any) -> dict[str, Any]:
    member = desk.world.members[f"植入{who}"].member_id
    return {"action": action, "member_id": member, "reason": "经核实"} | said


def rule(desk: SharingDesk, action: str, who: str, **said: Any) -> Any:
    return desk.done("centre", f"/v1/alliances/{desk.alliance}/rulings", **ruling(desk, action, who, **said))


def suspected(desk: SharingDesk) -> bool:
    [suspect] = desk.suspects()
    supported: bool = suspect["supported"]
    return supported


def test_who_is_shut_out_shares_nothing_and_supports_nothing_while_its_checks_go_on(
    desk: SharingDesk, assert_problem: Any
) -> None:
    for who in ("platform", "courier"):
        shared = desk.share(who, uscc=FIRM)
    assert suspected(desk)
    rule(desk, "exclude", "courier")
    assert not suspected(desk)
    assert_problem(desk.post("courier", "/v1/signals", **desk.signal()), "agreement_not_signed")
    refused = desk.ask("courier", "GET", "/v1/signals/counts", params={"alliance_id": desk.alliance})
    assert_problem(refused, "agreement_not_signed")
    assert desk.get("centre", f"/v1/alliances/{desk.alliance}")["members"] == 2
    assert desk.world.ask(desk.headers("courier"), subject={"uscc": FIRM}).json()["outcome"] == "clear"
    retracted = desk.done("courier", f"/v1/signals/{shared['id']}/retraction", reason="误报")
    assert retracted["became"] == "retracted", "its own it still takes back"
    for left in ("leaving", "signatures"):
        body = {"agreement_id": desk.agreement, "by": "林晓"} if left == "signatures" else {}
        desk.done("courier", f"/v1/alliances/{desk.alliance}/{left}", **body)
    assert_problem(desk.post("courier", "/v1/signals", **desk.signal()), "agreement_not_signed")


def test_it_is_a_member_again_on_the_day_that_was_said_or_once_it_is_let_in(
    desk: SharingDesk, assert_problem: Any
) -> None:
    rule(desk, "exclude", "platform", until="2026-11-05")
    rule(desk, "exclude", "courier")
    desk.world.pass_time(days=2)
    for who in ("platform", "courier"):
        assert_problem(desk.post(who, "/v1/signals", **desk.signal()), "agreement_not_signed")
    desk.world.pass_time(days=1)
    desk.share("platform")
    assert_problem(desk.post("courier", "/v1/signals", **desk.signal()), "agreement_not_signed")
    told = rule(desk, "readmit", "courier")["rulings"]
    assert [(one["kind"], one["until"]) for one in told] == [
        ("exclusion", "2026-11-05"),
        ("exclusion", "2026-11-05"),
        ("readmission", None),
    ]
    desk.share("courier")


def test_members_of_a_group_are_one_voice_though_they_say_nothing_of_it(desk: SharingDesk) -> None:
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM)
        rule(desk, "set_group", who, group="某 集团")
    assert not suspected(desk)
    rule(desk, "set_group", "courier", group=None)
    assert suspected(desk)


def test_who_signs_again_without_its_group_is_still_of_it(world: World) -> None:
    desk = SharingDesk(world)
    desk.found("platform", "courier", groups=dict.fromkeys(("platform", "courier"), "甲集团"))
    desk.done("courier", f"/v1/alliances/{desk.alliance}/leaving")
    desk.sign("courier")
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM)
    assert desk.suspects() == []


def test_the_centre_alone_rules_and_who_is_ruled_of_reads_its_own(desk: SharingDesk, assert_problem: Any) -> None:
    path = f"/v1/alliances/{desk.alliance}/rulings"
    assert_problem(desk.post("platform", path, **ruling(desk, "exclude", "courier")), "forbidden")
    rule(desk, "exclude", "courier", reason="多次误报")
    rule(desk, "set_group", "platform", group="乙集团")
    for who, expected in (("courier", "多次误报"), ("platform", "经核实")):
        [told] = desk.get(who, f"/v1/alliances/{desk.alliance}")["rulings"]
        assert (told["reason"], told["member_id"], told["by"]) == (expected, None, None)
    assert desk.get("internet", f"/v1/alliances/{desk.alliance}")["rulings"] == []
    assert {one["by"] for one in desk.get("centre", f"/v1/alliances/{desk.alliance}")["rulings"]} != {None}


def test_what_would_change_nothing_is_refused(desk: SharingDesk, assert_problem: Any) -> None:
    path = f"/v1/alliances/{desk.alliance}/rulings"
    desk.headers("association")
    stranger = desk.post("centre", path, **ruling(desk, "exclude", "association"))
    assert_problem(stranger, "invalid_content", "/member_id", "no_member")
    today = desk.post("centre", path, **ruling(desk, "exclude", "courier", until=desk.today))
    assert_problem(today, "invalid_content", "/until", "too_early")
    assert_problem(desk.post("centre", path, **ruling(desk, "readmit", "courier")), "conflict")
    rule(desk, "exclude", "courier")
    assert_problem(desk.post("centre", path, **ruling(desk, "exclude", "courier")), "conflict")
